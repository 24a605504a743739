import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * What is being run: `ATTEST_REVISION`, or the commit of the directory, with `-dirty` when it has uncommitted changes.
 * `unknown` outside of a repository.
 */
export async function revisionOf(directory: string): Promise<string> {
  if (process.env.ATTEST_REVISION) return process.env.ATTEST_REVISION;
  try {
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
      cwd: directory,
    });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attestIn, conclusively, verdictIn, workFolder } from './command-line.js';

const secret = 'Bearer s3cret-of-the-test';

let folder: Awaited<ReturnType<typeof workFolder>>;
let server: Server | undefined;
beforeEach(async () => {
  folder = await workFolder();
});
afterEach(async () => {
  delete process.env.ATTEST_AUTH_HEADER;
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await folder.remove();
});

async function serve(answer: RequestListener): Promise<string> {
  const listening = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  server = listening;
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

let ids = 0;
/** A service that wants to know who asks, and takes its time. */
const healthy: RequestListener = (request, response) => {
  const isKnown = request.headers.authorization === secret;
  ids += 1;
  setTimeout(() => {
    response
      .writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json', 'x-revision': 'r1' })
      .end(`{"id":"${ids}"}`);
  }, 4);
};

const capacity = (target: string, ...more: string[]) => [
  'capacity',
  '--service',
  'arbor-api',
  '--target',
  target,
  ...more,
];

/** Every file of the run, however deep. */
function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('attest capacity', () => {
  it('finds that the promises hold as far as it was allowed to go, and keeps the credentials to itself', async () => {
    const url = await serve(healthy);
    process.env.ATTEST_AUTH_HEADER = `authorization: ${secret}`;
    const { exitCode, stdout, stderr } = await conclusively(
      folder.path,
      ...capacity(url, '--max-rate', '60.5', '--json'),
    );
    const verdict = JSON.parse(stdout);
    expect(
      verdict.claims.map((claim: { verdict: string }) => claim.verdict),
      stderr,
    ).toEqual(['held', 'held']);
    expect(verdict.capacity).toMatchObject({
      revision: 'r1',
      defects: [],
      knee: { value: 60.5, lowerBound: true },
    });
    expect(exitCode).toBe(0);
    expect(await verdictIn(folder.path)).toEqual(verdict);
    const run = path.join(folder.path, '.attest/runs/latest');
    for (const file of ['report.html', 'junit.xml', 'summary.md', 'evidence.jsonl'])
      expect(existsSync(path.join(run, file))).toBe(true);
    expect(readFileSync(path.join(run, 'summary.md'), 'utf8')).toMatch(
      /bears \*\*at least 60\.5 requests\/s\*\*/,
    );
    const leaking = filesBelow(path.join(folder.path, '.attest')).filter((file) =>
      readFileSync(file, 'utf8').includes('s3cret'),
    );
    expect(leaking).toEqual([]);
  });

  it('is inconclusive with exit code 3 where nothing listens, and says so in the first line', async () => {
    const url = await serve(healthy);
    await new Promise((resolve) => server?.close(resolve));
    const { exitCode, stdout } = await attestIn(folder.path, ...capacity(url)).ended;
    expect(exitCode).toBe(3);
    expect(stdout.split('\n')[0]).toMatch(/^Nothing was measured: POST .*: nothing listens there \(/);
    expect(await verdictIn(folder.path)).toMatchObject({
      kind: 'capacity',
      capacity: { knee: { value: null } },
    });
  });

  it('does not load a target that refuses it', async () => {
    let asked = 0;
    const url = await serve((request, response) => {
      asked += 1;
      healthy(request, response);
    });
    const { exitCode, stdout } = await attestIn(folder.path, ...capacity(url)).ended;
    expect(exitCode).toBe(3);
    expect(stdout.split('\n')[0]).toMatch(/401 or 403.*ATTEST_AUTH_HEADER/);
    expect(asked).toBeLessThan(20);
  });

  it('keeps what it has seen when it is interrupted, and leaves no k6 behind', async () => {
    process.env.ATTEST_AUTH_HEADER = `authorization: ${secret}`;
    const url = await serve(healthy);
    const run = attestIn(folder.path, ...capacity(url));
    await run.said('reaches');
    run.child.kill('SIGINT');
    expect((await run.ended).exitCode).toBe(3);
    const verdict = await verdictIn(folder.path);
    expect(verdict).toMatchObject({ interrupted: true });
    expect(verdict.capacity.defects.join(' ')).toMatch(/interrupted \(SIGINT\)/);
    const commands = readdirSync('/proc').flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return [];
      }
    });
    expect(commands.filter((command) => command.includes(folder.path))).toEqual([]);
  });
});

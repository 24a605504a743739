import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runId } from '@attest/evidence';
import { capacityScript, testRunManifests } from '@attest/loadtests';
import { findTool } from '@attest/tools';
import { stringify } from 'yaml';
import { CliError } from '../cli-error.js';
import type { CapacityFlags } from '../commands/capacity.js';
import type { CliContext } from '../context.js';
import { chosenProfile } from './chosen-profile.js';
import { chosenService } from './chosen-service.js';
import { planFromFlags } from './plan-from-flags.js';
import { resolveTarget } from './resolve-target.js';

interface Flags extends CapacityFlags {
  parallelism?: number;
  image?: string;
  namespace?: string;
  remoteWrite?: string;
  authSecret?: string;
  run?: string;
}

/** Prints what `kubectl apply -f -` takes. @throws CliError, ToolError without a k6 that makes the archive */
export async function printTestRun(context: CliContext, flags: Flags): Promise<void> {
  const { platform, targets } = await context.config();
  const missing = [
    flags.service === undefined ? '--service: which one of the catalog' : '',
    flags.target === undefined ? '--target: what the runners reach' : '',
    flags.remoteWrite === undefined ? '--remote-write: where they write their metrics to' : '',
  ].filter((problem) => problem !== '');
  if (flags.service === undefined || flags.remoteWrite === undefined || missing.length > 0)
    throw new CliError(
      'bad-option',
      `a TestRun needs:\n${missing.map((problem) => `  ${problem}`).join('\n')}`,
      'attest capacity operator --help',
    );
  const profile = chosenProfile(flags.profile);
  const service = chosenService(platform, flags.service);
  const target = resolveTarget(targets, service.id, flags.target);
  if (target.kind !== 'url')
    throw new CliError(
      'bad-option',
      '--target: runners in a cluster cannot reach the reference',
      'name a URL',
    );
  const run = flags.run ?? runId({ now: new Date(), experiment: `${service.id}-${profile}` });
  const plan = planFromFlags(platform, service, run, flags, context.directory);
  const options = {
    run,
    service: service.id,
    profile,
    baseUrl: target.url,
    namespace: flags.namespace ?? 'default',
    parallelism: flags.parallelism ?? 2,
    remoteWriteUrl: flags.remoteWrite,
    ...(flags.authSecret === undefined ? {} : { authSecret: flags.authSecret }),
  };
  const script =
    flags.image === undefined
      ? { archive: await archiveOf(plan, profile, target.url, options.parallelism) }
      : { image: flags.image, file: '/test/archive.tar' };
  const manifests = testRunManifests({ ...options, script });
  context.out(manifests.map((manifest) => stringify(manifest, { lineWidth: 0 })).join('---\n'));
  context.err(
    `then: attest capacity judge --service ${service.id} --profile ${profile} --prometheus URL --run ${run} --runners ${options.parallelism}\n`,
  );
}

/** Script, plan and data in one file, as k6 packs them. */
async function archiveOf(
  plan: unknown,
  profile: string,
  baseUrl: string,
  parallelism: number,
): Promise<Uint8Array> {
  const k6 = await findTool('k6');
  const folder = await mkdtemp(path.join(tmpdir(), 'attest-archive-'));
  try {
    const planFile = path.join(folder, 'plan.json');
    const archive = path.join(folder, 'archive.tar');
    await writeFile(planFile, JSON.stringify(plan));
    const variables = {
      ATTEST_PLAN: planFile,
      PROFILE: profile,
      BASE_URL: baseUrl,
      RUNNERS: String(parallelism),
    };
    const env = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    await promisify(execFile)(k6.path, ['archive', '--quiet', ...env, '-O', archive, capacityScript], {
      // Nothing of this environment goes into an archive that others will read.
      env: { PATH: process.env.PATH, HOME: folder },
    });
    return await readFile(archive);
  } finally {
    await rm(folder, { recursive: true });
  }
}

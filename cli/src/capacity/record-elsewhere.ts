import type { Recorder } from '@attest/evidence';
import { capacityExperiment, type ProfileName } from '@attest/loadtests';
import type { ApiService } from '@attest/platform';
import { beginRun } from '../begin-run.js';
import type { CapacityFlags } from '../commands/capacity.js';
import type { AttestConfig } from '../config.js';
import type { CliContext } from '../context.js';
import { concludeCapacity } from './conclude-capacity.js';
import { resolveTarget } from './resolve-target.js';

/** Of something that took place elsewhere: recorded here, it is judged and leaves a run like any other. @throws CliError */
export async function recordElsewhere(
  context: CliContext,
  { platform, targets }: Pick<AttestConfig, 'platform' | 'targets'>,
  flags: CapacityFlags,
  { id }: ApiService,
  profile: ProfileName,
  record: (recorder: Recorder) => Promise<void>,
): Promise<void> {
  const target = flags.target === undefined ? undefined : resolveTarget(targets, id, flags.target);
  const { directory, recorder } = await beginRun(context.directory, {
    experiment: capacityExperiment(id, profile),
    target: target?.name ?? 'unknown',
    environment: target?.environment ?? 'unknown',
    whatIf: {},
  });
  try {
    await record(recorder);
  } finally {
    recorder.close();
  }
  await concludeCapacity({ context, platform, directory, flags });
}

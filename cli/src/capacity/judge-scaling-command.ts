import { observationsFromSeries, queryRange, scalingQueries, syncPeriodSeconds } from '@attest/controllers';
import type { CapacityScaling } from '@attest/evidence';
import type { Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import type { CapacityFlags } from '../commands/capacity.js';
import type { CliContext } from '../context.js';
import { chosenService } from './chosen-service.js';
import { recordElsewhere } from './record-elsewhere.js';

interface Flags extends CapacityFlags {
  prometheus?: string;
  namespace?: string;
  deployment?: string;
  minutes?: number;
  at?: number;
}

/** Source: Kubernetes, the default `stabilizationWindowSeconds` of scaling down; where the catalog says no delay. */
const usualDelaySeconds = 300;

/** Judges the autoscaler of a cluster from what its Prometheus knows; leaves a run like any other. @throws CliError */
export async function judgeScalingOf(context: CliContext, flags: Flags): Promise<void> {
  const config = await context.config();
  const { platform } = config;
  const { prometheus = '' } = flags;
  const service = chosenService(platform, flags.service);
  if (!URL.canParse(prometheus))
    throw new CliError('bad-option', `--prometheus ${prometheus}: not a URL`, 'http://HOST:9090');
  await recordElsewhere(context, config, flags, service, 'stress', async (recorder) => {
    try {
      const scaling = await readScaling(platform, service.id, { ...flags, prometheus });
      await recorder.record({ kind: 'capacity-scaling', ...scaling });
    } catch (error) {
      // What could not be read is evidence as well: the run is judged, and is inconclusive.
      const reason = error instanceof Error ? error.message : String(error);
      context.err(`attest: ${reason}\n`);
      await recorder.record({ kind: 'gave-up', phase: 'check', reason });
    }
  });
}

/** @throws PrometheusUnavailable, ControllerError `not-observed` */
async function readScaling(
  { cost }: Platform,
  service: string,
  {
    prometheus,
    namespace = 'production',
    deployment = service,
    minutes = 60,
    at,
  }: Flags & { prometheus: string },
): Promise<CapacityScaling> {
  const queries = scalingQueries(namespace, deployment);
  // Aligned, so that the same moments are asked for by every query.
  const end = Math.floor((at ?? Date.now() / 1000) / syncPeriodSeconds) * syncPeriodSeconds;
  const range = { start: end - minutes * 60, end, stepSeconds: syncPeriodSeconds };
  const read = (query: string) => queryRange(new URL(prometheus), query, range);
  const [replicas, cpu, memory, counted] = await Promise.all([
    read(queries.replicas),
    read(queries.cpu),
    read(queries.memory),
    read(queries.counted),
  ]);
  return {
    subject: service,
    modelled: null,
    scaleDownDelaySeconds:
      cost.optimization?.compute?.autoScaling?.scaleDownDelaySeconds ?? usualDelaySeconds,
    observations: observationsFromSeries({ replicas, cpu, memory, counted }, range),
  };
}

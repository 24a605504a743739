import type { MeasuredRevision, RolloutEvent } from '@attest/evidence';
import type { Measured } from './interval.js';
import type { RolloutPorts } from './rollout-runner.js';
import { addTotals, noTotals, p99Of } from './totals.js';

export type RolloutLog = (event: RolloutEvent) => void;

/** The same ports, which tell what was done and seen, after it happened. */
export function journaled(service: string, ports: RolloutPorts, log: RolloutLog): RolloutPorts {
  return {
    ...ports,
    async send(weight) {
      await ports.send(weight);
      log({ service, event: 'sent', weight });
    },
    async retire(revision) {
      await ports.retire(revision);
      log({ service, event: 'retired', revision });
    },
    async notify(channel, notice) {
      await ports.notify(channel, notice);
      const { outcome, metric, summary } = notice;
      log({ service, event: 'notified', channel, outcome, metric, summary });
    },
    async measure() {
      const interval = await ports.measure().catch((error: Error) => {
        log({ service, event: 'unmeasured', reason: error.message });
        return undefined;
      });
      if (interval === undefined) return undefined;
      const { t: untilSeconds, seconds, canary, baseline } = interval;
      log({
        service,
        event: 'measured',
        untilSeconds,
        seconds,
        canary: shown(canary),
        baseline: shown(baseline),
      });
      return interval;
    },
  };
}

function shown(measured: Measured): MeasuredRevision {
  const { requests, errors, writes = 0, latency, cpu } = measured;
  const p99 = p99Of(addTotals(noTotals, measured))?.high;
  return {
    requests,
    errors,
    writes,
    p99Seconds: p99 !== undefined && Number.isFinite(p99) ? p99 : null,
    latency: latency === undefined ? null : { le: latency.le.map(finite), counts: latency.counts },
    cpu: cpu ?? null,
  };
}

/** JSON has no infinity. */
const finite = (bound: number) => (Number.isFinite(bound) ? bound : null);

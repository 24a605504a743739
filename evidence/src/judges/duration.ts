import { clientWindows, firstRecoveredWindow, recoveryRule } from '../recovery.js';
import { type ClaimJudge, unmeasured } from './finding.js';
import { promisedTime, seconds } from './promise.js';

/** A recovered window is believed when clients were watched for this long after it. */
const watchAfterRecoveryMs = 10_000;

/** From the proven effect to the start of the first ten good seconds after which no ten seconds are bad again. */
export const duration: ClaimJudge = {
  reads: ['fault', 'clients', 'clock'],
  violationStandsDespite: ['interrupted'],
  judge(claim, { effective, of }) {
    const promise = promisedTime(claim);
    if (promise === undefined) return unmeasured(claim, 'The promise is not a time.');
    if (effective === undefined) {
      return unmeasured(claim, 'There is no proven effect from which the failover could be timed.');
    }
    if (of('clock').length === 0) {
      return unmeasured(claim, "The generator's clock was never compared with the run's clock.", [effective]);
    }
    const { unit } = claim.promised;
    const clients = of('clients');
    const windows = clientWindows(clients, effective.t);
    const recovered = firstRecoveredWindow(clients, effective.t);
    const lastBad = windows.findLast(
      ({ goodRatio }) => goodRatio !== undefined && goodRatio < recoveryRule.goodRatio,
    );
    const linesOf = (window: { startT: number; endT: number } | undefined) =>
      clients.filter(({ second }) => window !== undefined && second >= window.startT && second < window.endT);
    const atLeastMs = lastBad === undefined ? 0 : lastBad.startT + 1000 - effective.t;
    if (!promise.keeps(atLeastMs)) {
      const ms = recovered === undefined ? atLeastMs : recovered.startT - effective.t;
      return {
        outcome: 'broken',
        measured: {
          value: promise.value(ms),
          unit,
          ...(recovered === undefined ? { atLeast: true as const } : {}),
        },
        reason:
          recovered === undefined
            ? `Clients were still not served well ${seconds(ms)} after the proven effect; promised ${promise.text}${promise.margin(ms)} at least.`
            : `Clients were served well again ${seconds(ms)} after the proven effect; promised ${promise.text}${promise.margin(ms)}.`,
        basedOn: [effective, ...linesOf(recovered ?? lastBad)],
      };
    }
    if (recovered === undefined) {
      return unmeasured(
        claim,
        windows.length === 0
          ? 'Clients were not watched for ten seconds after the proven effect.'
          : 'No ten seconds with at least 99.9 % good arrivals of writes and reads were seen at the end of the run.',
        [effective, ...linesOf(windows.at(-1))],
      );
    }
    const ms = recovered.startT - effective.t;
    const basedOn = [effective, ...linesOf(recovered)];
    if (recovered.watchedAfterMs < watchAfterRecoveryMs) {
      return unmeasured(
        claim,
        `Clients seemed well ${seconds(ms)} after the proven effect, but were watched for only ${seconds(recovered.watchedAfterMs, 0)} after the first ten good seconds; ${seconds(watchAfterRecoveryMs, 0)} are needed.`,
        basedOn,
      );
    }
    if (!promise.keeps(ms)) {
      return unmeasured(
        claim,
        `Clients were served well again ${seconds(ms)} after the proven effect at the latest; promised ${promise.text}, but some seconds before that saw no arrivals.`,
        basedOn,
      );
    }
    return {
      outcome: 'held',
      measured: { value: promise.value(ms), unit },
      reason: `Clients were served well again ${seconds(ms)} after the proven effect; promised ${promise.text}${promise.margin(ms)}.`,
      basedOn,
    };
  },
};

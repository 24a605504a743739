import type { CapacityControl } from '@attest/evidence';
import { nearestRank } from '@attest/evidence';
import { dueMs } from './arrivals.js';
import { startNullServer } from './null-server.js';
import type { CapacityPlan, Stage } from './plan.js';
import type { RequestLine } from './request-line.js';
import { type RunEnvironment, runK6 } from './run-k6.js';

/** Rates of the control, each for two seconds. */
const controlRates = [50, 100, 250, 500, 1000, 1500, 2000, 3000, 4000, 6000, 8000] as const;

const stepSeconds = 1;
/** A generator that sends so much later than due is at its end. */
const mostLagMs = 50;
const enoughVirtualUsers = 400;

/** How many requests a second this generator sends in time, against a server that does nothing; stops where it is at its end. */
export async function measureControl(
  environment: RunEnvironment,
  directory: string,
  upTo: number,
): Promise<CapacityControl> {
  const server = await startNullServer();
  try {
    const rates = controlRates.filter(
      (_, index) => index === 0 || (controlRates[index - 1] as number) < upTo,
    );
    const stages = rates.flatMap((perSecond): Stage[] => [
      { name: `to ${perSecond}`, perSecond, seconds: 0.25, judged: false },
      { name: String(perSecond), perSecond, seconds: stepSeconds, judged: true },
    ]);
    const plan: CapacityPlan & { stages: Stage[] } = {
      run: 'control',
      service: 'null',
      baseUrl: server.url,
      requests: [{ operation: 'plain', share: 1, method: 'GET', path: '/', expects: 'json' }],
      promised: { errorRatio: 0, p99Ms: 1000 },
      requestsPerSecond: 1,
      peakRequestsPerSecond: 1,
      ids: {},
      stages,
    };
    const { script: _script, authHeader: _auth, dataFile: _data, ...own } = environment;
    const { lines, drops, generator } = await runK6(own, {
      directory,
      plan,
      virtualUsers: enoughVirtualUsers,
      isBeyondDoubt: (seen) => isAtItsEnd(seen.slice(-500), stages),
    });
    if (!generator.isOrderly) return { ceilingPerSecond: 0, overheadP99Ms: null, problem: generator.means };
    if (lines.length === 0)
      return { ceilingPerSecond: 0, overheadP99Ms: null, problem: 'not one request was sent' };
    return readControl(lines, drops.find(({ total }) => total > 0)?.t, stages);
  } finally {
    await server.close();
  }
}

function isAtItsEnd(lines: readonly RequestLine[], stages: readonly Stage[]): boolean {
  const lags = lines.map(({ n, t }) => t - (dueMs(n, stages) ?? t)).sort((a, b) => a - b);
  return lines.length === 500 && (nearestRank(lags, 0.5) ?? 0) > 10 * mostLagMs;
}

/** The highest of the rates that was kept up, with all below it. */
function readControl(
  lines: readonly RequestLine[],
  firstDropMs: number | undefined,
  stages: readonly Stage[],
): CapacityControl {
  const lagOf = ({ n, t }: RequestLine) => t - (dueMs(n, stages) ?? t);
  const offset =
    nearestRank(
      lines
        .slice(0, 200)
        .map(lagOf)
        .sort((a, b) => a - b),
      0.05,
    ) ?? 0;
  let from = 0;
  let ceiling = 0;
  let overheadP99Ms: number | null = null;
  for (const { judged, seconds, perSecond } of stages) {
    const until = from + 1000 * seconds;
    const due = lines.filter(({ n }) => {
      const ms = dueMs(n, stages) ?? -1;
      return ms >= from && ms < until;
    });
    from = until;
    if (!judged) continue;
    const lag = nearestRank(
      due.map((line) => lagOf(line) - offset).sort((a, b) => a - b),
      0.95,
    );
    const isWhole = due.length > 0.95 * perSecond * seconds && due.every(({ bad }) => bad === undefined);
    if (
      lag === undefined ||
      !isWhole ||
      lag > mostLagMs ||
      (firstDropMs !== undefined && firstDropMs < until)
    )
      break;
    ceiling = perSecond;
    overheadP99Ms ??=
      nearestRank(
        due.map(({ ms }) => ms).sort((a, b) => a - b),
        0.99,
      ) ?? null;
  }
  return { ceilingPerSecond: ceiling, overheadP99Ms };
}

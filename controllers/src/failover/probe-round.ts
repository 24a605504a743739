import type { FailoverConfig } from './config.js';
import type { Round } from './detection.js';
import type { FailoverPorts, ProbeResult } from './ports.js';
import { withDeadline } from './with-deadline.js';

/** Probes all regions once, side by side, each probe with its own deadline. Never rejects. */
export async function probeRound(
  primary: string,
  config: FailoverConfig,
  ports: FailoverPorts,
  stopped: AbortSignal,
): Promise<Round> {
  const { probes, clock } = ports;
  const { probeTimeoutSeconds, probeIntervalSeconds, errorSampleSeconds } = config.detection;
  const timeoutMs = probeTimeoutSeconds * 1000;
  const startedMs = clock.monotonicMs();

  const probe = async (make: (signal: AbortSignal) => Promise<ProbeResult>): Promise<ProbeResult> => {
    const outcome = await withDeadline(clock, timeoutMs, stopped, make);
    return outcome.ok ? (outcome.value as ProbeResult) : 'down';
  };
  let edge: Round['edge'];
  const sample = withDeadline(clock, timeoutMs, stopped, async (signal) => {
    edge = await probes.edgeErrors(primary, errorSampleSeconds, signal);
    return undefined;
  });
  const seen = await Promise.all(
    config.regions.map(async (region) => {
      const [api, database] = await Promise.all([
        probe((signal) => probes.api(region, signal)),
        probe((signal) => probes.database(region, signal)),
      ]);
      return [region, { api, database }] as const;
    }),
  );
  await sample;

  // Far beyond the deadline it was this process that stood still, so that what it missed says nothing about the regions.
  const stoodStill = clock.monotonicMs() - startedMs > timeoutMs + probeIntervalSeconds * 1000;
  const doubted = (result: ProbeResult): ProbeResult =>
    stoodStill && result === 'down' ? 'unknown' : result;
  const regions = seen.map(
    ([region, { api, database }]) => [region, { api: doubted(api), database: doubted(database) }] as const,
  );
  return { startedMs, regions: Object.fromEntries(regions), edge };
}

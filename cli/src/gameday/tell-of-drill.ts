import type { PractisedDrill } from '@attest/evidence';

type Environment = Readonly<Record<string, string | undefined>>;

const endpoints = ['OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

/**
 * Tells, where the environment names a receiver (OTEL_EXPORTER_OTLP_*), that a drill has taken place: the alert on missed drills
 * waits for it. One sample is pushed, as by every job that ends before anybody scrapes it; its own time says when it was, and
 * whoever reads it looks back over time. No gateway has to keep it alive, and nothing has to run between two drills.
 *
 * @returns what went wrong, for people; a verdict is none the worse for it
 */
export async function tellOfDrill(drill: PractisedDrill, env: Environment): Promise<string | undefined> {
  if (endpoints.every((name) => !env[name]?.trim())) return undefined;
  const { experiment, target, environment, verdict, endedAtSeconds } = drill;
  try {
    const { startTelemetry } = await import('@attest/instrumentation');
    const telemetry = startTelemetry({
      service: 'gameday',
      region: 'outside',
      environment,
      metricsPort: 'off',
      traces: false,
      sentry: false,
      drain: false,
      env,
    });
    telemetry
      .gauge('gameday_last_run_timestamp_seconds')
      .set({ experiment, target, verdict }, endedAtSeconds);
    await telemetry.shutdown();
    const [, reason] =
      /^telemetry_dropped_total\{(?=.*signal="metrics").*reason="(\w+)".*\} [1-9]/m.exec(
        await telemetry.metrics(),
      ) ?? [];
    return reason === undefined ? undefined : untold(experiment, `the receiver of metrics: ${reason}`);
  } catch (error) {
    return untold(experiment, error instanceof Error ? error.message : String(error));
  }
}

const untold = (experiment: string, why: string): string =>
  `attest: nobody was told that ${experiment} was practised (${why}).\n  fix: mend OTEL_EXPORTER_OTLP_ENDPOINT and its headers; until a drill is told of, drill_missed fires in time\n`;

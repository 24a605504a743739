import type { PractisedDrill } from '@attest/evidence';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tellOfDrill } from '../../../cli/src/gameday/tell-of-drill.js';
import { otlpReceiver } from '../../../instrumentation/src/testing/otlp-receiver.js';

const drill: PractisedDrill = {
  experiment: 'region-loss',
  target: 'reference',
  environment: 'production',
  verdict: 'held',
  endedAtSeconds: 1_777_860_099,
};

async function listening(...statuses: number[]) {
  const receiver = await otlpReceiver();
  onTestFinished(() => receiver.close());
  receiver.answer(...statuses);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
  return { receiver, env };
}

describe('a drill that took place', () => {
  it('is told to whoever receives metrics, as it was and when it ended', async () => {
    const { receiver, env } = await listening();
    expect(await tellOfDrill(drill, env)).toBeUndefined();
    expect(
      receiver.samples().filter(({ name }) => name === 'gameday_last_run_timestamp_seconds'),
    ).toMatchObject([
      {
        labels: {
          service: 'gameday',
          region: 'outside',
          environment: 'production',
          experiment: 'region-loss',
          target: 'reference',
          verdict: 'held',
        },
        value: drill.endedAtSeconds,
      },
    ]);
  });

  it('is told to nobody where nobody asks', async () => {
    expect(await tellOfDrill(drill, {})).toBeUndefined();
  });

  it.each([
    ['a receiver that refuses it', async () => (await listening(400)).env, /nobody was told.*receiver/],
    [
      'a receiver that is no address',
      async () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: 'somewhere' }),
      /OTEL_EXPORTER_OTLP_ENDPOINT: "somewhere" is not/,
    ],
  ])('says so of %s', async (_what, env, problem) => {
    expect(await tellOfDrill(drill, await env())).toMatch(problem);
  });
});

import Replicate, { type Prediction } from 'replicate';
import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import { instrumentReplicate, recordWebhook } from './instrument-replicate.js';
import type { ReplicateOptions } from './prediction-recorder.js';

const starting = {
  id: 'p1',
  status: 'starting',
  model: 'stability-ai/sdxl',
  created_at: '2026-01-01T00:00:00.000Z',
} as const;
const succeeded = {
  ...starting,
  status: 'succeeded',
  output: 'done',
  started_at: '2026-01-01T00:00:30.000Z',
  completed_at: '2026-01-01T00:00:34.500Z',
  metrics: { predict_time: 4 },
} as const;
const failed = { ...succeeded, status: 'failed', error: 'out of memory' } as const;

const labels = { provider: 'replicate', model: 'sdxl', gpu: 'A100' };
const count = 'gpu_prediction_duration_seconds_count';

/** A real client whose HTTP answers are these, in order. */
function setUp(answers: (Partial<Prediction> | number | Response)[], options: ReplicateOptions = {}) {
  const telemetry = startTelemetry({ ...quiet, models: ['sdxl'] });
  const left = [...answers];
  const fetch = async (): Promise<Response> => {
    const answer = left.shift();
    if (answer === undefined) throw new Error('nothing left to answer');
    if (answer instanceof Response) return answer;
    return typeof answer === 'number' ? new Response('no', { status: answer }) : Response.json(answer);
  };
  const client = new Replicate({ auth: 'x', fetch });
  const replicate = instrumentReplicate(client, telemetry, {
    gpu: 'A100',
    priceUsdPerSecond: 0.0014,
    ...options,
  });
  return { telemetry, replicate };
}

describe('a Replicate client', () => {
  it('records a run: duration, cold start apart, GPU seconds and their price', async () => {
    const { telemetry, replicate } = setUp([starting, succeeded]);
    const seen: string[] = [];
    const output = await replicate.run(
      'stability-ai/sdxl',
      { input: {}, wait: { mode: 'poll', interval: 1 } },
      (p) => seen.push(p.status),
    );
    expect(output).toBe('done');
    expect(seen).toEqual(['starting', 'succeeded']);
    const answer = await scrape(telemetry);
    expect(answer.value('gpu_prediction_duration_seconds_sum', { ...labels, outcome: 'success' })).toBe(34.5);
    expect(answer.value('gpu_prediction_queue_seconds_sum', labels)).toBe(30);
    expect(answer.value('gpu_predict_seconds_total', labels)).toBe(4);
    expect(answer.value('gpu_cost_usd_total', labels)).toBeCloseTo(0.0056);
    expect(answer.value('gpu_predictions_in_flight', labels)).toBe(0);
  });

  it('shows a prediction in flight until wait() has seen its end, and counts it once', async () => {
    const { telemetry, replicate } = setUp([starting, succeeded, succeeded]);
    const prediction = await replicate.predictions.create({ model: 'stability-ai/sdxl', input: {} });
    expect((await scrape(telemetry)).value('gpu_predictions_in_flight', labels)).toBe(1);
    await replicate.wait(prediction, { interval: 1 });
    await replicate.predictions.get('p1');
    const answer = await scrape(telemetry);
    expect(answer.value('gpu_predictions_in_flight', labels)).toBe(0);
    expect(answer.value(count)).toBe(1);
  });

  it('records a failed prediction, which costs as well, and passes its error through', async () => {
    const { telemetry, replicate } = setUp([starting, failed]);
    await expect(
      replicate.run('stability-ai/sdxl', { input: {}, wait: { mode: 'poll', interval: 1 } }),
    ).rejects.toThrow('Prediction failed: out of memory');
    const answer = await scrape(telemetry);
    expect(answer.value(count, { ...labels, outcome: 'failure' })).toBe(1);
    expect(answer.value('gpu_predict_seconds_total', labels)).toBe(4);
  });

  it('records a prediction that cannot be created as a failure', async () => {
    const { telemetry, replicate } = setUp([422]);
    await expect(replicate.predictions.create({ model: 'stability-ai/sdxl', input: {} })).rejects.toThrow(
      '422',
    );
    const answer = await scrape(telemetry);
    expect(answer.value(count, { ...labels, outcome: 'failure' })).toBe(1);
    expect(answer.find('gpu_predictions_in_flight')).toEqual([]);
  });

  it('does not keep a prediction in flight that run() left running', async () => {
    const { telemetry, replicate } = setUp([{ ...starting, status: 'processing' }]);
    await replicate.run('stability-ai/sdxl', { input: {} });
    const answer = await scrape(telemetry);
    expect(answer.value('gpu_predictions_in_flight', labels)).toBe(0);
    expect(answer.value('telemetry_dropped_total', { reason: 'prediction_forgotten' })).toBe(1);
  });

  it('counts models that are not on the list as _OTHER, and prices nothing without a price', async () => {
    const telemetry = startTelemetry(quiet);
    const client = new Replicate({ auth: 'x', fetch: async () => Response.json(succeeded) });
    await instrumentReplicate(client, telemetry).predictions.create({
      model: 'stability-ai/sdxl',
      input: {},
    });
    const answer = await scrape(telemetry);
    expect(answer.value(count, { model: '_OTHER', gpu: 'unknown' })).toBe(1);
    expect(answer.find('gpu_cost_usd_total')).toEqual([]);
  });

  it('knows the model of a prediction that was created by version from the answer', async () => {
    const { telemetry, replicate } = setUp([succeeded]);
    await replicate.predictions.create({ version: 'abc', input: {} });
    expect((await scrape(telemetry)).value(count, labels)).toBe(1);
  });

  it('follows a prediction that is streamed until it has ended, which is after its stream', async () => {
    const urls = { get: '', cancel: '', stream: 'https://stream.replicate.com/p1' };
    const events = new Response('event: output\ndata: a red\n\nevent: done\ndata: {}\n\n');
    const { telemetry, replicate } = setUp([{ ...starting, urls }, events, { ...starting, urls }, succeeded]);
    const words: string[] = [];
    for await (const { event, data } of replicate.stream('stability-ai/sdxl', { input: {} })) {
      if (event === 'output') words.push(data);
    }
    expect(words).toEqual(['a red']);
    await expect
      .poll(async () => (await scrape(telemetry)).value(count, { ...labels, outcome: 'success' }))
      .toBe(1);
    expect((await scrape(telemetry)).value('gpu_predictions_in_flight', labels)).toBe(0);
  });

  it('counts what was created with a webhook where the webhook comes, once', async () => {
    const { telemetry, replicate } = setUp([starting]);
    await replicate.predictions.create({
      model: 'stability-ai/sdxl',
      input: {},
      webhook: 'https://orders.example/webhook',
    });
    expect((await scrape(telemetry)).find('gpu_predictions_in_flight')).toEqual([]);
    for (const status of [starting, succeeded, succeeded]) recordWebhook(replicate, status as never);
    const answer = await scrape(telemetry);
    expect(answer.value(count, { ...labels, outcome: 'success' })).toBe(1);
    expect(answer.value('gpu_prediction_queue_seconds_sum', labels)).toBe(30);
    expect(() => recordWebhook(new Replicate({ auth: 'x' }), succeeded as never)).toThrow('not instrumented');
  });

  it('prices each kind of GPU by its own list price', async () => {
    const { telemetry, replicate } = setUp([succeeded, { ...succeeded, id: 'p2', model: 'a/controlnet' }], {
      gpu: { sdxl: 'A100', controlnet: 'V100' },
      models: ['sdxl', 'controlnet'],
      priceUsdPerSecond: { A100: 0.001 },
    });
    await replicate.predictions.create({ model: 'stability-ai/sdxl', input: {} });
    await replicate.predictions.create({ model: 'a/controlnet', input: {} });
    const answer = await scrape(telemetry);
    expect(answer.find('gpu_cost_usd_total').map(({ labels: { gpu }, value }) => [gpu, value])).toEqual([
      ['A100', 0.004],
    ]);
    expect(answer.value('gpu_predict_seconds_total', { model: 'controlnet', gpu: 'V100' })).toBe(4);
  });
});

import { describe, expect, it } from 'vitest';
import { metricsPush } from './metrics-push.js';

function configured(env: Readonly<Record<string, string>>, scraped = true) {
  const problems: string[] = [];
  return { push: metricsPush(env, scraped, problems), problems };
}

const general = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
const own = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://prometheus:9090/api/v1/otlp/v1/metrics' };
const ownUrl = own.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
const generalUrl = 'http://collector:4318/v1/metrics';

describe('whether metrics are pushed', () => {
  it.each([
    ['nothing configured', {}, true, undefined],
    ['nothing configured and nobody scrapes', {}, false, undefined],
    ['a general endpoint beside a scrape, which would count twice', general, true, undefined],
    ['a general endpoint and nobody scrapes', general, false, generalUrl],
    ['an endpoint for metrics', own, true, ownUrl],
    ['both', { ...general, ...own }, false, ownUrl],
    ['asked for', { ...general, OTEL_METRICS_EXPORTER: 'otlp, prometheus' }, true, generalUrl],
    ['scraped only', { ...own, OTEL_METRICS_EXPORTER: 'prometheus' }, false, undefined],
    ['not wanted', { ...own, OTEL_METRICS_EXPORTER: 'none' }, false, undefined],
  ])('%s', (_what, env, scraped, url) => {
    const { push, problems } = configured(env, scraped);
    expect(problems).toEqual([]);
    expect(push?.url).toBe(url);
  });
});

describe('the configuration of the push', () => {
  it('is in the ecosystem’s own variables, those of metrics before the general ones', () => {
    const env = {
      ...own,
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'Authorization=Basic%20abc%3D',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'Delta',
      OTEL_METRIC_EXPORT_INTERVAL: '15000',
    };
    expect(configured(env).push).toMatchObject({
      headers: { authorization: 'Basic abc=' },
      protocol: 'http/json',
      temporality: 'delta',
      intervalMs: 15_000,
    });
    expect(configured(own).push).toMatchObject({
      protocol: 'http/protobuf',
      temporality: 'cumulative',
      intervalMs: 60_000,
    });
  });

  it('is told all its problems at once', () => {
    const { problems } = configured({
      ...own,
      OTEL_METRICS_EXPORTER: 'otlp,console',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'lowmemory',
      OTEL_METRIC_EXPORT_INTERVAL: '0',
    });
    expect(problems.map((problem) => problem.split(':', 1)[0])).toEqual([
      'OTEL_METRICS_EXPORTER',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
      'OTEL_METRIC_EXPORT_INTERVAL',
    ]);
    expect(configured({ OTEL_METRICS_EXPORTER: 'otlp' }).problems).toHaveLength(1);
  });
});

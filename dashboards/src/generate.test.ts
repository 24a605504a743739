import { arborKumori, type Platform } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { twoServices } from '../../test/fixtures/two-services.js';
import { generate } from './generate.js';
import { uidOf } from './grafana/uid.js';

interface GrafanaPanel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; legendFormat: string; exemplar?: boolean; expr: string }[];
  links?: { url: string }[];
  fieldConfig?: { defaults: { thresholds?: { steps: { value: number | null }[] } } };
}
interface GrafanaDashboard {
  uid: string;
  title: string;
  panels: GrafanaPanel[];
  templating: {
    list: { name: string; includeAll?: boolean; query?: string; current?: { value: unknown } }[];
  };
  annotations: { list: { name: string; enable: boolean }[] };
}

const filesOf = (platform: Platform) => generate(platform, { environment: 'production' });
const dashboardsOf = (platform: Platform) =>
  filesOf(platform)
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ path, content }): [string, GrafanaDashboard] => [path, JSON.parse(content)]);

describe.each([
  ['the platform that ships', arborKumori],
  ['another platform', twoServices],
])('the dashboards of %s', (_name, platform) => {
  const dashboards = dashboardsOf(platform);

  it('are the same every time', () => {
    expect(filesOf(platform)).toEqual(filesOf(platform));
  });

  it('have uids that Grafana takes, each once', () => {
    const uids = dashboards.map(([, { uid }]) => uid);
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) expect(uid).toMatch(/^[a-z0-9_-]{1,40}$/);
  });

  it.each(dashboards)('%s has ids, refIds and legends everywhere', (_path, { panels }) => {
    const ids = panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { targets = [], title } of panels) {
      expect(title).not.toBe('');
      const refIds = targets.map(({ refId }) => refId);
      expect(new Set(refIds).size).toBe(refIds.length);
      for (const { refId, legendFormat } of targets) {
        expect(refId).toMatch(/^[A-Z]$/);
        expect(legendFormat).toMatch(/\S/);
      }
    }
  });

  it.each(dashboards)('%s lays its panels out without overlap', (_path, { panels }) => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  // Of cost, a platform may promise nothing.
  const promising = dashboards.filter(
    ([path]) => platform.cost.monitoring !== undefined || !path.endsWith('cost_analysis.json'),
  );
  it.each(promising)('%s answers first whether promises are kept', (_path, { panels }) => {
    const [row, ...rest] = panels;
    expect(row?.title).toMatch(/\?$/);
    const top = rest.slice(0, rest.findIndex(({ type }) => type === 'row') >>> 0);
    expect(top.some(({ fieldConfig }) => (fieldConfig?.defaults.thresholds?.steps.length ?? 0) > 1)).toBe(
      true,
    );
  });

  it.each(dashboards)('%s lets its reader choose all of everything', (_path, { templating }) => {
    const names = templating.list.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['datasource', 'environment', 'region', 'service', 'job', 'instance']),
    );
    for (const { name, includeAll } of templating.list)
      if (!['datasource', 'environment'].includes(name)) expect([name, includeAll]).toEqual([name, true]);
  });

  it.each(dashboards)('%s shows what happened', (_path, { annotations }) => {
    expect(annotations.list.map(({ name, enable }) => [name, enable])).toEqual([
      ['Deployments', true],
      ['Failovers', true],
      ['Alerts', true],
    ]);
  });

  it('ask for exemplars wherever they show a quantile', () => {
    const targets = dashboards.flatMap(([, { panels }]) => panels.flatMap((panel) => panel.targets ?? []));
    for (const { expr, exemplar } of targets)
      expect(exemplar ?? false).toBe(expr.includes('histogram_quantile'));
  });
});

describe('the files around them', () => {
  const files = filesOf(arborKumori);
  const contentOf = (end: string) => files.find(({ path }) => path.endsWith(end))?.content ?? '';

  it('lie where they are promised', () => {
    const paths = files.map(({ path }) => path);
    for (const name of [
      'infrastructure_overview',
      'service_health',
      'business_metrics',
      'cost_analysis',
      'slo',
      'gpu_and_queues',
      'failover_and_data',
    ])
      expect(paths).toContain(`generated/production/grafana/dashboards/${name}.json`);
  });

  it('give every product a folder of its own, and no dashboard two', () => {
    const { providers } = parse(contentOf('provisioning/dashboards/attest.yml'));
    expect(providers.map(({ folder }: { folder: string }) => folder)).toEqual([
      'Arbor and Kumori',
      'Arbor',
      'Kumori',
    ]);
    const places = providers.map(({ options }: { options: { path: string } }) => options.path);
    for (const place of places)
      expect(places.filter((other: string) => other !== place && other.startsWith(`${place}/`))).toEqual([]);
  });

  it('let exemplars lead to traces', () => {
    const { datasources } = parse(contentOf('provisioning/datasources/attest.yml'));
    const [{ jsonData }, traces] = datasources;
    expect(jsonData.exemplarTraceIdDestinations).toEqual([{ name: 'trace_id', datasourceUid: traces.uid }]);
  });

  it('point the operator at files that there are', () => {
    const { configMapGenerator } = parse(contentOf('kustomization.yaml'));
    const objects = parseAllDocuments(contentOf('operator.yaml')).map((each) => each.toJS());
    const paths = files.map(({ path }) => path);
    for (const { files: sources } of configMapGenerator)
      expect(paths).toContain(`generated/production/grafana/${sources[0]}`);
    const folders = objects
      .filter(({ kind }) => kind === 'GrafanaFolder')
      .map(({ metadata }) => metadata.name);
    const dashboards = objects.filter(({ kind }) => kind === 'GrafanaDashboard');
    expect(dashboards).toHaveLength(configMapGenerator.length);
    for (const { spec } of dashboards) {
      expect(folders).toContain(spec.folderRef);
      const source = configMapGenerator.find(({ name }: { name: string }) => name === spec.configMapRef.name);
      expect(source.files[0]).toMatch(new RegExp(`/${spec.configMapRef.key}$`));
    }
  });

  it('shows each product only its own services', () => {
    const { templating } = JSON.parse(contentOf('products/kumori/service_health.json')) as GrafanaDashboard;
    expect(templating.list.find(({ name }) => name === 'service')?.query).toBe(
      'kumori-api,kumori-gpu-workers',
    );
  });
});

describe('uids', () => {
  it('that are too long are cut, and still differ', () => {
    const long = 'a-product-with-a-name-that-never-seems-to-end';
    const uids = [uidOf('service_health', long), uidOf('service_health', `${long}s`), uidOf('slo', long)];
    expect(new Set(uids).size).toBe(3);
    for (const uid of uids) expect(uid.length).toBeLessThanOrEqual(40);
  });
});

it('a service that has other names for its metrics is in every panel', () => {
  const [first, ...others] = twoServices.services;
  const platform = {
    ...twoServices,
    services: [{ ...first, metricMap: { http_server_request_duration_seconds: 'http_seconds' } }, ...others],
  } as Platform;
  const [, [, { panels }] = ['', { panels: [] }]] = dashboardsOf(platform);
  const exprs = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(exprs.join('\n')).toContain(
    '{__name__=~"http_server_request_duration_seconds_count|http_seconds_count",job=~"$job"',
  );
});

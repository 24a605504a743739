import { arborKumori, type Platform } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { experiments } from '../experiments/index.js';
import { exportExperiments } from './export-experiments.js';

const files = exportExperiments(arborKumori, { environment: 'production' });
const named = (path: string) => files.find((file) => file.path.endsWith(path))?.content ?? '';
const objects = (name: string) =>
  parseAllDocuments(named(`chaos-mesh/${name}.yaml`)).map((document) => document.toJS());

describe('exported experiments', () => {
  it('are all there, or say why not', () => {
    const left = Object.keys(JSON.parse(named('not-exported.json')));
    for (const name of Object.keys(experiments)) {
      const isExported =
        named(`chaos-mesh/${name}.yaml`) !== '' && named(`chaos-toolkit/${name}.json`) !== '';
      expect([name, isExported]).toEqual([name, !left.includes(name)]);
    }
    expect(left).toContain('database-failure');
  });

  it('select pods by the labels of the manifest, and regions by those of their nodes', () => {
    const [kill] = objects('instance-kill');
    const manifest = arborKumori.services.find(({ id }) => id === 'arbor-api')?.manifest;
    expect(kill.spec.selector).toEqual({
      namespaces: [manifest?.namespace],
      labelSelectors: manifest?.labels,
    });
    const [partition] = objects('partition');
    expect(partition.spec.target.selector.nodeSelectors).toEqual({
      'topology.kubernetes.io/region': arborKumori.failover.takeover,
    });
  });

  it('end by themselves, but for a kill, which is over at once', () => {
    const all = Object.keys(experiments).flatMap(objects);
    expect(all.length).toBeGreaterThan(5);
    for (const { spec } of all) {
      if (spec.action !== 'pod-kill') expect(spec.duration).toMatch(/^\d+s$/);
    }
  });

  it('ask Prometheus for traffic before they believe in a steady state', () => {
    const { method, rollbacks, ...it } = JSON.parse(named('chaos-toolkit/latency.json'));
    const queries = it['steady-state-hypothesis'].probes.map(
      (probe: { provider: { arguments: { query: string } } }) => probe.provider.arguments.query,
    );
    expect(queries[0]).toMatch(/> bool 0$/);
    expect(queries[1]).toMatch(/>= bool 0\.95$/);
    expect(method[0].provider.arguments).toEqual(['apply', '-f', '../chaos-mesh/latency.yaml']);
    expect(rollbacks[0].provider.arguments).toContain('delete');
  });

  it('are made for the environment that has regions to lose, and for clusters only', () => {
    expect(exportExperiments(arborKumori, { environment: 'staging' })).toEqual([]);
    const elsewhere: Platform = {
      ...arborKumori,
      services: arborKumori.services.map(({ manifest: _manifest, ...service }) => service),
    };
    const [only, ...others] = exportExperiments(elsewhere, { environment: 'production' });
    expect(others).toEqual([]);
    expect(only?.content).toContain('no service of the catalog runs in a cluster');
  });
});

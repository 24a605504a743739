import { describe, expect, it } from 'vitest';
import { fakeCluster } from '../../../chaos/src/kubernetes/testing/fake-cluster.js';
import { attest, folder } from './attest.js';

const configOf = (namespaces: readonly string[]) => `
  import { arborKumori, defineConfig } from '@attest/cli';
  export default defineConfig({ platform: arborKumori, targets: { production: {
    kind: 'external', environment: 'production', entrances: {},
    gameday: { kind: 'kubernetes', kubeconfig: 'kubeconfig.json', namespaces: ${JSON.stringify(namespaces)},
      regions: { 'us-east-1': { context: 'us', namespace: 'production', probes: {} } } },
  } } });`;

async function setting(namespaces: readonly string[] = ['production']) {
  const cluster = await fakeCluster({ services: [], namespace: 'production' });
  const object = { kind: 'NetworkPolicy', namespace: 'production', name: 'attest-left' };
  const directory = folder({
    'attest.config.ts': configOf(namespaces),
    'kubeconfig.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'us',
      clusters: [{ name: 'prod-us', cluster: { server: cluster.url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'attest', user: { token: cluster.token } }],
      contexts: [{ name: 'us', context: { cluster: 'prod-us', user: 'attest' } }],
    }),
    '.attest/state/clusters/production.jsonl': `${JSON.stringify({ phase: 'intent', cluster: 'prod-us', object })}\n`,
  });
  cluster.objects.set('networkpolicies/attest-left', { spec: {} });
  return { cluster, directory };
}

describe('a game day on production', () => {
  it.each([
    ['nobody confirms', [], /nobody confirmed that production may be broken/],
    [
      'another cluster is named',
      ['--confirm', 'staging-us'],
      /"staging-us" is not the cluster of production/,
    ],
  ])('is refused when %s, and still takes away what a killed run has left', async (_what, flags, said) => {
    const { cluster, directory } = await setting();
    const args = ['gameday', 'instance-kill', '--target', 'production', ...flags];
    const { code, stdout, stderr } = await attest(args, { directory });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).toContain('--confirm prod-us');
    expect(stderr).toContain('undone, of an earlier run: NetworkPolicy production/attest-left in prod-us');
    expect(cluster.objects.size).toBe(0);
    expect([...cluster.asked].some((it) => it.startsWith('delete pods'))).toBe(false);
  });

  it('is refused when several faults are wanted at once', async () => {
    const { cluster, directory } = await setting();
    const args = ['gameday', 'all', '--target', 'production', '--at-once', '2', '--confirm', 'prod-us'];
    const { code, stderr } = await attest(args, { directory });
    expect(code).toBe(2);
    expect(stderr).toContain('--at-once: two faults at a time on production');
    expect([...cluster.asked]).toEqual([]);
  });

  it('is refused when its namespace was not allowed, and asks nothing of the cluster', async () => {
    const { cluster, directory } = await setting(['staging']);
    const { code, stderr } = await attest(['gameday', '--target', 'production', '--confirm', 'prod-us'], {
      directory,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('production is not among the namespaces that game days may touch (staging)');
    expect([...cluster.asked]).toEqual([]);
  });

  it('counts no series and changes no design, which only the test bed can', async () => {
    const { directory } = await setting();
    const flags = ['--runs', '3', '--what-if', 'replication=async'];
    const { code, stderr } = await attest(['gameday', '--target', 'production', ...flags], { directory });
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--what-if changes the design of the test bed; --runs counts runs of the test bed',
    );
  });
});

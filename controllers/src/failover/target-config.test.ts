import { describe, expect, it } from 'vitest';
import { type FailoverTargetInput, failoverTargetSchema, targetProblems } from './target-config.js';
import { config } from './testing/fixture.js';

const upstream = (region: string, of: string) => `host=${of} application_name=${region}`;
const server = (region: string) => ({
  connection: { env: `PG_${region}` },
  upstreams: Object.fromEntries(
    ['one', 'two', 'three'].filter((it) => it !== region).map((it) => [it, upstream(region, it)]),
  ),
});
const whole = (): FailoverTargetInput => ({
  databases: {
    kind: 'postgresql',
    regions: { one: server('one'), two: server('two'), three: server('three') },
  },
  traffic: {
    kind: 'cloudflare-pools',
    token: { env: 'TOKEN' },
    accountId: 'a',
    pools: { shop: { one: 'p1', two: 'p2' } },
  },
  probes: { regions: { two: { shop: 'https://two.example.net/health' } } },
  channels: {
    pagerduty: { routingKey: { env: 'KEY' } },
    slack: { webhook: { file: '/hook' } },
    email: { host: 'h', port: 25, from: 'a', to: 'b' },
  },
});
/** To be broken in ways that the types forbid. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Loose = any;
const entrances = { shop: 'https://shop.example.net' };

function problems(
  change: (target: ReturnType<typeof whole>) => void,
  its = entrances as Record<string, string>,
): string[] {
  const target = whole();
  change(target);
  return targetProblems(failoverTargetSchema.parse(target), config, its);
}

describe('the section failover of a target', () => {
  it('can be used when it is whole', () => {
    expect(problems(() => {})).toEqual([]);
  });

  it.each<[string, (target: Loose) => void, RegExp]>([
    [
      'a region without a database',
      (it) => delete it.databases.regions.three,
      /^databases\.regions\.three: is needed/,
    ],
    [
      'a database of no region',
      (it) => (it.databases.regions.mars = server('mars')),
      /^databases\.regions\.mars: the catalog has no such region/,
    ],
    [
      'a standby that cannot reach another',
      (it) => delete it.databases.regions.two.upstreams.three,
      /^databases\.regions\.two\.upstreams\.three/,
    ],
    [
      'a standby that the primary would not count',
      (it) => (it.databases.regions.two.upstreams.one = 'host=one application_name=walreceiver'),
      /needs application_name=two/,
    ],
    [
      'a password in the configuration',
      (it) => (it.databases.regions.two.upstreams.one += ' password=hunter2'),
      /holds a password; name a passfile/,
    ],
    [
      'a pool that is missing where it is needed',
      (it) => delete it.traffic.pools.shop.two,
      /^traffic\.pools\.shop\.two/,
    ],
    [
      'nobody to ask in the region that takes over',
      (it) => (it.probes.regions = {}),
      /^probes\.regions\.two/,
    ],
    [
      'a probe of no service',
      (it) => (it.probes.regions.two.cart = 'https://x'),
      /cart: the catalog has no such service/,
    ],
    ['a channel of the catalog that is missing', (it) => delete it.channels.slack, /^channels\.slack/],
  ])('cannot with %s', (_name, change, problem) => {
    expect(problems(change)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  it('cannot without an entrance for every service, and says all at once', () => {
    expect(problems((it) => void Object.assign(it, { probes: { regions: {} } }), {})).toHaveLength(2);
  });

  it('takes no secret, only where it is', () => {
    const target = { ...whole(), channels: { slack: { webhook: 'https://hooks.slack.com/services/x' } } };
    expect(failoverTargetSchema.safeParse(target).success).toBe(false);
  });
});

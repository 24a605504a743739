import { arborKumori, definePlatform, findProblems, PlatformError } from '@attest/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { twoServicesInput } from '../../fixtures/two-services.js';

// Catalogs are broken on purpose, so the copy has no type.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Broken = any;
type Expected = [code: string, path: string, text: RegExp];

function problemsOf(breakIt: (catalog: Broken) => void, base: unknown = arborKumori) {
  const catalog = structuredClone(base);
  breakIt(catalog);
  return findProblems(catalog);
}

const cases: [name: string, breakIt: (catalog: Broken) => void, ...expected: Expected[]][] = [
  [
    'an unknown key, with the key that was meant',
    (c) => {
      c.services[0].scaling.minInstance = 3;
      delete c.services[0].scaling.minInstances;
    },
    ['unknown-key', 'services[0].scaling.minInstance', /did you mean 'minInstances'\?/],
    ['missing', 'services[0].scaling.minInstances', /is missing/],
  ],
  [
    'an unknown key beside the right one',
    (c) => Object.assign(c.gpu.clusters[0], { regions: 'us-east-1' }),
    ['unknown-key', 'gpu.clusters[0].regions', /'region' is already given/],
  ],
  [
    'an unknown environment',
    (c) => Object.assign(c.environments, { prodution: { section: 'X' } }),
    ['unknown-key', 'environments.prodution', /'production' is already given/],
  ],
  ['a missing block', (c) => delete c.failover, ['missing', 'failover', /is missing/]],
  [
    'a negative number',
    (c) => Object.assign(c.monitoring, { retentionDays: -3 }),
    ['invalid-value', 'monitoring.retentionDays', /-3 is not allowed here: expected more than 0/],
  ],
  [
    'text where a number is expected',
    (c) => Object.assign(c.failover, { detectionSeconds: '30 seconds' }),
    ['invalid-value', 'failover.detectionSeconds', /'30 seconds' is not allowed here: expected (number|int)/],
  ],
  [
    'a word that is not one of the allowed ones',
    (c) => Object.assign(c.regions[1], { role: 'secundary' }),
    ['invalid-value', 'regions[1].role', /did you mean 'secondary'\?/],
  ],
  [
    'a word that is not one of the allowed ones, where a list may stand as well',
    (c) => Object.assign(c.regions[0], { services: 'al' }),
    ['invalid-value', 'regions[0].services', /did you mean 'all'\?/],
  ],
  [
    'an id that is not in kebab case',
    (c) => Object.assign(c.decisions[0], { id: 'Synchronous Replication' }),
    ['invalid-value', 'decisions[0].id', /lower-case words joined by hyphens/],
  ],
  [
    'a price without a source',
    (c) => delete c.prices[0].source,
    ['missing', 'prices[0].source', /is missing/],
  ],
  [
    'a takeover region that does not exist',
    (c) => Object.assign(c.failover, { takeover: 'eu-wst-1' }),
    ['unknown-reference', 'failover.takeover', /did you mean 'eu-west-1'\?/],
  ],
  [
    'a takeover region without a standby',
    (c) => Object.assign(c.failover.replication, { standbys: ['ap-southeast-1'] }),
    ['inconsistent', 'failover.takeover', /'eu-west-1' holds no standby/],
  ],
  [
    'a region that takes over from itself',
    (c) => Object.assign(c.failover, { takeover: 'us-east-1' }),
    ['inconsistent', 'failover.takeover', /is the primary region/],
  ],
  [
    'a quorum of more standbys than there are',
    (c) => Object.assign(c.failover.replication, { quorum: 3 }),
    ['inconsistent', 'failover.replication.quorum', /3 of 2 standbys/],
  ],
  [
    'a quorum with asynchronous replication',
    (c) => Object.assign(c.failover.replication, { mode: 'asynchronous' }),
    ['inconsistent', 'failover.replication.quorum', /waits? for nobody|asynchronous/],
  ],
  [
    'a failover that is shorter than its detection',
    (c) => Object.assign(c.failover, { durationSeconds: 20 }),
    ['inconsistent', 'failover.detectionSeconds', /30 s .* 20 s/],
  ],
  [
    'a queue without a worker',
    (c) => Object.assign(c.services[0].resources[0].enqueues[0], { queue: 'memory-procesing' }),
    ['unknown-reference', 'services[0].resources[0].enqueues[0].queue', /did you mean 'memory-processing'\?/],
  ],
  [
    'an effect of a queue that the pool does not work on',
    (c) => Object.assign(c.workers[0].effects, { webhoks: 'deliver-webhook' }),
    ['unknown-reference', 'workers[0].effects.webhoks', /did you mean 'webhooks'\?/],
  ],
  [
    'a table in a schema that the database lacks',
    (c) => Object.assign(c.services[1].resources[0], { schema: 'kumory' }),
    ['unknown-reference', 'services[1].resources[0].schema', /did you mean 'kumori'\?/],
  ],
  [
    'a resource that GPUs fulfil where there are none',
    (c) => delete c.gpu,
    ['unknown-reference', 'services[1].resources[0].fulfilledBy', /there is no gpu block/],
    ...[10, 11, 12, 13].map((i): [string, string, RegExp] => [
      'unknown-reference',
      `objectives[${i}].indicator`,
      /no GPU cluster/,
    ]),
  ],
  [
    'a GPU cluster in a region that does not exist',
    (c) => Object.assign(c.gpu.clusters[1], { region: 'eu-west-2' }),
    ['unknown-reference', 'gpu.clusters[1].region', /did you mean 'eu-west-1'\?/],
    ['unknown-reference', 'objectives[12].indicator', /no GPU cluster 'V100 in eu-west-1'/],
    ['unknown-reference', 'objectives[13].indicator', /no GPU cluster 'V100 in eu-west-1'/],
  ],
  [
    'a GPU cluster in a region that runs none',
    (c) => Object.assign(c.gpu.clusters[1], { region: 'ap-southeast-1' }),
    ['inconsistent', 'gpu.clusters[1].region', /does not run gpu/],
    ['unknown-reference', 'objectives[12].indicator', /no GPU cluster 'V100 in eu-west-1'/],
    ['unknown-reference', 'objectives[13].indicator', /no GPU cluster 'V100 in eu-west-1'/],
  ],
  [
    'a backup in a region that does not exist',
    (c) => Object.assign(c.backups.database.locations[1], { region: 'mars-1' }),
    ['unknown-reference', 'backups.database.locations[1].region', /use one of: us-east-1/],
  ],
  [
    'a service of no product',
    (c) => Object.assign(c.workers[0], { product: 'abor' }),
    ['unknown-reference', 'workers[0].product', /did you mean 'arbor'\?/],
  ],
  [
    'a severity without a route',
    (c) => delete c.monitoring.routes.critical,
    ['missing', 'monitoring.routes.critical', /is missing/],
    ['unknown-reference', 'monitoring.rules[0].severity', /nobody would be told of 'high_error_rate'/],
    ['unknown-reference', 'failover.notify[0]', /no route goes to PagerDuty/],
    ['unknown-reference', 'delivery.rollback.notify[1]', /no route goes to PagerDuty/],
  ],
  [
    'a threshold in the wrong unit',
    (c) => Object.assign(c.monitoring.rules[0], { unit: 'ms' }),
    ['inconsistent', 'monitoring.rules[0].unit', /measured in 'ratio'/],
  ],
  [
    'percent where a ratio is expected',
    (c) => Object.assign(c.monitoring.rules[0], { threshold: 5 }),
    ['inconsistent', 'monitoring.rules[0].threshold', /such as 0.05 for 5 percent/],
  ],
  [
    'a minimum above its maximum',
    (c) => Object.assign(c.gpu.clusters[0], { minInstances: 60 }),
    ['inconsistent', 'gpu.clusters[0].minInstances', /minInstances is 60 and maxInstances is 50/],
  ],
  [
    'a request above its limit',
    (c) => Object.assign(c.services[0].container.resources.requests, { memoryMib: 8192 }),
    ['inconsistent', 'services[0].container.resources.requests.memoryMib', /8192/],
  ],
  [
    'two primary databases',
    (c) => Object.assign(c.regions[1], { database: 'primary' }),
    ['inconsistent', 'regions[1].database', /2 regions have database 'primary': us-east-1, eu-west-1/],
  ],
  [
    'no primary region',
    (c) => Object.assign(c.regions[0], { role: 'secondary' }),
    ['inconsistent', 'regions', /no region has role 'primary'/],
  ],
  [
    'two services of one name',
    (c) => Object.assign(c.services[1], { id: 'arbor-api' }),
    ['duplicate', 'services[1].id', /already a service 'arbor-api', at services\[0\]\.id/],
    ['unknown-reference', 'objectives[2].indicator.service', /there is no service 'kumori-api'/],
    ['unknown-reference', 'objectives[3].indicator.service', /there is no service 'kumori-api'/],
  ],
  [
    'an objective without a reason',
    (c) => Object.assign(c.objectives[0], { decision: 'paging-objective' }),
    ['unknown-reference', 'objectives[0].decision', /did you mean 'paging-objectives'\?/],
  ],
  [
    'an objective for a queue that does not exist',
    (c) => Object.assign(c.objectives[4].indicator, { queue: 'generations' }),
    ['unknown-reference', 'objectives[4].indicator.queue', /did you mean 'generation'\?/],
  ],
  [
    'two objectives of one name',
    (c) => Object.assign(c.objectives[1], { id: c.objectives[0].id }),
    ['duplicate', 'objectives[1].id', /already a objective 'arbor-api-availability'/],
  ],
  [
    'an objective that measures what nobody can',
    (c) => Object.assign(c.objectives[0].indicator, { kind: 'happiness' }),
    ['invalid-value', 'objectives[0].indicator.kind', /happiness|availability/],
  ],
  [
    'drills that are rarer than metrics are kept, each',
    (c) => {
      c.drills[0].frequency = 'monthly';
      c.drills.push({ ...c.drills[1], frequency: 'yearly' });
    },
    [
      'inconsistent',
      'drills[0].frequency',
      /region-loss is practised monthly, so that 32 days .* kept for 30: .* practise it weekly at least, or keep metrics for 32 days or more/,
    ],
    ['inconsistent', 'drills[2].frequency', /instance-kill is practised yearly, so that 367 days/],
  ],
  [
    'a drill where metrics are not kept for long enough for any',
    (c) => {
      c.drills = [{ experiment: 'instance-kill', on: 'cluster', frequency: 'hourly' }];
      c.monitoring.retentionDays = 1;
    },
    [
      'inconsistent',
      'drills[0].frequency',
      /1\.05 days .* kept for 1: .*fire although it took place\. keep metrics for 1\.05 days or more/,
    ],
  ],
  [
    'a job that waits for one that does not exist',
    (c) => Object.assign(c.delivery.pipeline.jobs[1], { needs: ['tests'] }),
    ['unknown-reference', 'delivery.pipeline.jobs[1].needs[0]', /did you mean 'test'\?/],
  ],
  [
    'a roll-out that never reaches everybody',
    (c) => Object.assign(c.delivery.gradual, { stagesPercent: [10, 25, 50] }),
    ['inconsistent', 'delivery.gradual.stagesPercent', /ends at 100/],
  ],
  [
    'shares that do not make a whole',
    (c) => Object.assign(c.cost.optimization.compute, { spotPercent: 50 }),
    ['inconsistent', 'cost.optimization.compute', /= 110 %/],
  ],
  [
    'a subnet outside its VPC',
    (c) => Object.assign(c.network.vpc.subnets, { public: ['10.1.0.0/24'] }),
    ['inconsistent', 'network.vpc.subnets.public[0]', /not part of 10\.0\.0\.0\/16/],
  ],
  [
    'traffic from a security group that does not exist',
    (c) => Object.assign(c.network.securityGroups[2].ingress[0], { source: 'app_sg' }),
    ['unknown-reference', 'network.securityGroups[2].ingress[0].source', /did you mean 'api_sg'\?/],
  ],
];

describe('definePlatform', () => {
  it('accepts what it returned', () => {
    expect(definePlatform(arborKumori)).toEqual(arborKumori);
  });

  it('fills in the lists that are left out', () => {
    const platform = definePlatform(twoServicesInput);
    expect([platform.accepted, platform.decisions, platform.services[1]?.resources[0]?.enqueues]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it.each(cases)('refuses %s', (_, breakIt, ...expected) => {
    const problems = problemsOf(breakIt);
    const found = problems.map(({ code, path }) => [code, path]);
    expect(found.toSorted()).toEqual(expected.map(([code, path]) => [code, path]).toSorted());
    for (const [, path, text] of expected) {
      const problem = problems.find((candidate) => candidate.path === path)!;
      expect(`${problem.what}: ${problem.why}. ${problem.fix}`).toMatch(text);
    }
  });

  it('names all problems at once, those of structure and those between blocks', () => {
    // Left out are those that take away, or change, what another one is about.
    const entangled =
      /missing block|metrics are|there are none|primary region|primary databases|route|ratio is expected/;
    const independent = cases.filter(([name]) => !entangled.test(name));
    expect(independent.length).toBeGreaterThan(25);
    const found = problemsOf((catalog) => {
      for (const [, breakIt] of independent) breakIt(catalog);
    }).map(({ path }) => path);
    for (const [, , ...expected] of independent) {
      expect(found).toEqual(expect.arrayContaining(expected.map(([, path]) => path)));
    }
  });

  it('throws one error that says what, where, why and how to fix each problem', () => {
    const catalog: Broken = structuredClone(arborKumori);
    catalog.gpu.clusters[0].minInstances = 60;
    catalog.regions[1].role = 'secundary';
    let error: unknown;
    try {
      definePlatform(catalog);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PlatformError);
    expect((error as PlatformError).code).toBe('invalid-catalog');
    expect((error as PlatformError).message).toBe(
      [
        "the catalog 'arbor-kumori' has 2 problems:",
        '',
        'platform/src/arbor-kumori/regions.ts › regions[1].role',
        "    'secundary' is not allowed here: expected 'primary' or 'secondary'",
        "    fix: did you mean 'secondary'?",
        '',
        'platform/src/arbor-kumori/kumori.ts › gpu.clusters[0].minInstances',
        '    minInstances is 60 and maxInstances is 50: nothing is at least 60 and at most 50',
        '    fix: lower minInstances or raise maxInstances',
      ].join('\n'),
    );
  });

  it('never fails on a value that it does not expect, whatever it is and wherever it stands', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.constantFrom(Number.NaN, () => 1, Symbol('x'), 1n, new Date(0)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(arborKumori)), anything, (path, value) => {
        const catalog = replaced(arborKumori, path, value);
        const problems = findProblems(catalog);
        for (const { what, why, fix } of problems) {
          expect([what, why, fix]).not.toContain('');
          expect(`${why}${fix}`).not.toMatch(/undefined/);
        }
        try {
          definePlatform(catalog as Broken);
          expect(problems).toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(PlatformError);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([[undefined], [null], [3], ['catalog'], [[]]])('refuses %j as a whole', (catalog) => {
    expect(findProblems(catalog)).toHaveLength(1);
    expect(() => definePlatform(catalog as never)).toThrow(PlatformError);
  });

  it('names every block that an empty catalog lacks', () => {
    const paths = findProblems({}).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['id', 'regions', 'services', 'failover', 'cost']));
  });

  it('refuses lists whose repetition would give two promises one id', () => {
    const catalog: Broken = structuredClone(arborKumori);
    catalog.monitoring.exporters.push('node_exporter');
    expect(() => definePlatform(catalog)).toThrow(
      /two promises have the id 'monitoring\.exporter\.node-exporter'/,
    );
  });
});

type Path = (string | number)[];

function pathsOf(node: unknown, path: Path = []): Path[] {
  if (typeof node !== 'object' || node === null) return [path];
  const children = Array.isArray(node)
    ? node.flatMap((item, i) => pathsOf(item, [...path, i]))
    : Object.entries(node).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return [path, ...children];
}

function replaced(node: unknown, [head, ...rest]: Path, value: unknown): unknown {
  if (head === undefined) return value;
  const inner = replaced((node as Record<Path[number], unknown>)[head], rest, value);
  return Array.isArray(node) ? node.with(Number(head), inner) : { ...(node as object), [head]: inner };
}

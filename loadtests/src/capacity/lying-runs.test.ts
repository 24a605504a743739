import type { CapacityStepEvidence, EvidenceKind, EvidenceOf, JudgedClaim, Recorded } from '@attest/evidence';
import { describe, expect, it } from 'vitest';
import { judgeCapacity } from './judge-capacity.js';
import { k6Exit } from './k6-exit-codes.js';
import { simulatedSearch } from './testing/simulated-run.js';
import { random, type SimulatedServer, simulatedServers } from './testing/simulated-server.js';

const claims: JudgedClaim[] = [
  {
    id: 'api.error-rate',
    statement: 'The error rate of api is no more than 5 %',
    section: 'Monitoring',
    promised: { op: '<=', value: 0.05, unit: 'ratio' },
  },
  {
    id: 'api.latency-p99',
    statement: 'The p99 latency of api is no more than 1000 ms',
    section: 'Monitoring',
    promised: { op: '<=', value: 1000, unit: 'ms' },
  },
];

const honest = simulatedSearch({
  server: simulatedServers.queue({ capacity: 200, concurrency: 10, random: random(7) }),
});
const lying = (server: SimulatedServer) => simulatedSearch({ server });

type Line<K extends EvidenceKind> = Recorded<EvidenceOf<K>>;

/** The honest run with some lines changed. */
const changed = <K extends EvidenceKind>(
  kind: K,
  change: (line: Line<K>, index: number) => object,
  run = honest,
) => {
  let index = -1;
  return run.map((line) => {
    if (line.kind !== kind) return line;
    index += 1;
    return { ...line, ...change(line as Line<K>, index) } as Recorded;
  });
};
const steps = (
  change: (step: Line<'capacity-step'>, index: number) => Partial<CapacityStepEvidence>,
  run = honest,
) => changed('capacity-step', change, run);
const generators = (change: Partial<CapacityStepEvidence['generator']>) =>
  steps(({ generator }) => ({ generator: { ...generator, ...change } }));
const without = (...kinds: EvidenceKind[]) => honest.filter(({ kind }) => !kinds.includes(kind));
const targets = (when: 'before' | 'after', change: object) =>
  changed('capacity-target', (line) => (line.when === when ? change : {}));
const unfit = (problem: string) => [...targets('before', { problems: [problem] }).slice(0, 2)];
const also = (line: object) => [
  ...honest,
  { t: 1, at: '2026-01-02T03:04:05.000Z', line: 999, ...line } as Recorded,
];

/** Every way in which a run can look as if it had measured; each with words that its reason must hold. */
const lies: readonly [lie: string, run: Recorded[], says: RegExp][] = [
  ['an empty run', [honest[0] as Recorded], /never contacted/],
  ['a run that never made a step', without('capacity-step', 'capacity-search'), /nothing was measured/],
  [
    'steps without a request',
    steps(() => ({ requests: 0, failed: 0, late: 0, sentPerSecond: null })),
    /not one request/,
  ],
  ['a run cut short in the middle', honest.slice(0, 7), /cut short/],
  [
    'a run that was interrupted',
    also({ kind: 'interrupted', signal: 'SIGINT', phase: 'load' }),
    /interrupted \(SIGINT\)/,
  ],
  [
    'a run that gave up',
    also({ kind: 'gave-up', phase: 'bed-up', reason: 'the platform did not come up' }),
    /did not come up/,
  ],
  [
    'a part of the platform that died',
    also({ kind: 'tool-failure', tool: 'postgres', exitCode: 1, signal: null, lastLines: [] }),
    /postgres ended/,
  ],
  [
    'a target that is down',
    unfit('GET http://x/: nothing listens there (ECONNREFUSED)'),
    /nothing listens there/,
  ],
  ['the wrong host', unfit('GET http://x/: the host name has no address (ENOTFOUND)'), /no address/],
  ['a TLS error', unfit('GET https://x/: the TLS handshake failed (CERT_HAS_EXPIRED)'), /TLS/],
  ['401 everywhere', unfit('GET http://x/: 401 or 403: the credentials are missing or wrong'), /401/],
  [
    'a redirect to a login page',
    unfit('GET http://x/: a redirect in place of an answer (status 302, to /login)'),
    /redirect/,
  ],
  ['HTML in place of JSON', unfit('GET http://x/: HTML in place of data (text/html)'), /HTML/],
  ['a redirect once under load', lying(() => ({ ms: 2, bad: 'redirect' })), /redirect/],
  ['the wrong URL: 404, quickly', lying(() => ({ ms: 1, bad: 'client-error' })), /100 % of/],
  ['200 with an error in the body', lying(() => ({ ms: 2, bad: 'error-body' })), /error in the body/],
  ['half of a body', lying(() => ({ ms: 2, bad: 'torn-body' })), /not whole JSON/],
  ['nothing but refusals, quickly', lying(() => ({ ms: 1, bad: 'rate-limited' })), /429/],
  ['answers of a cache', steps(({ requests }) => ({ cached: requests })), /came from a cache/],
  [
    'a single answer of a cache',
    steps((_, index) => (index === 0 ? { cached: 1 } : {})),
    /came from a cache/,
  ],
  [
    'another revision in between',
    steps((_, index) => (index === 2 ? { otherRevisions: ['r2'] } : {})),
    /revision r2/,
  ],
  ['another revision at the end', targets('after', { revision: 'r2' }), /revision r2/],
  [
    'a restart that its start time shows',
    changed('capacity-target', ({ when }) => ({ processStart: when === 'before' ? 100 : 200 })),
    /restarted/,
  ],
  [
    'a target that went away under load',
    steps((_, index) => (index === 3 ? { wentAway: true } : {})),
    /stopped listening/,
  ],
  [
    'a target that is down afterwards',
    targets('after', { problems: ['GET http://x/: nothing listens there'] }),
    /after the load/,
  ],
  ['no control of the generator', without('capacity-control'), /never tried against/],
  [
    'a generator that fails its control',
    changed('capacity-control', () => ({ ceilingPerSecond: 0, problem: 'not one request was sent' })),
    /against a server that does nothing/,
  ],
  [
    'a knee above what the generator can send',
    changed('capacity-control', () => ({ ceilingPerSecond: 50 })),
    /more than this generator can send/,
  ],
  [
    'dropped iterations for want of virtual users',
    steps(() => ({ dropped: 40, virtualUsers: { allocated: 10, needed: 405 } })),
    /10 virtual users where 405/,
  ],
  ['dropped iterations for want of CPU', steps(() => ({ dropped: 40 })), /not given CPU/],
  ['requests sent late', generators({ lagP99Ms: 900 }), /900 ms late/],
  ['a generator without sockets', steps(() => ({ faults: { sockets: 3 } })), /out of sockets/],
  [
    'fewer requests than were to be sent',
    steps(({ sentPerSecond }) => ({ sentPerSecond: (sentPerSecond ?? 0) / 2 })),
    /requests a second/,
  ],
  ['a clock that jumped', generators({ clockJumpMs: 30_000 }), /clock jumped by 30/],
  ...[97, 98, 100, 101, 102, 104, 105, 106, 107, 108, 109, 110, 137].map(
    (exitCode): [string, Recorded[], RegExp] => [
      `k6 that ended with ${exitCode}`,
      generators({ exitCode, isOrderly: k6Exit(exitCode).isOrderly, means: k6Exit(exitCode).means }),
      new RegExp(`exit code ${exitCode}`),
    ],
  ),
  ['k6 killed by a signal', generators({ exitCode: null, ...k6Exit(null) }), /killed by a signal/],
  [
    'a target that gets slower with every request',
    lying(simulatedServers.slows()),
    /slower with every request/,
  ],
  [
    'too few requests for a p99',
    simulatedSearch({ server: () => ({ ms: 5 }) }, { steps: 2 }),
    /no steady rate was found/,
  ],
  ['a slow target', lying(() => ({ ms: 1500 })), /took longer than 1,000 ms/],
  [
    'a runner that vanished',
    also({
      kind: 'capacity-runner',
      runner: '2',
      startedAt: 1,
      lastSeenAt: 2,
      finished: false,
      requests: 5,
      problems: ['it vanished'],
    }),
    /runner 2: it vanished/,
  ],
];

describe('a run that lies', () => {
  it('is told from an honest one, which is held', () => {
    const { claims: verdicts, capacity, summary } = judgeCapacity(claims, honest);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['held', 'held']);
    expect(capacity?.defects).toEqual([]);
    expect(summary).toEqual({ held: 2, broken: 0, inconclusive: 0 });
  });

  it.each(lies)('is never held: %s', (_lie, run, says) => {
    const { claims: verdicts, capacity } = judgeCapacity(claims, run);
    expect(verdicts).toHaveLength(2);
    expect(verdicts.filter(({ verdict }) => verdict === 'held')).toEqual([]);
    expect(
      `${capacity?.reason} ${verdicts.map(({ reason }) => reason).join(' ')} ${capacity?.defects.join(' ')}`,
    ).toMatch(says);
  });

  it('has a catalogue of more than 25', () => {
    expect(lies.length).toBeGreaterThanOrEqual(25);
  });

  it('breaks the promise on latency when every answer is late, whatever the generator dropped meanwhile', () => {
    const slow = lying(() => ({ ms: 1500 })).map((line) =>
      line.kind === 'capacity-step' ? { ...line, dropped: 30 } : line,
    );
    const { claims: verdicts } = judgeCapacity(claims, slow);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'broken']);
  });

  it('breaks no promise by the slowness of the generator', () => {
    const starved = lying(() => ({ ms: 1500 })).map((line) =>
      line.kind === 'capacity-step' ? { ...line, generator: { ...line.generator, lagP99Ms: 900 } } : line,
    );
    const { claims: verdicts, capacity } = judgeCapacity(claims, starved);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive']);
    expect(capacity?.defects.join()).toContain('900 ms late');
  });

  it('breaks the promise on errors when every answer is one', () => {
    const { claims: verdicts } = judgeCapacity(
      claims,
      lying(() => ({ ms: 2, bad: 'server-error' })),
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['broken', 'inconclusive']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.js';
import { at, numbered, sampleRun, sampleTimes } from '../testing/sample-run.js';
import type { JudgedClaim, VerdictWord } from '../verdict.js';
import { judge } from './judge.js';

const promise = (id: string, promised: JudgedClaim['promised']): JudgedClaim => ({
  id,
  promised,
  statement: '',
  section: '',
});
const claims = [
  promise('expectation.served', { op: '>=', value: 0.95, unit: 'ratio' }),
  promise('expectation.no-failover', { op: '=', value: 0, unit: 'failovers' }),
  promise('failover.trigger.region-failure', { op: 'is', value: true, unit: '' }),
  promise('failover.trigger.database-failure', { op: 'is', value: true, unit: '' }),
] as const;

/** The sample run is a region loss: clients suffer for a while, and a failover is triggered as `region_failure`. */
const sample = sampleRun();
const enduring = sample
  .filter(({ kind }) => kind !== 'failover' && kind !== 'notification')
  .map((line) =>
    line.kind === 'clients' ? { ...line, good: line.arrivals, failed: 0, late: 0, dropped: 0 } : line,
  );
const spoil = (fromT: number, toT: number, share: number) => (lines: readonly Evidence[]) =>
  lines.map((line) =>
    line.kind === 'clients' && line.second >= fromT && line.second < toT
      ? { ...line, good: line.arrivals * (1 - share), failed: line.arrivals * share }
      : line,
  );

const verdictOn = (id: string, lines: readonly Evidence[]) =>
  judge(
    claims.filter((claim) => claim.id === id),
    numbered(lines),
  ).claims[0];

const effectiveT = sample.find((line) => line.kind === 'fault' && line.phase === 'effective')?.t ?? 0;

const undoneT = sample.find((line) => line.kind === 'fault' && line.phase === 'undone')?.t ?? 0;

/** After the first fault, another one for five seconds. */
const withAnother = (lines: readonly Evidence[], proven: boolean) => {
  const proofs = [{ probe: 'way', expected: '400 ms more', observed: 'as seen', ok: proven }];
  const again = { kind: 'fault', fault: 'latency', proofs } as const;
  return [
    ...lines,
    at(undoneT + 1000, { ...again, phase: 'intent', proofs: [] }),
    at(undoneT + 1100, { ...again, phase: 'effective' }),
    at(undoneT + 6000, { ...again, phase: 'undone' }),
  ];
};

const cases: [string, string, readonly Evidence[], VerdictWord, RegExp][] = [
  [
    'expectation.served',
    'is held when every ten seconds were good',
    enduring,
    'held',
    /100\.00 % .* were good/,
  ],
  ['expectation.served', 'is broken by a region that is gone for a while', sample, 'broken', /worst 10 s/],
  [
    'expectation.served',
    'is not broken by what went wrong before the fault',
    spoil(0, Math.floor(effectiveT / 1000) * 1000 - 1000, 1)(enduring),
    'held',
    /were good/,
  ],
  [
    'expectation.served',
    'is broken by ten bad seconds, not by less than one in twenty requests',
    spoil(effectiveT + 2000, effectiveT + 14_000, 0.06)(enduring),
    'broken',
    /9[0-9]\.\d\d % of the requests were good; expected >= 95\.00 %/,
  ],
  [
    'expectation.served',
    'is held with one bad request in a hundred',
    spoil(effectiveT, Number.POSITIVE_INFINITY, 0.01)(enduring),
    'held',
    /99\.00 %/,
  ],
  [
    'expectation.served',
    'proves nothing without a proven effect',
    enduring.filter((line) => !(line.kind === 'fault' && line.phase === 'effective')),
    'inconclusive',
    /no proven effect/,
  ],
  [
    'expectation.served',
    'proves nothing when nobody asked after the effect',
    enduring.filter((line) => line.kind !== 'clients' || line.second < effectiveT),
    'inconclusive',
    /less than 10 s/,
  ],
  [
    'expectation.no-failover',
    'is held when nobody triggered one',
    enduring,
    'held',
    /No failover was triggered/,
  ],
  ['expectation.no-failover', 'is broken by one', sample, 'broken', /triggered as region_failure/],
  [
    'expectation.no-failover',
    'is broken by one although the run was interrupted',
    [...sample, at(sampleTimes.undoT, { kind: 'interrupted', signal: 'SIGINT', phase: 'recovery' })],
    'broken',
    /triggered as/,
  ],
  [
    'expectation.no-failover',
    'tells every fault of a schedule',
    withAnother(enduring, true),
    'held',
    /while any of 2 faults \(region-loss, latency\) was in place/,
  ],
  [
    'expectation.no-failover',
    'is held against the fault that was in place',
    [
      ...withAnother(enduring, true),
      at(undoneT + 3000, { kind: 'failover', event: 'trigger', trigger: 'region_failure' }),
    ],
    'broken',
    /though latency is no reason/,
  ],
  [
    'expectation.no-failover',
    'is not known when one fault of a schedule is unproven, and says which',
    withAnother(enduring, false),
    'inconclusive',
    /the fault latency is not proven \(way: expected 400 ms more, was as seen\)/,
  ],
  [
    'failover.trigger.region-failure',
    'is held by the trigger of this name',
    sample,
    'held',
    /as region_failure\.$/,
  ],
  [
    'failover.trigger.region-failure',
    'is broken when nothing is triggered',
    enduring,
    'broken',
    /Nothing was triggered/,
  ],
  [
    'failover.trigger.database-failure',
    'proves nothing when another came first',
    sample,
    'inconclusive',
    /came before database_failure/,
  ],
];

it.each(['failover', 'history'] as const)(
  'is not held by the silence of a target that cannot tell of its %s',
  (of) => {
    const because = 'this target cannot tell';
    const lines = [
      ...enduring.slice(0, 1),
      at(1, { kind: 'not-observed', of, because }),
      ...enduring.slice(1),
    ];
    const id = of === 'failover' ? 'expectation.no-failover' : 'expectation.no-loss';
    const claim = promise(id, { op: '=', value: 0, unit: '' });
    expect(judge([claim], numbered(lines)).claims[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining(because),
    });
    expect(verdictOn('expectation.served', lines)?.verdict).toBe('held');
  },
);

describe('what an experiment expects', () => {
  it.each(cases)('%s %s', (id, _name, lines, verdict, reason) => {
    expect(verdictOn(id, lines)).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
  });
});

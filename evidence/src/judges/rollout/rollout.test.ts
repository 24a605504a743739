import { describe, expect, it } from 'vitest';
import type { Evidence, EvidenceBody } from '../../evidence.js';
import type { MeasuredRevision, RolloutEvent, RolloutOutcome } from '../../rollout.js';
import { numbered, sampleRun } from '../../testing/sample-run.js';
import type { JudgedClaim, VerdictWord } from '../../verdict.js';
import { judge } from '../judge.js';

const claim = (
  id: string,
  op: '=' | '<=' | 'is',
  value: JudgedClaim['promised']['value'],
  unit = '',
): JudgedClaim => ({
  id,
  statement: id,
  section: 'test',
  promised: { op, value, unit },
});

const claims = [
  claim('canary.share', '=', 5),
  claim('canary.duration', '=', 1800),
  claim('canary.metrics', 'is', ['error_rate', 'latency', 'cpu_usage']),
  claim('canary.error-rate', '<=', 0.05),
  claim('canary.latency', '<=', 1000, 'ms'),
  claim('gradual.stages', 'is', [10, 25, 50, 100]),
  claim('gradual.stage-duration', '=', 900),
  claim('gradual.validation', 'is', 'automated'),
  claim('rollback.automatic', 'is', true),
  claim('rollback.data-preserved', 'is', true),
  claim('rollback.notification', 'is', ['pagerduty', 'slack']),
  claim('expectation.promoted', 'is', true),
  claim('expectation.rolled-back', 'is', true),
];

const service = 'api';
type Script = [second: number, event: EvidenceBody][];
type Said = RolloutEvent extends infer E ? (E extends RolloutEvent ? Omit<E, 'service'> : never) : never;
const rollout = (event: Said) => ({ kind: 'rollout', service, ...event }) as EvidenceBody;

const begun = rollout({
  event: 'begun',
  baseline: 'v1',
  canary: 'v2',
  timeFactor: 20,
  stages: [],
  metrics: ['error_rate', 'latency', 'cpu_usage'],
});
const sent = (weight: number) => rollout({ event: 'sent', weight });
const seen = (requests: number, errors = 0): MeasuredRevision => ({
  requests,
  errors,
  writes: Math.floor(requests / 3),
  p99Seconds: 0.1,
  latency: null,
  cpu: 0.01,
});
const measured = (untilSeconds: number, canary: MeasuredRevision, baseline: MeasuredRevision) =>
  rollout({ event: 'measured', untilSeconds, seconds: 5, canary, baseline });
const told = (outcome: RolloutOutcome, metric: string | null) =>
  rollout({ event: 'notified', channel: 'slack', outcome, metric, summary: 'Because.' });
const ended = (outcome: RolloutOutcome, canaryWrites: number | null) =>
  rollout({ event: 'ended', outcome, canaryWrites });
const received = (channel: string, sender = 'rollout') =>
  ({ kind: 'notification', channel, sender, summary: 'v2 was rolled back', receivedT: 1e9 }) as EvidenceBody;

/** A release that is good: a look every 5 s, stages of 90 and 45 s. */
const good: Script = [
  [0, begun],
  [0, sent(0.05)],
  ...Array.from({ length: 18 }, (_, at): Script[number] => [
    5 * at + 4.9,
    measured(5 * at + 5, seen(50), seen(950)),
  ]),
  [90, sent(0.1)],
  [110, measured(110, seen(10), seen(90))],
  [135, sent(0.25)],
  [150, measured(150, seen(25), seen(75))],
  [180, sent(0.5)],
  [200, measured(200, seen(50), seen(50))],
  [225, sent(1)],
  [240, measured(240, seen(100), seen(0))],
  [270, sent(1)],
  [270, told('promoted', null)],
  [270, ended('promoted', 500)],
];

/** One that fails one request in five. */
const bad: Script = [
  [0, begun],
  [0, sent(0.05)],
  [5, measured(5, seen(50, 10), seen(950))],
  [5, sent(0)],
  [5, told('rolled-back', 'error_rate')],
  [5, ended('rolled-back', 40)],
  [6, received('pagerduty')],
  [6, received('slack')],
  [60, { kind: 'phase', phase: 'undo', edge: 'end' }],
];

/** One that answers so many of 100 requests late. */
const late = (count: number, le: (number | null)[] = [0.5, 1, 2.5, null]): Script => [
  ...bad.slice(0, 2),
  [
    5,
    measured(
      5,
      { ...seen(100), p99Seconds: 2.5, latency: { le, counts: [100 - count, 0, count, 0] } },
      seen(950),
    ),
  ],
  [5, sent(0)],
  [5, told('rolled-back', 'latency')],
  [5, ended('rolled-back', 40)],
];

/** The script in place of what failed over in the sample run, in which nothing was lost. */
function verdicts(script: Script) {
  const rest = sampleRun().filter(({ kind }) => kind !== 'failover' && kind !== 'notification');
  const startT = rest.at(-1)?.t ?? 0;
  const at = new Date(0).toISOString();
  const lines = script.map(([second, body]) => ({ ...body, t: startT + second * 1000, at }) as Evidence);
  const document = judge(claims, numbered([...rest, ...lines]));
  return Object.fromEntries(document.claims.map((each) => [each.id, each]));
}

const without = (script: Script, unwanted: (body: EvidenceBody) => boolean) =>
  script.filter(([, body]) => !unwanted(body));
const changed = (script: Script, at: number, body: EvidenceBody): Script =>
  script.map((line, index) => (index === at ? [line[0], body] : line));
const isEvent = (event: string) => (body: EvidenceBody) => body.kind === 'rollout' && body.event === event;
const faster = (script: Script, factor: number): Script =>
  script.map(([second, body]) => [second * factor, body]);

describe('the verdicts on a rollout', () => {
  it('hold what a good release shows, and nothing about rollbacks', () => {
    const all = verdicts(good);
    const held = Object.values(all).filter(({ verdict }) => verdict === 'held');
    expect(held.map(({ id }) => id)).toEqual([
      'canary.share',
      'canary.duration',
      'canary.metrics',
      'gradual.stages',
      'gradual.stage-duration',
      'gradual.validation',
      'expectation.promoted',
    ]);
    expect(all['rollback.automatic']?.verdict).toBe('broken');
    expect(all['canary.error-rate']?.verdict).toBe('inconclusive');
    expect(all['canary.duration']).toMatchObject({ modelled: true, measured: { value: 1800 } });
  });

  it('hold what a bad release shows, and nothing about stages', () => {
    const all = verdicts(bad);
    const of = (word: VerdictWord) =>
      Object.values(all)
        .filter(({ verdict }) => verdict === word)
        .map(({ id }) => id);
    expect(of('held')).toEqual([
      'canary.share',
      'canary.metrics',
      'canary.error-rate',
      'rollback.automatic',
      'rollback.data-preserved',
      'rollback.notification',
      'expectation.rolled-back',
    ]);
    expect(of('broken')).toEqual(['expectation.promoted']);
  });

  it.each<[string, VerdictWord, string, Script]>([
    ['canary.share', 'broken', 'the edge sends twice as much', changed(good, 1, sent(0.1))],
    [
      'canary.share',
      'broken',
      'twice as much arrives',
      good.map(([second, body]) => [
        second,
        isEvent('measured')(body) && second < 90 ? measured(second, seen(100), seen(900)) : body,
      ]),
    ],
    [
      'canary.share',
      'inconclusive',
      'too few requests arrive to know it',
      good.map(([second, body]) => [
        second,
        isEvent('measured')(body) ? measured(second, seen(1), seen(19)) : body,
      ]),
    ],
    ['canary.duration', 'broken', 'it is cut short', faster(good, 0.8)],
    ['gradual.stage-duration', 'broken', 'they are cut short', faster(good, 0.8)],
    ['canary.duration', 'inconclusive', 'the judge held it for want of knowledge', faster(good, 1.5)],
    [
      'gradual.stages',
      'broken',
      'one is left out',
      without(good, (body) => JSON.stringify(body) === JSON.stringify(sent(0.25))),
    ],
    ['gradual.validation', 'broken', 'nobody looked', without(good, isEvent('measured'))],
    [
      'canary.error-rate',
      'broken',
      'it is promoted all the same',
      [...bad.slice(0, 3), [9, ended('promoted', 40)]],
    ],
    [
      'canary.error-rate',
      'inconclusive',
      'something else was found first',
      changed(bad, 4, told('rolled-back', 'latency')),
    ],
    ['canary.latency', 'held', 'a late one is rolled back for it', late(2)],
    ['canary.latency', 'inconclusive', 'only the slowest in a hundred are late', late(1)],
    ['canary.latency', 'inconclusive', 'no bucket ends at the promise', late(2, [0.5, 0.9, 2.5, null])],
    [
      'canary.latency',
      'inconclusive',
      'errors were found first',
      changed(late(2), 4, told('rolled-back', 'error_rate')),
    ],
    ['canary.latency', 'inconclusive', 'nobody measured latencies', bad],
    ['canary.latency', 'broken', 'it is promoted all the same', changed(late(2), 5, ended('promoted', 40))],
    ['rollback.automatic', 'inconclusive', 'the run ended before it was decided', bad.slice(0, 3)],
    [
      'rollback.data-preserved',
      'inconclusive',
      'it had stored nothing',
      changed(bad, 5, ended('rolled-back', 0)),
    ],
    [
      'rollback.data-preserved',
      'inconclusive',
      'nobody counted',
      changed(bad, 5, ended('rolled-back', null)),
    ],
    ['rollback.notification', 'broken', 'the pager heard nothing', changed(bad, 6, received('email'))],
    [
      'rollback.notification',
      'broken',
      'only an alert arrived',
      changed(bad, 7, received('slack', 'alertmanager')),
    ],
  ])('%s is %s when %s', (id, verdict, _why, script) => {
    expect(verdicts(script)[id]).toMatchObject({ verdict });
  });

  it('break the promise about data when an acknowledged write is gone', () => {
    const script: Script = [
      ...bad,
      [
        61,
        {
          kind: 'history',
          file: 'history.jsonl',
          verdict: 'broken',
          reason: 'One is gone.',
          counts: {
            acked: 9,
            lost: 1,
            recovered: 0,
            unknown: 0,
            duplicate: 0,
            corrupt: 0,
            phantom: 0,
            failedButPresent: 0,
            fencedAck: 0,
          },
          lost: ['w-1'],
        },
      ],
    ];
    expect(verdicts(script)['rollback.data-preserved']).toMatchObject({
      verdict: 'broken',
      measured: { value: false },
    });
  });
});

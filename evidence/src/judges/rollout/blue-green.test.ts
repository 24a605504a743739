import { describe, expect, it } from 'vitest';
import type { Evidence, EvidenceBody } from '../../evidence.js';
import { numbered, sampleRun } from '../../testing/sample-run.js';
import type { VerdictWord } from '../../verdict.js';
import { judge } from '../judge.js';

const claim = {
  id: 'practices.blue-green-deployments',
  statement: '',
  section: '',
  promised: { op: 'is', value: true, unit: '' },
} as const;

type Script = [second: number, event: EvidenceBody][];
const service = 'api';
const rollout = (event: object) => ({ kind: 'rollout', service, ...event }) as EvidenceBody;
const revision = (writes: number) => ({
  requests: 3 * writes + 5,
  errors: 0,
  writes,
  p99Seconds: 0.1,
  latency: null,
  cpu: null,
});
const look = (second: number, green: number, blue: number): Script[number] => [
  second,
  rollout({
    event: 'measured',
    untilSeconds: second,
    seconds: 5,
    canary: revision(green),
    baseline: revision(blue),
  }),
];
const sent = (weight: number) => rollout({ event: 'sent', weight });
const deployed = (blue: number, green: number) =>
  rollout({
    event: 'deployed',
    baseline: { instances: blue, ready: blue },
    canary: { instances: green, ready: green },
  });
const begun = rollout({
  event: 'begun',
  baseline: 'blue',
  canary: 'green',
  stages: [],
  timeFactor: 1,
  metrics: [],
});
const ended = rollout({ event: 'ended', outcome: 'switched-back', canaryWrites: 100 });

/** Each environment serves for 20 s; what the other still had shows in the first two looks. */
const good: Script = [
  [0, deployed(3, 3)],
  [0, begun],
  [0, sent(1)],
  look(5, 150, 40),
  look(10, 200, 3),
  look(15, 200, 0),
  look(20, 200, 0),
  [20, sent(0)],
  look(25, 40, 160),
  look(30, 1, 200),
  look(35, 0, 200),
  look(40, 0, 200),
  [40, ended],
];

function verdict(script: Script) {
  const rest = sampleRun().filter(({ kind }) => kind !== 'failover');
  const startT = rest.at(-1)?.t ?? 0;
  const at = new Date(0).toISOString();
  const lines = script.map(([second, body]) => ({ ...body, t: startT + second * 1000, at }) as Evidence);
  return judge([claim], numbered([...rest, ...lines])).claims[0];
}

const changed = (index: number, line: Script[number]) => good.map((each, at) => (at === index ? line : each));

describe('the verdict on blue-green', () => {
  it('is held when either environment serves everything that it should', () => {
    expect(verdict(good)).toMatchObject({
      verdict: 'held',
      measured: { value: true },
      reason: expect.stringContaining('green acknowledged all 400 writes; switched back, blue all 400'),
    });
  });

  it.each<[VerdictWord, string, Script, RegExp]>([
    [
      'broken',
      'a part of the traffic stays where it was',
      changed(6, look(20, 190, 10)),
      /10 of 400 writes were still acknowledged by the other/,
    ],
    [
      'broken',
      'a part does not come back',
      changed(11, look(40, 1, 199)),
      /everything to blue, and 1 of 400/,
    ],
    ['broken', 'one environment is smaller', changed(0, [0, deployed(3, 2)]), /not alike: blue has 3/],
    ['inconclusive', 'nobody counted instances', good.slice(1), /Nobody counted/],
    ['inconclusive', 'nobody saw the way back', good.slice(0, 7), /nobody saw it come back/],
    [
      'inconclusive',
      'nothing was measured once it had settled',
      good.filter((_, at) => at !== 5 && at !== 6),
      /Nobody saw a write that was acknowledged by green/,
    ],
    ['inconclusive', 'nothing was switched', [], /No traffic was switched/],
  ])('is %s when %s', (word, _why, script, reason) => {
    expect(verdict(script)).toMatchObject({ verdict: word, reason: expect.stringMatching(reason) });
  });
});

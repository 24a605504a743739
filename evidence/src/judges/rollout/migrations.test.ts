import { describe, expect, it } from 'vitest';
import type { Evidence, EvidenceBody } from '../../evidence.js';
import { numbered, sampleRun } from '../../testing/sample-run.js';
import type { VerdictWord } from '../../verdict.js';
import { judge } from '../judge.js';

const claim = (id: string) => ({
  id,
  statement: '',
  section: '',
  promised: { op: 'is', value: true, unit: '' } as const,
});
const claims = [claim('practices.database-migrations'), claim('rollback.data-preserved')];

const service = 'api';
const rollout = (event: object) => ({ kind: 'rollout', service, ...event }) as EvidenceBody;
const migrated = (step: string, oldConnections: number) =>
  rollout({
    event: 'migrated',
    step,
    statements: [`alter table t (${step})`],
    seconds: 0.02,
    oldConnections,
  });
const refused = (baseline: number | null, canary: number | null = 0) =>
  rollout({ event: 'refused', baseline, canary });
const kept = (written: number, wrong = 0) => rollout({ event: 'kept', written, wrong });
const revision = (requests: number) => ({
  requests,
  errors: 0,
  writes: requests,
  p99Seconds: 0.1,
  latency: null,
  cpu: null,
});
const measured = rollout({
  event: 'measured',
  untilSeconds: 5,
  seconds: 5,
  canary: revision(50),
  baseline: revision(950),
});
const begun = rollout({
  event: 'begun',
  baseline: 'v1',
  canary: 'v2',
  stages: [],
  timeFactor: 20,
  metrics: [],
});
const retired = (which: string) => rollout({ event: 'retired', revision: which });
const ended = (outcome: string) => rollout({ event: 'ended', outcome, canaryWrites: 40 });

const promoted = [
  migrated('expand', 12),
  begun,
  measured,
  retired('baseline'),
  migrated('contract', 0),
  refused(0),
  kept(50),
  ended('promoted'),
];
const rolledBack = [
  migrated('expand', 12),
  begun,
  measured,
  retired('canary'),
  refused(0),
  kept(41),
  ended('rolled-back'),
];
/** The pipeline looked at the old revision, and released nothing. */
const takenBack = [migrated('expand', 12), migrated('revert', 12), refused(31)];

function verdict(id: string, script: readonly EvidenceBody[], isEffective = true) {
  const rest = sampleRun().filter(
    (line) =>
      line.kind !== 'failover' && (isEffective || !(line.kind === 'fault' && line.phase === 'effective')),
  );
  const startT = rest.at(-1)?.t ?? 0;
  const at = new Date(0).toISOString();
  const lines = script.map((body, index) => ({ ...body, t: startT + index * 1000, at }) as Evidence);
  return judge(claims, numbered([...rest, ...lines])).claims.find((each) => each.id === id);
}

const changed = (script: readonly EvidenceBody[], index: number, body: EvidenceBody) =>
  script.map((each, at) => (at === index ? body : each));

describe('the verdict on migrations', () => {
  it.each<[VerdictWord, string, readonly EvidenceBody[], RegExp]>([
    [
      'held',
      'the old revision goes on, and the tables are narrowed after it',
      promoted,
      /served 950 requests.*once nothing of it was/,
    ],
    ['held', 'the release is rolled back, and the tables stay wide', rolledBack, /not made narrower/],
    [
      'broken',
      'the database refuses what the old revision asks',
      changed(promoted, 5, refused(7)),
      /refused 7 statements of the old/,
    ],
    [
      'broken',
      'it refuses what the new one asks',
      changed(promoted, 5, refused(0, 7)),
      /statements of the new/,
    ],
    [
      'broken',
      'the tables are narrowed while the old one is connected',
      changed(promoted, 4, migrated('contract', 3)),
      /with 3 connections/,
    ],
    [
      'broken',
      'they are narrowed before the old one is taken away',
      [...promoted.slice(0, 3), migrated('contract', 0), ...promoted.slice(3)],
      /while the old revision was in use/,
    ],
    ['inconclusive', 'nobody counted refusals', changed(promoted, 5, refused(null)), /nobody could count/],
    [
      'inconclusive',
      'the old revision was not used',
      changed(promoted, 0, migrated('expand', 0)),
      /nobody saw the old revision in use/,
    ],
    [
      'inconclusive',
      'it got no request afterwards',
      promoted.filter((body) => body !== measured),
      /nobody saw the old revision in use/,
    ],
    ['inconclusive', 'no table was changed', promoted.slice(1, 4), /No table was changed/],
  ])('is %s when %s', (word, _why, script, reason) => {
    expect(verdict('practices.database-migrations', script)).toMatchObject({
      verdict: word,
      reason: expect.stringMatching(reason),
    });
  });

  it('stands although the release that it was made for was never started', () => {
    expect(verdict('practices.database-migrations', takenBack, false)).toMatchObject({
      verdict: 'broken',
      reason: expect.stringContaining('refused 31 statements of the old revision'),
    });
  });
});

describe('the verdict on the data of a release that had migrated and was rolled back', () => {
  it.each<[VerdictWord, string, readonly EvidenceBody[]]>([
    ['held', 'all that it stored in its column is there', rolledBack],
    ['broken', 'a row has lost it', changed(rolledBack, 5, kept(39))],
    ['broken', 'a row has got another', changed(rolledBack, 5, kept(41, 1))],
  ])('is %s when %s', (word, _why, script) => {
    expect(verdict('rollback.data-preserved', script)?.verdict).toBe(word);
  });
});

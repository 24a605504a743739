import { describe, expect, it } from 'vitest';
import type { ClientsEvidence, Evidence, FailoverEvidence, FaultEvidence, Recorded } from '../evidence.js';
import { EvidenceError } from '../evidence-error.js';
import { at, numbered, sampleClaims, sampleRun, sampleTimes } from '../testing/sample-run.js';
import { exitCode, type VerdictWord } from '../verdict.js';
import { judges } from './index.js';
import { judge } from './judge.js';

type Claim = 'detection-time' | 'duration' | 'data-loss' | 'steps' | 'notification';
type Change = (lines: readonly Evidence[]) => readonly Evidence[];
const times = sampleTimes;

const without =
  (wanted: (line: Evidence) => boolean): Change =>
  (lines) =>
    lines.filter((line) => !wanted(line));
const change =
  <E extends Evidence>(wanted: (line: Evidence) => line is E, to: (line: E) => Partial<E>): Change =>
  (lines) =>
    lines.map((line) => (wanted(line) ? { ...line, ...to(line) } : line));
const add =
  (...more: Evidence[]): Change =>
  (lines) => [...lines, ...more];
const all =
  (...changes: Change[]): Change =>
  (lines) =>
    changes.reduce((changed, one) => one(changed), lines);

const isFault =
  (phase: FaultEvidence['phase']) =>
  (line: Evidence): line is FaultEvidence =>
    line.kind === 'fault' && line.phase === phase;
const isFailover =
  (event: FailoverEvidence['event'], step?: string) =>
  (line: Evidence): line is FailoverEvidence =>
    line.kind === 'failover' && line.event === event && (step === undefined || line.step === step);
const isClients =
  (fromT = 0, toT = Number.POSITIVE_INFINITY, stream?: ClientsEvidence['stream']) =>
  (line: Evidence): line is ClientsEvidence =>
    line.kind === 'clients' &&
    line.second >= fromT &&
    line.second < toT &&
    (stream === undefined || line.stream === stream);
const isKind =
  <K extends Evidence['kind']>(kind: K) =>
  (line: Evidence): line is Extract<Evidence, { kind: K }> =>
    line.kind === kind;
const shift = (ms: number) => (line: { t: number }) => ({ t: line.t + ms });

const spoilt = ({ arrivals }: ClientsEvidence) => ({ good: 0, failed: arrivals });
const oneInTwoHundred = ({ arrivals }: ClientsEvidence) => ({
  good: arrivals - arrivals / 200,
  failed: arrivals / 200,
});
const interrupted = at(60_000, { kind: 'interrupted', signal: 'SIGINT', phase: 'recovery' });
const noFailover = without((line) => line.kind === 'failover' || line.kind === 'notification');
const lateBy = (ms: number): Change => change(isKind('failover'), shift(ms));

/** Each rule of each judge, once where it holds and wherever it can fail. */
const cases: [Claim, string, Change, VerdictWord, RegExp][] = [
  [
    'detection-time',
    'holds 7.9 s against 30 s',
    all(),
    'held',
    /7\.9 s after the proven effect; promised < 30 s, 22\.1 s to spare/,
  ],
  [
    'detection-time',
    'is broken when the trigger comes after the promise',
    lateBy(25_000),
    'broken',
    /32\.9 s .* 2\.9 s over/,
  ],
  [
    'detection-time',
    'is broken at exactly the promised time',
    change(isFailover('trigger'), () => ({ t: times.effectiveT + 30_000 })),
    'broken',
    /0\.0 s over/,
  ],
  [
    'detection-time',
    'is broken when nothing triggered for longer than promised',
    noFailover,
    'broken',
    /No failover was triggered within 51\.6 s/,
  ],
  [
    'detection-time',
    'is open when nothing triggered but the run was short',
    all(
      noFailover,
      change(isKind('phase'), () => ({ t: times.effectiveT + 20_000 })),
    ),
    'inconclusive',
    /shorter than promised/,
  ],
  [
    'detection-time',
    'is open when a failover ran before the fault',
    add(at(30_000, { kind: 'failover', event: 'trigger' })),
    'inconclusive',
    /before the fault was injected/,
  ],
  [
    'detection-time',
    'counts from the intent when the trigger precedes the proof',
    change(isFailover('trigger'), () => ({ t: times.effectiveT - 100 })),
    'held',
    /0\.3 s after the injection/,
  ],
  [
    'detection-time',
    'stays broken when requests were dropped',
    all(
      lateBy(25_000),
      change(isKind('generator'), () => ({ droppedIterations: 3 })),
    ),
    'broken',
    /over/,
  ],
  [
    'detection-time',
    'is open when a tool failed, however late the trigger',
    all(
      lateBy(25_000),
      add(at(50_000, { kind: 'tool-failure', tool: 'k6', exitCode: 1, signal: null, lastLines: [] })),
    ),
    'inconclusive',
    /k6 ended \(code 1\)/,
  ],

  [
    'duration',
    'holds 14.6 s against 120 s',
    all(),
    'held',
    /14\.6 s after the proven effect; promised < 120 s, 105\.4 s to spare/,
  ],
  [
    'duration',
    'counts from a relapse',
    change(isClients(70_000, 71_000, 'writes'), spoilt),
    'held',
    /30\.6 s/,
  ],
  [
    'duration',
    'sees reads that fail while writes are well',
    change(isClients(70_000, 71_000, 'reads'), spoilt),
    'held',
    /30\.6 s/,
  ],
  [
    'duration',
    'takes a window with exactly 99.9 % good arrivals for recovered, and none with less',
    change(isClients(60_000, 70_000, 'writes'), oneInTwoHundred),
    'held',
    /27\.6 s/,
  ],
  [
    'duration',
    'takes late arrivals for bad',
    change(isClients(60_000, 70_000, 'reads'), ({ arrivals }) => ({ good: 0, late: arrivals })),
    'held',
    /29\.6 s/,
  ],
  [
    'duration',
    'is open when nobody recovered but the promise had not passed',
    change(isClients(times.intentT), spoilt),
    'inconclusive',
    /No ten seconds/,
  ],
  [
    'duration',
    'is broken when nobody recovered within the promise',
    all(
      change(isClients(times.intentT), spoilt),
      change(isFault('effective'), () => ({ t: times.intentT })),
      longOutage(130),
    ),
    'broken',
    /still not served well 173\.0 s/,
  ],
  [
    'duration',
    'is broken when recovery came after the promise',
    all(change(isClients(times.intentT), spoilt), longOutage(130), wellFrom(230_000, 260_000)),
    'broken',
    /189\.6 s after .* 69\.6 s over/,
  ],
  [
    'duration',
    'is open when clients were watched for less than ten seconds after',
    without(isClients(72_000)),
    'inconclusive',
    /watched for only 7 s/,
  ],
  [
    'duration',
    'is open when clients were watched for less than ten seconds at all',
    without(isClients(48_000)),
    'inconclusive',
    /not watched for ten seconds/,
  ],
  [
    'duration',
    'is open when the clocks were never compared',
    without(isKind('clock')),
    'inconclusive',
    /clock was never compared/,
  ],
  [
    'duration',
    'is open when there are no reads',
    without(isClients(0, 200_000, 'reads')),
    'inconclusive',
    /no reads/,
  ],
  [
    'duration',
    'does not take seconds without arrivals for good ones',
    change(isClients(80_000), () => ({ arrivals: 0, good: 0, failed: 0 })),
    'inconclusive',
    /No ten seconds/,
  ],
  [
    'duration',
    'is open when requests were dropped',
    change(isClients(45_000, 46_000, 'writes'), () => ({ dropped: 12 })),
    'inconclusive',
    /dropped 12 requests/,
  ],
  [
    'duration',
    'lets drops be that came while the load grew, before the platform had to be steady',
    all(
      change(isClients(times.intentT - 30_000, times.intentT - 20_000, 'writes'), () => ({ dropped: 1 })),
      change(isKind('generator'), () => ({ droppedIterations: 1 })),
    ),
    'held',
    /Clients were served/,
  ],
  [
    'duration',
    'is open when nobody knows when the requests were dropped',
    change(isKind('generator'), () => ({ droppedIterations: 3 })),
    'inconclusive',
    /dropped 3 requests/,
  ],
  [
    'duration',
    'is open when the generator failed',
    change(isKind('generator'), () => ({ exitCode: 107, endedAsTold: false })),
    'inconclusive',
    /ended with code 107/,
  ],
  [
    'duration',
    'is open when nobody knows how the generator ended',
    without(isKind('generator')),
    'inconclusive',
    /not recorded how the load generator ended/,
  ],
  ['duration', 'is open when the run was interrupted', add(interrupted), 'inconclusive', /SIGINT.*recovery/],
  [
    'duration',
    'is open when the run gave up',
    add(at(60_000, { kind: 'gave-up', phase: 'undo', reason: 'links stay cut' })),
    'inconclusive',
    /links stay cut/,
  ],

  ['data-loss', 'holds 0 lost writes', all(), 'held', /^0 of 13,904 acknowledged writes lost; promised 0/],
  ['data-loss', 'is broken by lost writes', lost(6), 'broken', /^6 of 13,904/],
  [
    'data-loss',
    'stays broken in a run where everything else failed',
    all(
      lost(1),
      without(isFault('effective')),
      without(isKind('generator')),
      without(isKind('clients')),
      add(interrupted),
    ),
    'broken',
    /^1 of/,
  ],
  [
    'data-loss',
    'is broken by what is not a loss but a violation',
    change(isKind('history'), () => ({ verdict: 'broken' as const, reason: '1 stored more than once.' })),
    'broken',
    /stored more than once/,
  ],
  [
    'data-loss',
    'is broken where the history contradicts itself',
    change(isKind('history'), ({ counts }) => ({ counts: { ...counts, lost: 2 } })),
    'broken',
    /^2 of/,
  ],
  [
    'data-loss',
    'is open when the history is',
    change(isKind('history'), () => ({ verdict: 'inconclusive' as const, reason: 'no final read.' })),
    'inconclusive',
    /no final read/,
  ],
  [
    'data-loss',
    'is open without a history',
    without(isKind('history')),
    'inconclusive',
    /No history of writes was checked/,
  ],
  [
    'data-loss',
    'is open when the fault is not proven',
    change(isFault('effective'), ({ proofs }) => ({
      proofs: proofs.map((one, index) => (index === 1 ? { ...one, ok: false, observed: '2 alive' } : one)),
    })),
    'inconclusive',
    /processes of us-east-1: expected none alive, was 2 alive/,
  ],
  [
    'data-loss',
    'is open when the fault has no proof at all',
    change(isFault('effective'), () => ({ proofs: [] })),
    'inconclusive',
    /no proof was recorded/,
  ],
  [
    'data-loss',
    'is open when the fault was never effective',
    without(isFault('effective')),
    'inconclusive',
    /never seen to take effect/,
  ],
  [
    'data-loss',
    'is open when no fault was injected',
    without((line) => line.kind === 'fault'),
    'inconclusive',
    /no fault was injected/,
  ],
  [
    'data-loss',
    'is open when there was no traffic before the fault',
    change(isClients(0, times.intentT), () => ({ arrivals: 0, good: 0 })),
    'inconclusive',
    /no writes and no reads/,
  ],
  [
    'data-loss',
    'does not take dropped requests for traffic',
    change(isClients(0, times.intentT), ({ arrivals }) => ({ good: 0, dropped: arrivals })),
    'inconclusive',
    /no writes and no reads/,
  ],

  [
    'steps',
    'holds five steps in order whose times add up',
    all(),
    'held',
    /in 11\.36 s: 11\.35 s in steps and 0\.00 s between them, 6 ms/,
  ],
  [
    'steps',
    'is broken when one is missing',
    without((line) => line.kind === 'failover' && line.step === 'update_dns'),
    'broken',
    /promised detect_failure/,
  ],
  [
    'steps',
    'is broken when two change places',
    change(isKind('failover'), ({ step }) =>
      step === 'update_dns'
        ? { step: 'redirect_traffic' }
        : step === 'redirect_traffic'
          ? { step: 'update_dns' }
          : {},
    ),
    'broken',
    /redirect_traffic, update_dns/,
  ],
  [
    'steps',
    'is broken when one failed',
    change(isFailover('step-end', 'update_dns'), () => ({ outcome: 'failed' })),
    'broken',
    /update_dns \(failed\)/,
  ],
  [
    'steps',
    'is broken when an outcome is unknown',
    change(isFailover('step-end', 'update_dns'), () => ({ outcome: undefined as unknown as string })),
    'broken',
    /outcome not recorded/,
  ],
  [
    'steps',
    'is broken when two overlap',
    change(isFailover('step-start', 'redirect_traffic'), shift(-200)),
    'broken',
    /redirect_traffic began before/,
  ],
  [
    'steps',
    'is broken when the controller refused',
    change(isFailover('completed'), () => ({
      event: 'refused' as const,
      detail: 'eu-west-1 may miss a write',
    })),
    'broken',
    /refused: eu-west-1 may miss a write/,
  ],
  [
    'steps',
    'is broken when the failover failed',
    change(isFailover('completed'), () => ({ event: 'failed' as const })),
    'broken',
    /the failover failed/,
  ],
  [
    'steps',
    'is open when 51 ms are unaccounted for',
    change(isFailover('completed'), () => ({ t: 53_460 + 51 })),
    'inconclusive',
    /51 ms of/,
  ],
  [
    'steps',
    'allows 50 ms',
    change(isFailover('completed'), () => ({ t: 53_460 + 50 })),
    'held',
    /50 ms unaccounted/,
  ],
  [
    'steps',
    'counts gaps between steps',
    change(isKind('failover'), (line) => (line.t >= 53_204.5 ? shift(2000)(line) : {})),
    'held',
    /2\.00 s between them/,
  ],
  [
    'steps',
    'is open when an end was not recorded',
    without(isFailover('step-end', 'update_dns')),
    'inconclusive',
    /No end was recorded for update_dns/,
  ],
  [
    'steps',
    'is open when the failover had not ended',
    without(isFailover('completed')),
    'inconclusive',
    /had not ended/,
  ],
  [
    'steps',
    'is open when no failover was triggered',
    noFailover,
    'inconclusive',
    /No failover was triggered/,
  ],

  [
    'notification',
    'holds when every channel was told',
    all(),
    'held',
    /pagerduty 5\.0 s, slack 5\.1 s, email 5\.1 s/,
  ],
  [
    'notification',
    'is broken when a channel was not told',
    without((line) => line.kind === 'notification' && line.channel === 'slack'),
    'broken',
    /Only 2 of 3 channels .* nothing reached slack/,
  ],
  [
    'notification',
    'does not count an alert',
    change(isKind('notification'), ({ channel }) =>
      channel === 'pagerduty' ? { sender: 'alertmanager' } : {},
    ),
    'broken',
    /nothing reached pagerduty/,
  ],
  [
    'notification',
    'does not count what came before the failover began',
    change(isKind('notification'), ({ channel }) =>
      channel === 'email' ? { receivedT: times.triggerT - 1 } : {},
    ),
    'broken',
    /nothing reached email/,
  ],
  [
    'notification',
    'reads the summary where the sender is unknown',
    unsigned('Failover completed'),
    'held',
    /All 3/,
  ],
  [
    'notification',
    'does not guess where the summary says nothing',
    unsigned('something happened'),
    'broken',
    /0 of 3/,
  ],
  [
    'notification',
    'is open when the run ended right after the failover',
    without((line) => line.kind === 'notification' || line.t > times.completedT + 4000),
    'inconclusive',
    /ended too early|not recorded/,
  ],
  ['notification', 'is open when no failover was triggered', noFailover, 'inconclusive', /nothing to tell/],
  [
    'notification',
    'is open when a channel is missing and the run was interrupted',
    all(
      without((line) => line.kind === 'notification' && line.channel === 'slack'),
      add(interrupted),
    ),
    'inconclusive',
    /interrupted/,
  ],
];

function lost(count: number): Change {
  return change(isKind('history'), ({ counts }) => ({
    verdict: 'broken' as const,
    reason: `${count} lost.`,
    counts: { ...counts, lost: count },
    lost: Array.from({ length: count }, (_, index) => `w-${index}`),
  }));
}

/** Bad seconds behind those of the sample. */
function longOutage(seconds: number): Change {
  return all(
    change(isKind('phase'), ({ phase }) => (phase === 'undo' ? { t: times.undoT + seconds * 1000 } : {})),
    add(...clientSeconds(times.undoT, times.undoT + seconds * 1000, false)),
  );
}

function wellFrom(fromT: number, toT: number): Change {
  return all(without(isClients(fromT)), add(...clientSeconds(fromT, toT, true)));
}

function clientSeconds(fromT: number, toT: number, isWell: boolean): Evidence[] {
  const seconds: Evidence[] = [];
  for (let second = fromT; second < toT; second += 1000) {
    for (const stream of ['writes', 'reads'] as const) {
      const [good, failed] = isWell ? [100, 0] : [0, 100];
      seconds.push(
        at(second, {
          kind: 'clients',
          stream,
          second,
          arrivals: 100,
          good,
          failed,
          late: 0,
          dropped: 0,
          p50Ms: 9,
          p99Ms: 9,
        }),
      );
    }
  }
  return seconds;
}

function unsigned(summary: string): Change {
  return (lines) =>
    lines.map((line) => {
      if (line.kind !== 'notification') return line;
      const { sender: _sender, ...rest } = line;
      return { ...rest, summary };
    });
}

const changed = (by: Change): Recorded[] => numbered(by(sampleRun()) as Evidence[]);
const claimOf = (claim: Claim) => sampleClaims.filter(({ id }) => id === `failover.${claim}`);

describe('the judge', () => {
  it.each(cases)('failover.%s %s', (claim, _name, by, verdict, reason) => {
    const [judged] = judge(claimOf(claim), changed(by)).claims;
    expect({ verdict: judged?.verdict, reason: judged?.reason }).toEqual({
      verdict,
      reason: expect.stringMatching(reason),
    });
  });

  it('writes a document that says which run it judged', () => {
    expect(judge(sampleClaims, sampleRun())).toMatchObject({
      schema: 'attest.verdict/v1',
      kind: 'gameday',
      run: '20260504T020000Z-region-loss-5a17',
      target: 'reference',
      environment: 'production',
      revision: 'c0ffee5d2f8e41',
      startedAt: '2026-05-04T02:00:00.000Z',
      durationSeconds: 99,
      summary: { held: 5, broken: 0, inconclusive: 0 },
    });
  });

  it('marks an interrupted run and a changed design', () => {
    const evidence = changed(
      all(
        add(interrupted),
        change(isKind('run'), () => ({ whatIf: { replication: 'async' } })),
      ),
    );
    expect(judge(sampleClaims, evidence)).toMatchObject({
      interrupted: true,
      whatIf: { replication: 'async' },
    });
    expect(judge(sampleClaims, sampleRun())).not.toHaveProperty('interrupted');
    expect(judge(sampleClaims, sampleRun())).not.toHaveProperty('whatIf');
  });

  it('points at lines that exist and carry what it says', () => {
    const evidence = sampleRun();
    const [detection] = judge(claimOf('detection-time'), evidence).claims;
    const kinds = detection?.evidence.map(({ line }) => evidence[line - 1]?.kind);
    expect(kinds).toEqual(['fault', 'failover']);
  });

  it('holds nothing of a run that recorded only its beginning', () => {
    const verdict = judge(sampleClaims, sampleRun().slice(0, 2));
    expect(verdict.summary).toEqual({ held: 0, broken: 0, inconclusive: 5 });
  });

  it('leaves a claim that no judge knows open instead of skipping it', () => {
    const [claim] = sampleClaims;
    const unknown = { ...(claim as NonNullable<typeof claim>), id: 'backups.frequency' };
    expect(judge([unknown], sampleRun()).claims).toMatchObject([
      { id: 'backups.frequency', verdict: 'inconclusive' },
    ]);
  });

  it('leaves a promise open that it cannot compare', () => {
    const vague = sampleClaims.map((claim) => ({
      ...claim,
      promised: { op: 'is', value: 'fast', unit: '' } as const,
    }));
    expect(judge(vague, sampleRun()).summary.held).toBe(0);
  });

  it('reads promises in whatever unit the catalog gives', () => {
    const inMinutes = claimOf('duration').map((claim) => ({
      ...claim,
      promised: { op: '<', value: 0.2, unit: 'minutes' } as const,
    }));
    expect(judge(inMinutes, sampleRun()).claims).toMatchObject([
      { verdict: 'broken' as const, measured: { unit: 'minutes', value: 0.243 } },
    ]);
  });

  it('refuses evidence that does not say what was run', () => {
    expect(() => judge(sampleClaims, sampleRun().slice(1))).toThrow(EvidenceError);
  });

  it('has a judge for every claim of a failover', () => {
    expect(Object.keys(judges)).toEqual(expect.arrayContaining(sampleClaims.map(({ id }) => id)));
  });
});

describe('the exit code', () => {
  it.each([
    [{ held: 5, broken: 0, inconclusive: 0 }, 0],
    [{ held: 4, broken: 1, inconclusive: 0 }, 1],
    [{ held: 0, broken: 1, inconclusive: 4 }, 1],
    [{ held: 4, broken: 0, inconclusive: 1 }, 3],
    [{ held: 0, broken: 0, inconclusive: 0 }, 3],
  ])('of %o is %i', (summary, code) => {
    expect(exitCode(summary)).toBe(code);
  });
});

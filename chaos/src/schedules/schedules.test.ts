import { judge } from '@attest/evidence';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { expectations } from '../experiments/index.js';
import { type FakeRun, fakeRun, type Misbehaviour } from '../gameday/testing/fake-run.js';
import { drawSchedule, usualDrawLimits } from './draw-schedule.js';
import { conflict, schedulable } from './schedulable.js';
import { overlap, type Schedule, type ScheduledFault } from './schedule.js';
import { scheduleExperiment } from './schedule-experiment.js';
import { scheduleProblems } from './schedule-problems.js';
import { searchSchedules } from './search-schedules.js';
import { shrinkSchedule } from './shrink-schedule.js';
import { type ScheduleRun, tryOut } from './trial.js';

const fault = (name: ScheduledFault['fault'], from: number, lasts: number): ScheduledFault => ({
  fault: name,
  where: 'primary',
  startsAfterSeconds: from,
  lastsSeconds: lasts,
});

/** As many requests as the clients of the fake platform make, and the patience of somebody who wants to see its failures to their end. */
function experimentOf(schedule: Schedule) {
  const experiment = scheduleExperiment(schedule);
  const load = { ...experiment.load, writesPerSecond: 10, gpuWritesPerSecond: 0, readsPerSecond: 10 };
  return { ...experiment, load };
}

function broken({ evidence }: FakeRun): ScheduleRun {
  const { expectations: expected } = scheduleExperiment({ faults: [fault('latency', 0, 1)] });
  const { claims } = judge(
    expected.map((id) => ({ id, ...expectations[id](arborKumori) })),
    evidence,
  );
  return {
    broken: claims.flatMap(({ id, verdict }) => (verdict === 'broken' ? [id] : [])),
    isInconclusive: claims.some(({ verdict }) => verdict === 'inconclusive'),
    run: 'r-1',
  };
}

const cutOff = 'cut east-west';

/** A platform whose only defect needs a partition and a slow vendor at the same time; on a clock that nobody waits for. */
const defective: Misbehaviour = {
  failsUnder: (inPlace) => inPlace.has(cutOff) && inPlace.has('replicate slow'),
};
const onFakePlatform = async (schedule: Schedule) => broken(await fakeRun(experimentOf(schedule), defective));

const six: Schedule = {
  faults: [
    fault('slow-dns', 0, 20),
    fault('instance-kill', 2, 12),
    fault('partition', 4, 24),
    fault('replicate-slow', 10, 22),
    fault('long-lock', 15, 20),
    fault('webhook-loss', 33, 10),
  ],
};

describe('a schedule', () => {
  it('puts each fault in place for its time, overlapping as planned, and undoes all', async () => {
    const { evidence, isCut } = await fakeRun(
      experimentOf({ faults: [fault('partition', 5, 20), fault('replicate-slow', 10, 30)] }),
    );
    const lines = evidence.flatMap((line) => (line.kind === 'fault' ? [`${line.fault} ${line.phase}`] : []));
    expect(lines).toEqual([
      'partition intent',
      'partition effective',
      'replicate-slow intent',
      'replicate-slow effective',
      'partition undone',
      'replicate-slow undone',
    ]);
    const at = (name: string, phase: string) =>
      evidence.find((line) => line.kind === 'fault' && line.fault === name && line.phase === phase)?.t ?? 0;
    expect(at('partition', 'undone') - at('partition', 'effective')).toBeGreaterThanOrEqual(20_000);
    expect(at('replicate-slow', 'effective') - at('partition', 'effective')).toBe(5000);
    expect(isCut).toBe(false);
  });

  it('is held by a platform that does not mind, and broken by one that does', async () => {
    const held = broken(await fakeRun(experimentOf(six)));
    expect(held).toMatchObject({ broken: [], isInconclusive: false });
    expect((await onFakePlatform(six)).broken).toEqual(['expectation.served']);
  });

  it('undoes everything that is in place when the run ends early', async () => {
    const { log, evidence } = await fakeRun(experimentOf(six), { interruptedAfterMs: 46_000 });
    const phases = (phase: string) =>
      evidence.flatMap((line) => (line.kind === 'fault' && line.phase === phase ? [line.fault] : []));
    expect(phases('effective').length).toBeGreaterThan(2);
    expect(phases('undone').toSorted()).toEqual(phases('effective').toSorted());
    expect(log.filter((line) => line.startsWith('threw'))).toEqual([]);
  });

  it('never puts two faults in place that touch the same, however late the first one is', async () => {
    const touching = { faults: [fault('partition', 0, 10), fault('latency', 11, 10)] };
    expect(scheduleProblems(touching)).toEqual([]);
    const { evidence } = await fakeRun(experimentOf(touching));
    const order = evidence.flatMap((line) => (line.kind === 'fault' ? [`${line.fault} ${line.phase}`] : []));
    expect(order.indexOf('partition undone')).toBeLessThan(order.indexOf('latency intent'));
  });
});

describe('drawn schedules', () => {
  const drawn = Array.from({ length: 300 }, (_, index) => drawSchedule('seed', index + 1));

  it('are the same for the same seed, and others for another', () => {
    expect(drawSchedule('seed', 7)).toEqual(drawn[6]);
    expect(drawSchedule('other', 7)).not.toEqual(drawn[6]);
  });

  it('can all be run', () => {
    expect(drawn.flatMap(scheduleProblems)).toEqual([]);
  });

  it('have every fault that may be in one somewhere, and faults that overlap in most', () => {
    const names = new Set(drawn.flatMap(({ faults }) => faults.map((it) => it.fault)));
    const expected = Object.entries(schedulable).filter(([, it]) => !('because' in it));
    expect([...names].toSorted()).toEqual(expected.map(([name]) => name).toSorted());
    const overlapping = drawn.filter(({ faults }) =>
      faults.some((it, index) => faults.slice(0, index).some((other) => overlap(it, other))),
    );
    expect(overlapping.length).toBeGreaterThan(150);
  });
});

describe('what cannot be run', () => {
  it.each([
    ['no faults', { faults: [] }, /there are none/],
    ['a fault that does not exist', { faults: [fault('nonsense' as 'latency', 0, 5)] }, /no fault nonsense/],
    [
      'a fault that a failover has to follow',
      { faults: [fault('region-loss', 0, 5)] },
      /a failover has to follow/,
    ],
    [
      'a fault in a place where it is none',
      { faults: [{ ...fault('slow-dns', 0, 5), where: 'takeover' as const }] },
      /strikes primary only/,
    ],
    [
      'two that touch the same at once',
      { faults: [fault('partition', 0, 9), fault('latency', 5, 9)] },
      /cannot be in place together/,
    ],
    ['one that lasts longer than the load', { faults: [fault('latency', 290, 20)] }, /lasts 300 s at most/],
  ])('%s is told, with its place', (_what, schedule, problem) => {
    expect(scheduleProblems(schedule)).toEqual([expect.stringMatching(problem)]);
  });

  it('knows that conflicts go both ways', () => {
    expect(conflict('partition', 'replica-lag')).toBe(true);
    expect(conflict('replica-lag', 'partition')).toBe(true);
    expect(conflict('latency', 'replica-lag')).toBe(false);
  });
});

describe('a failure', () => {
  const outcomes = (...broken: string[][]) => {
    const left = [...broken];
    return async () => ({ broken: left.shift() ?? [], isInconclusive: false, run: 'r' });
  };

  it.each([
    ['holds after one good run', [[]], 'holds', 0, 1],
    ['fails when it fails again', [['a'], ['a']], 'fails', 2, 2],
    ['fails two times of three', [['a'], [], ['a']], 'fails', 2, 3],
    ['is called flaky when it fails once of three times', [['a'], [], []], 'flaky', 1, 3],
    ['has to fail in the same way', [['a'], ['b'], ['c']], 'flaky', 1, 3],
  ] as const)('%s', async (_name, broken, outcome, failures, runs) => {
    const trial = await tryOut(six, outcomes(...broken.map((it) => [...it])));
    expect([trial.outcome, trial.failures, trial.runs.length]).toEqual([outcome, failures, runs]);
  });

  it('is none when nothing could be judged', async () => {
    const nothing = async () => ({ broken: [], isInconclusive: true, run: 'r' });
    expect((await tryOut(six, nothing)).outcome).toBe('inconclusive');
  });
});

describe('shrinking', () => {
  const shrink = (schedule: Schedule, mostRuns: number, run = onFakePlatform) =>
    shrinkSchedule(schedule, { run, broken: ['expectation.served'], mostRuns, leastLastsSeconds: 5 });

  it('finds the two faults that it takes among six, and the shortest time that they need, in few runs', async () => {
    const { schedule, runs, confirmed, isMinimal } = await shrink(six, 40);
    expect(schedule.faults.map((it) => it.fault)).toEqual(['partition', 'replicate-slow']);
    const [first, second] = schedule.faults;
    expect(first !== undefined && second !== undefined && overlap(first, second)).toBe(true);
    expect(first?.startsAfterSeconds).toBe(0);
    expect(first?.lastsSeconds).toBeLessThan(24);
    expect(second?.lastsSeconds).toBe(5);
    expect(confirmed).toEqual({ failures: 2, runs: 2 });
    expect(isMinimal).toBe(true);
    expect(runs.length).toBeLessThanOrEqual(30);
  });

  it('has the two faults soon, when runs are dear', async () => {
    const { schedule, runs, isMinimal } = await shrink(six, 14);
    expect(schedule.faults.map((it) => it.fault)).toEqual(['partition', 'replicate-slow']);
    expect(runs.length).toBeLessThanOrEqual(14);
    expect(isMinimal).toBe(false);
  });

  it('moves faults apart when they need not meet', async () => {
    const either = async (schedule: Schedule) =>
      broken(await fakeRun(experimentOf(schedule), { failsUnder: (inPlace) => inPlace.has(cutOff) }));
    const { schedule } = await shrink(six, 40, either);
    expect(schedule.faults).toEqual([fault('partition', 0, 5)]);
  });

  it('keeps what fails only at times as it is', async () => {
    let runs = 0;
    const flaky = async () => {
      runs += 1;
      return { broken: runs % 3 === 1 ? ['expectation.served'] : [], isInconclusive: false, run: 'r' };
    };
    const { schedule, confirmed } = await shrink(six, 60, flaky);
    expect(schedule).toEqual(six);
    expect(confirmed).toBeUndefined();
  });

  it('does not call minimal what it could not judge, nor goes on when it is over', async () => {
    const unsure = async (schedule: Schedule) =>
      schedule === six
        ? { broken: ['expectation.served'], isInconclusive: false, run: 'r' }
        : { broken: [], isInconclusive: true, run: 'r' };
    expect(await shrink(six, 200, unsure)).toMatchObject({ schedule: six, isMinimal: false });
    const over = await shrinkSchedule(six, {
      run: onFakePlatform,
      broken: ['expectation.served'],
      mostRuns: 40,
      leastLastsSeconds: 5,
      isOver: () => true,
    });
    expect(over).toMatchObject({ schedule: six, runs: [], isMinimal: false });
  });

  it('does not follow another failure', async () => {
    const slips = async (schedule: Schedule) => ({
      broken: schedule === six ? ['expectation.served'] : ['expectation.no-failover'],
      isInconclusive: false,
      run: 'r',
    });
    expect((await shrink(six, 40, slips)).schedule).toEqual(six);
  });
});

/** Of which the two that matter are drawn often enough. */
const few = Object.fromEntries(
  (['partition', 'replicate-slow', 'slow-dns', 'instance-kill'] as const).map((name) => [
    name,
    schedulable[name],
  ]),
);

it('searches the schedules of a seed, and shrinks the ones that fail', async () => {
  const found = await searchSchedules({
    seed: 'a platform with one defect',
    schedules: 12,
    run: onFakePlatform,
    shrinkRuns: 30,
    limits: { ...usualDrawLimits, leastFaults: 3 },
    catalogue: few,
  });
  expect(found).toHaveLength(12);
  const failing = found.flatMap(({ shrunk }) => shrunk ?? []);
  expect(failing.length).toBeGreaterThan(0);
  for (const { schedule } of failing)
    expect(schedule.faults.map((it) => it.fault).toSorted()).toEqual(['partition', 'replicate-slow']);
});

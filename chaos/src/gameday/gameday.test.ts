import { judge } from '@attest/evidence';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { type Experiment, expectations, experiments } from '../experiments/index.js';
import { type FakeRun, fakeRun } from './testing/fake-run.js';

/** As many requests as the fake platform's clients make. */
const experiment: Experiment = {
  ...experiments.partition,
  load: { ...experiments.partition.load, writesPerSecond: 10, gpuWritesPerSecond: 0, readsPerSecond: 10 },
};

function verdicts({ evidence }: FakeRun): Record<string, string> {
  const claims = experiment.expectations.map((id) => ({ id, ...expectations[id](arborKumori) }));
  return Object.fromEntries(
    judge(claims, evidence).claims.map(({ id, verdict }) => [id.split('.')[1], verdict]),
  );
}

const gaveUp = ({ evidence }: FakeRun) =>
  evidence.flatMap((line) => (line.kind === 'gave-up' ? [line.reason] : []));
const all = (verdict: string) => ({ served: verdict, 'no-failover': verdict, 'no-loss': verdict });

describe('a game day that a platform has to endure', () => {
  it('has the intent on disk before it touches anything, and undoes under load', async () => {
    const run = await fakeRun(experiment);
    expect(run.log).toEqual(['intent, on disk', 'cut', 'effective, on disk', 'restore', 'undone, on disk']);
    const phases = run.evidence.flatMap((line) =>
      line.kind === 'phase' && line.edge === 'start' ? [line.phase] : [],
    );
    expect(phases).toEqual(['steady-state', 'fault', 'recovery', 'undo', 'check']);
    expect(run.isCut).toBe(false);
  });

  it('holds what it expects of a platform that does not mind', async () => {
    expect(verdicts(await fakeRun(experiment))).toEqual(all('held'));
  });

  it('finds clients that were not served, and still no loss', async () => {
    expect(verdicts(await fakeRun(experiment, { failing: 0.2 }))).toEqual({
      ...all('held'),
      served: 'broken',
    });
  });

  it.each([
    ['done', 'held', /^0 of/],
    ['never-done', 'broken', /acknowledged without their promised effect/],
    ['done-twice', 'broken', /with an effect that was repeated/],
    ['done-late', 'held', /^0 of/],
    ['never-ending', 'inconclusive', /nobody looked finally at the effects of kind job/],
    ['forgotten', 'inconclusive', /nobody looked finally at the effects of kind job/],
    ['unreadable', 'inconclusive', /./],
  ] as const)('says of jobs that are %s that no loss is %s', async (jobs, verdict, reason) => {
    const run = await fakeRun(experiment, { jobs });
    const claims = [{ id: 'expectation.no-loss', ...expectations['expectation.no-loss'](arborKumori) }];
    const [judged] = judge(claims, run.evidence).claims;
    expect(judged).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
  });

  it('says that a replica was not read that is behind, and takes nothing for granted', async () => {
    const run = await fakeRun(experiment, { replicaBehind: true });
    expect(gaveUp(run)).toEqual([
      'west has not replayed what east has within 20 s, and was not read: it is at 0/1',
    ]);
    expect(verdicts(run)['no-loss']).toBe('inconclusive');
  });

  it('finds a failover that nobody wanted', async () => {
    expect(verdicts(await fakeRun(experiment, { failover: true }))).toEqual({
      ...all('held'),
      'no-failover': 'broken',
    });
  });

  it('ends early, undone, when more is harmed than was meant', async () => {
    const whole = await fakeRun(experiment);
    const run = await fakeRun(experiment, { failing: 1 });
    expect(gaveUp(run)).toEqual([expect.stringMatching(/only \d+\.\d % of the requests of 10 s were good/)]);
    expect(run.endedMs).toBeLessThan(whole.endedMs);
    expect(run.log.slice(-2)).toEqual(['restore', 'undone, on disk']);
    expect(verdicts(run).served).toBe('broken');
  });

  it.each([
    ['that is not proven', { cutUnproven: true }, /not proven to have taken effect/],
    ['whose injection stopped half-way', { cutThrows: true }, /half of the links are cut/],
  ])('undoes a fault %s, and judges nothing', async (_what, wrong, reason) => {
    const run = await fakeRun(experiment, wrong);
    expect(gaveUp(run)).toEqual([expect.stringMatching(reason)]);
    expect(run.log).toContain('restore');
    expect(run.isCut).toBe(false);
    expect(verdicts(run)).toEqual(all('inconclusive'));
  });

  it('says when a fault is not proven to be gone', async () => {
    const run = await fakeRun(experiment, { restoreUnproven: true });
    expect(gaveUp(run)).toEqual([expect.stringMatching(/not proven to be gone/)]);
  });

  it('undoes the fault after Ctrl-C', async () => {
    const run = await fakeRun(experiment, { interruptedAfterMs: 20_000 });
    expect(run.log.slice(-2)).toEqual(['restore', 'undone, on disk']);
    expect(run.evidence.filter(({ kind }) => kind === 'interrupted')).toHaveLength(1);
  });

  it('undoes the fault, and ends the load, when nothing can be written any more', async () => {
    const whole = await fakeRun(experiment);
    const cutAt = whole.evidence.find((line) => line.kind === 'fault' && line.phase === 'effective')?.t ?? 0;
    const run = await fakeRun(experiment, { diskFullAfterMs: cutAt + 1000 });
    expect(run.log.slice(-2)).toEqual(['restore', expect.stringMatching(/^threw .*no space left/)]);
    expect([run.isCut, run.hasLoad]).toEqual([false, false]);
  });

  it('undoes the fault when the load cannot be stopped in good order', async () => {
    const run = await fakeRun(experiment, { failing: 1, loadStopThrows: true });
    expect(run.log).toContain('restore');
    expect(run.isCut).toBe(false);
    expect(run.log.at(-1)).toBe('threw cannot read what the generator wrote');
  });

  it('does not begin on a target that cannot suffer the fault', async () => {
    const run = await fakeRun(experiment, { withoutLinks: true });
    expect(gaveUp(run)).toEqual([expect.stringMatching(/cannot suffer partition: it lacks a way to cut/)]);
    expect(run.log).toEqual([]);
    expect(verdicts(run)).toEqual(all('inconclusive'));
  });
});

describe('every experiment', () => {
  it.each(Object.entries(experiments))(
    '%s decides something, and shows its clients before and after',
    (_name, it) => {
      expect(it.claims.length + it.expectations.length).toBeGreaterThan(0);
      expect(it.steadyState.seconds).toBeGreaterThanOrEqual(10);
      if (it.watch.for === 'endurance') {
        expect(it.watch.seconds).toBeGreaterThan(20);
        expect(it.watch.afterUndoSeconds).toBeGreaterThan(10);
      } else if (it.watch.for === 'rollout') expect(it.watch.afterEndSeconds).toBeGreaterThan(10);
      else if (it.watch.for === 'failover') expect(it.watch.afterRecoverySeconds).toBeGreaterThan(20);
    },
  );
});

import type { Recorded } from '../evidence.js';
import type { Injection } from './injections.js';
import type { RunFacts } from './run-facts.js';

/** All that can keep a run from measuring what it was started for. */
export const defectKinds = [
  'fault-unproven',
  'no-traffic',
  'generator-dropped',
  'generator-failed',
  'tool-failure',
  'gave-up',
  'interrupted',
] as const;
export type DefectKind = (typeof defectKinds)[number];

/** Something that kept the run from measuring what it was started for. */
export interface Defect {
  readonly kind: DefectKind;
  /** A clause that follows `because`. */
  readonly because: string;
  readonly basedOn: readonly Pick<Recorded, 'line'>[];
}

/** How long before the fault traffic must be seen, so that there was something to disturb. */
const trafficBeforeFaultMs = 10_000;

const detectors: Readonly<Record<DefectKind, (facts: RunFacts) => Omit<Defect, 'kind'> | undefined>> = {
  'fault-unproven': ({ injections }) => {
    if (injections.length === 0) return { because: 'no fault was injected', basedOn: [] };
    const unproven = injections.flatMap((injection) => doubtOf(injection) ?? []);
    if (unproven.length === 0) return undefined;
    return {
      because: unproven.map(({ because }) => because).join('; '),
      basedOn: unproven.map(({ line }) => line),
    };
  },
  'no-traffic': ({ of, effective, intent }) => {
    const until = intent?.t ?? effective?.t ?? Number.POSITIVE_INFINITY;
    const before = of('clients').filter(
      ({ second }) => second < until && second >= until - trafficBeforeFaultMs,
    );
    const silent = (['writes', 'reads'] as const).filter(
      (stream) => !before.some((second) => second.stream === stream && second.arrivals > second.dropped),
    );
    if (silent.length === 0) return undefined;
    return {
      because: `no ${silent.join(' and no ')} were seen in the 10 s before the fault`,
      basedOn: before,
    };
  },
  'generator-dropped': ({ of, intent, effective }) => {
    // While the load grew nobody had to be served: what was dropped before the window that must be steady disturbs no verdict.
    const from = (intent?.t ?? effective?.t ?? 0) - trafficBeforeFaultMs;
    const thin = of('clients').filter(({ dropped }) => dropped > 0);
    const watched = thin.filter(({ second }) => second >= from);
    const known = total(thin, ({ dropped }) => dropped);
    const all = total(of('generator'), ({ droppedIterations }) => droppedIterations);
    // What the generator counted and no second shows was dropped nobody knows when.
    const count = total(watched, ({ dropped }) => dropped) + Math.max(0, all - known);
    if (count === 0) return undefined;
    const short = of('generator').filter(({ droppedIterations }) => droppedIterations > 0);
    return {
      because: `the load generator dropped ${count.toLocaleString('en-US')} requests that were due`,
      basedOn: [...short, ...watched],
    };
  },
  'generator-failed': ({ of }) => {
    const generators = of('generator');
    if (generators.length === 0) {
      return { because: 'it is not recorded how the load generator ended', basedOn: [] };
    }
    const failed = generators.filter(({ exitCode, endedAsTold }) => exitCode !== 0 && !endedAsTold);
    if (failed.length === 0) return undefined;
    const how = failed.map(({ exitCode }) => (exitCode === null ? 'by a signal' : `with code ${exitCode}`));
    return { because: `the load generator ended ${how.join(', ')}`, basedOn: failed };
  },
  'tool-failure': ({ of }) => {
    const failures = of('tool-failure');
    if (failures.length === 0) return undefined;
    const how = failures.map(
      ({ tool, exitCode, signal }) => `${tool} ended (${signal ?? `code ${exitCode ?? 'unknown'}`})`,
    );
    return { because: `${how.join(', ')} while it was needed`, basedOn: failures };
  },
  'gave-up': ({ of }) => {
    const reasons = of('gave-up');
    if (reasons.length === 0) return undefined;
    const how = reasons.map(({ phase, reason }) => `the run gave up in the phase ${phase} (${reason})`);
    return { because: how.join('; '), basedOn: reasons };
  },
  interrupted: ({ of }) => {
    const [first] = of('interrupted');
    if (first === undefined) return undefined;
    return {
      because: `the run was interrupted (${first.signal}) in the phase ${first.phase}`,
      basedOn: [first],
    };
  },
};

/** Why it is not known that a fault was in place; `undefined` where it is. */
function doubtOf({ intent, effective }: Injection) {
  if (effective === undefined) {
    return { because: `the fault ${intent.fault} was never seen to take effect`, line: intent };
  }
  const failed = effective.proofs.filter(({ ok }) => !ok);
  if (effective.proofs.length > 0 && failed.length === 0) return undefined;
  const details = failed.map(
    ({ probe, expected, observed }) => `${probe}: expected ${expected}, was ${observed}`,
  );
  const why = details.join('; ') || 'no proof was recorded';
  return { because: `the fault ${effective.fault} is not proven (${why})`, line: effective };
}

/** Everything that is wrong with a run, not the first. */
export function defectsOf(facts: RunFacts): Defect[] {
  return (Object.keys(detectors) as DefectKind[]).flatMap((kind) => {
    const defect = detectors[kind](facts);
    return defect === undefined ? [] : [{ kind, ...defect }];
  });
}

const total = <T>(lines: readonly T[], of: (line: T) => number): number =>
  lines.reduce((sum, line) => sum + of(line), 0);

import type { Recorded } from '@attest/evidence';
import type { CapacityFacts } from './facts.js';
import { generatorDefects } from './judge-step.js';

/** Something that kept a capacity run from measuring what it was started for. */
export interface Defect {
  /** A clause. */
  readonly because: string;
  readonly basedOn: readonly Pick<Recorded, 'line'>[];
}

type Detector = (facts: CapacityFacts) => readonly Defect[];

const detectors: Readonly<Record<string, Detector>> = {
  'target-unfit': ({ of }) =>
    of('capacity-target').flatMap(({ problems, when, line }) =>
      problems.map((problem) => ({
        because: when === 'before' ? problem : `after the load: ${problem}`,
        basedOn: [{ line }],
      })),
    ),
  'never-contacted': ({ of }) =>
    of('capacity-target').length + of('capacity-runner').length === 0
      ? [{ because: 'the target was never contacted', basedOn: [] }]
      : [],
  'nothing-measured': ({ of, steps }) => {
    const isUnfit = of('capacity-target').some(({ problems }) => problems.length > 0);
    if (isUnfit || steps.some(({ step }) => step.requests > 0)) return [];
    return [
      { because: 'nothing was measured: not one request was sent', basedOn: steps.map(({ step }) => step) },
    ];
  },
  'generator-unmeasured': ({ of, steps }) => {
    if (steps.length === 0 || of('capacity-runner').length > 0) return [];
    const controls = of('capacity-control');
    if (controls.length === 0)
      return [
        { because: 'the load generator was never tried against a server that does nothing', basedOn: [] },
      ];
    return controls.flatMap(({ problem, line, ceilingPerSecond }) =>
      problem !== undefined || ceilingPerSecond <= 0
        ? [
            {
              because: `the load generator fails against a server that does nothing: ${problem ?? 'it keeps up no rate'}`,
              basedOn: [{ line }],
            },
          ]
        : [],
    );
  },
  'control-alone': ({ of, steps }) => {
    const bad = of('capacity-control').filter(({ problem }) => problem !== undefined);
    if (steps.length > 0 || bad.length === 0) return [];
    return bad.map(({ problem, line }) => ({
      because: `the load generator fails against a server that does nothing: ${problem}`,
      basedOn: [{ line }],
    }));
  },
  'beyond-the-generator': ({ of, judged }) => {
    const ceiling = of('capacity-control')[0]?.ceilingPerSecond;
    if (ceiling === undefined) return [];
    return judged
      .filter(({ step }) => step.perSecond > ceiling)
      .map(({ step }) => ({
        because: `${step.perSecond}/s is more than this generator can send (${ceiling}/s)`,
        basedOn: [step],
      }));
  },
  generator: ({ judged, steps, promised, isSearch }) => {
    const newest = steps.filter(({ step }) => step.purpose !== 'return').at(-1);
    // In a search only what its answer rests on; without an answer, what ended it.
    const ending = judged.length === 0 && newest?.verdict.outcome === 'void' ? [newest] : [];
    const relevant = isSearch ? [...judged, ...ending] : judged;
    return relevant.flatMap(({ step }) =>
      generatorDefects(step, promised).map((because) => ({ because, basedOn: [step] })),
    );
  },
  'part-of-the-generator': ({ steps, isSearch }) =>
    isSearch
      ? []
      : steps
          .filter(({ step }) => !step.judged && !step.generator.isOrderly)
          .slice(0, 1)
          .map(({ step }) => ({
            because: `${step.generator.means} (exit code ${step.generator.exitCode ?? 'none'})`,
            basedOn: [step],
          })),
  'cut-short': ({ of, steps }) =>
    steps.length > 0 && of('capacity-search').length === 0 && of('capacity-runner').length === 0
      ? [{ because: 'the run was cut short before it came to its end', basedOn: [] }]
      : [],
  cached: ({ steps }) => {
    const lines = steps.filter(({ step }) => step.cached > 0).map(({ step }) => step);
    const count = lines.reduce((sum, { cached }) => sum + cached, 0);
    return count === 0
      ? []
      : [
          {
            because: `${count} answers came from a cache (Age, X-Cache), not from the target`,
            basedOn: lines,
          },
        ];
  },
  'other-revision': ({ of, steps }) => {
    const lines = steps.filter(({ step }) => step.otherRevisions.length > 0).map(({ step }) => step);
    const seen = new Set(lines.flatMap(({ otherRevisions }) => otherRevisions));
    const [before, after] = beforeAndAfter(of);
    const changed = before !== undefined && after !== undefined && before.revision !== after.revision;
    if (changed) seen.add(after.revision ?? 'one that does not tell');
    return seen.size === 0
      ? []
      : [
          {
            because: `revision ${[...seen].join(', ')} answered as well as ${before?.revision ?? 'the first'}`,
            basedOn: changed ? [...lines, before, after] : lines,
          },
        ];
  },
  restarted: ({ of, steps }) => {
    const gone = steps.filter(({ step }) => step.wentAway).map(({ step }) => step);
    const [before, after] = beforeAndAfter(of);
    const restarted =
      before?.processStart !== null &&
      after?.processStart !== null &&
      before?.processStart !== after?.processStart;
    return [
      ...(gone.length === 0
        ? []
        : [
            {
              because:
                'the target stopped listening while it was loaded: it restarted, or the load ended it (see its logs)',
              basedOn: gone,
            },
          ]),
      ...(before !== undefined && after !== undefined && restarted
        ? [{ because: 'the target was restarted during the run', basedOn: [before, after] }]
        : []),
    ];
  },
  runners: ({ of }) =>
    of('capacity-runner').flatMap(({ runner, problems, line }) =>
      problems.map((problem) => ({ because: `runner ${runner}: ${problem}`, basedOn: [{ line }] })),
    ),
  'tool-failure': ({ of }) =>
    of('tool-failure').map(({ tool, exitCode, signal, line }) => ({
      because: `${tool} ended (${signal ?? `code ${exitCode ?? 'unknown'}`}) while it was needed`,
      basedOn: [{ line }],
    })),
  'gave-up': ({ of }) => of('gave-up').map(({ reason, line }) => ({ because: reason, basedOn: [{ line }] })),
  interrupted: ({ of }) =>
    of('interrupted').map(({ signal, phase, line }) => ({
      because: `the run was interrupted (${signal}) in the phase ${phase}`,
      basedOn: [{ line }],
    })),
};

/** Everything that is wrong with a run, not the first. */
export function defectsOf(facts: CapacityFacts): Defect[] {
  const all = Object.values(detectors).flatMap((detect) => detect(facts));
  return all.filter(({ because }, index) => all.findIndex((each) => each.because === because) === index);
}

function beforeAndAfter(of: CapacityFacts['of']) {
  const targets = of('capacity-target');
  return [
    targets.find(({ when }) => when === 'before'),
    targets.find(({ when }) => when === 'after'),
  ] as const;
}

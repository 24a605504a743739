import type { CapacityStepEvidence, EvidenceKind, EvidenceOf, Recorded } from '../../evidence.js';
import type { VerdictDocument } from '../../verdict.js';
import { number } from '../words.js';
import { Facts, LineReference, Table } from './parts.js';

interface Props {
  readonly verdict: VerdictDocument;
  readonly evidence: readonly Recorded[];
}

type Step = Recorded<CapacityStepEvidence>;

const linesOf = <K extends EvidenceKind>(evidence: readonly Recorded[], kind: K) =>
  evidence.filter((line): line is Recorded<EvidenceOf<K>> => line.kind === kind);

/** What a capacity run found, step by step, and how the generator was while it looked. */
export function Capacity({ verdict, evidence }: Props) {
  const { capacity } = verdict;
  if (capacity === undefined) return null;
  const { knee, reason, defects, comparison } = capacity;
  const control = linesOf(evidence, 'capacity-control').at(-1);
  const run = linesOf(evidence, 'run')[0];
  return (
    <>
      {defects.map((defect) => (
        <p class="notice">
          <b>Not conclusive: </b>
          {defect}.
        </p>
      ))}
      <section aria-labelledby="capacity">
        <h2 id="capacity">Capacity</h2>
        <p class="lead">
          {reason} {comparison?.sentence}
        </p>
        <Facts
          facts={[
            [
              'Highest steady rate',
              knee.value === null ? 'none found' : `${knee.lowerBound ? '≥ ' : ''}${knee.value} /s`,
            ],
            interval(knee),
            ['Revision of the target', capacity.revision ?? 'not told'],
            [
              'The generator alone reaches',
              control === undefined ? 'not measured' : `${control.ceilingPerSecond} /s`,
            ],
          ]}
        />
      </section>
      <Steps steps={linesOf(evidence, 'capacity-step')} />
      <Runners evidence={evidence} />
      <section aria-labelledby="surroundings">
        <h2 id="surroundings">Where it ran</h2>
        <Facts
          words
          facts={[
            ['Loaded', capacity.url],
            [
              'Machine',
              run === undefined ? 'not recorded' : `${run.machine.cpuModel}, ${run.machine.cpus} CPUs`,
            ],
            [
              'System',
              run === undefined ? 'not recorded' : `${run.machine.system}, Node.js ${run.machine.node}`,
            ],
          ]}
        />
      </section>
    </>
  );
}

function Steps({ steps }: { steps: readonly Step[] }) {
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">Steps</h2>
      <p class="lead">
        In the order in which they were made; each without the seconds in which it warmed up.
      </p>
      <Table
        rows={steps}
        columns={[
          { label: 'Rate', isNumber: true, cell: ({ perSecond }) => `${perSecond} /s` },
          { label: 'What for', cell: ({ stage, purpose }) => stage ?? purposes[purpose] },
          { label: 'Requests', isNumber: true, cell: ({ requests }) => number(requests) },
          { label: 'Failed', isNumber: true, cell: ({ failed }) => number(failed) },
          { label: 'Late', isNumber: true, cell: ({ late }) => number(late) },
          { label: 'p50', isNumber: true, cell: ({ p50Ms }) => ms(p50Ms) },
          { label: 'p99', isNumber: true, cell: ({ p99Ms }) => ms(p99Ms) },
          {
            label: 'Generator',
            cell: ({ generator: { cores, lagP99Ms }, dropped }) =>
              `${cores === null ? 'CPU unknown' : `${cores.toFixed(2)} cores`}, ${lagP99Ms === null ? '' : `${lagP99Ms.toFixed(1)} ms late, `}${number(dropped)} dropped`,
          },
          {
            label: 'What was made of it',
            cell: ({ outcome, because }) => (outcome === undefined ? '–' : `${outcome}: ${because}`),
          },
          { label: 'Evidence', cell: ({ line }) => <LineReference line={line} /> },
        ]}
      />
    </section>
  );
}

const purposes = {
  climb: 'up, until it fails',
  refine: 'where is it exactly',
  return: 'as at first, once more',
  stage: 'a stage of the profile',
} as const satisfies Record<Step['purpose'], string>;

function Runners({ evidence }: Pick<Props, 'evidence'>) {
  const runners = linesOf(evidence, 'capacity-runner');
  if (runners.length === 0) return null;
  return (
    <section aria-labelledby="runners">
      <h2 id="runners">Runners</h2>
      <Table
        rows={runners}
        columns={[
          { label: 'Runner', cell: ({ runner }) => runner },
          { label: 'Requests', isNumber: true, cell: ({ requests }) => number(requests) },
          { label: 'Came to its end', cell: ({ finished }) => (finished ? 'yes' : 'no') },
          { label: 'What is wrong', cell: ({ problems }) => problems.join('; ') || 'nothing' },
          { label: 'Evidence', cell: ({ line }) => <LineReference line={line} /> },
        ]}
      />
    </section>
  );
}

const ms = (value: number | null) => (value === null ? '–' : `${value.toFixed(value < 10 ? 2 : 1)} ms`);

/** Open upwards where the search ended below the knee. */
function interval({ value, low, high }: NonNullable<Props['verdict']['capacity']>['knee']): [string, string] {
  if (value === null) return ['Between', '–'];
  return high === null ? ['At least', `${low} /s`] : ['Between', `${low} and ${high} /s`];
}

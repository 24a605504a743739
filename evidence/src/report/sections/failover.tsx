import type { Recorded } from '../../evidence.js';
import { runFacts } from '../../judges/run-facts.js';
import { isStepOk, type StepTime, stepTimes } from '../../judges/step-times.js';
import type { Timeline } from '../timeline.js';
import { lineRanges } from '../words.js';
import { type Column, LineReference, Table } from './parts.js';
import { StepsPicture } from './pictures.js';

interface Props {
  readonly evidence: readonly Recorded[];
  readonly timeline: Timeline | undefined;
}

interface StepRow extends StepTime {
  readonly sinceZeroMs: number;
  readonly gapMs: number | undefined;
}

/** The steps of the failover with their times: steps and gaps add up to the whole. */
export function FailoverSteps({ evidence, timeline }: Props) {
  const { of, effective, ending, trigger } = runFacts(evidence);
  const steps = stepTimes(of('failover'));
  const zeroT = effective?.t ?? 0;
  if (steps.length === 0) {
    return (
      <section aria-labelledby="failover">
        <h2 id="failover">Failover</h2>
        <p class="lead">No step of a failover was recorded.</p>
      </section>
    );
  }
  const rows = steps.map((step, index): StepRow => {
    const before = steps[index - 1]?.endT;
    return {
      ...step,
      sinceZeroMs: step.startT - zeroT,
      gapMs: before === undefined ? undefined : step.startT - before,
    };
  });
  const wholeMs = ending === undefined ? undefined : ending.t - (steps[0]?.startT ?? 0);
  return (
    <section aria-labelledby="failover">
      <h2 id="failover">Failover</h2>
      <p class="lead">
        {trigger?.trigger === undefined ? 'Triggered' : `Triggered by ${trigger.trigger}`}
        {ending === undefined
          ? '; it had not ended when the run did.'
          : `, ${ending.event}${ending.region === undefined ? '' : ` in ${ending.region}`}${ending.epoch === undefined ? '' : ` with epoch ${ending.epoch}`}.`}
        {trigger?.detail === undefined ? '' : ` Seen: ${trigger.detail.replace(/\.$/, '')}.`}
      </p>
      {timeline !== undefined && timeline.steps.length > 0 && <StepsPicture timeline={timeline} />}
      <Table
        columns={columns}
        rows={rows}
        {...(wholeMs === undefined ? {} : { total: ['Whole', '', '', seconds(wholeMs), '', ''] })}
      />
    </section>
  );
}

const columns: readonly Column<StepRow>[] = [
  { label: 'Step', cell: ({ step }) => <code>{step}</code> },
  { label: 'Began', isNumber: true, cell: ({ sinceZeroMs }) => signedSeconds(sinceZeroMs) },
  { label: 'Gap before', isNumber: true, cell: ({ gapMs }) => (gapMs === undefined ? '–' : seconds(gapMs)) },
  {
    label: 'Took',
    isNumber: true,
    cell: ({ startT, endT }) => (endT === undefined ? 'not ended' : seconds(endT - startT)),
  },
  {
    label: 'Outcome',
    cell: (step) => (
      <span class={isStepOk(step) ? undefined : 'broken'}>
        {isStepOk(step) ? '✓ ' : '✕ '}
        {step.outcome ?? 'not ended'}
      </span>
    ),
  },
  { label: 'Evidence', cell: ({ lines }) => <LineReference line={lineRanges(lines)} /> },
];

const seconds = (ms: number) => `${(ms / 1000).toFixed(3)} s`;
const signedSeconds = (ms: number) => `${ms < 0 ? '−' : '+'}${seconds(Math.abs(ms))}`;

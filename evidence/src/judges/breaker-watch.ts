import type { BreakerEvidence, Recorded } from '../evidence.js';

/** What one circuit breaker went through since the fault was intended. */
export interface BreakerWatch {
  readonly line: Recorded<BreakerEvidence>;
  /** It was not closed when the fault was intended; nothing can be learned from it. */
  readonly wasOpen: boolean;
  /** Calls that failed before it opened, or in all if it never did. */
  readonly failuresBeforeOpening: number;
  /** It opened between these two moments; undefined when it never did. */
  readonly opened: { readonly afterT: number; readonly byT: number } | undefined;
  /** By then it was closed, and remained so; undefined when it was not. */
  readonly closedT: number | undefined;
  /** Calls while it was open, from the last moment before it to the first after it. */
  readonly rejected: number;
  readonly admitted: number;
  /** Calls that ended well once it was closed. */
  readonly successAfterClosing: number;
  readonly lastT: number | undefined;
}

type Sample = BreakerEvidence['samples'][number];

export function watchBreaker(line: Recorded<BreakerEvidence>, intentT: number): BreakerWatch {
  const samples = line.samples;
  const lastT = samples.at(-1)?.t;
  const before = samples.filter(({ t }) => t <= intentT).at(-1);
  const wasOpen = before !== undefined && before.state !== 'closed';
  const first = samples.findIndex((sample, at) => sample.t > intentT && isOpen(sample, samples[at - 1]));
  const untilOpening = first === -1 ? samples : samples.slice(0, first + 1);
  const failuresBeforeOpening = grown(
    untilOpening.filter(({ t }) => t > intentT || t === before?.t),
    'failure',
  );
  if (first === -1) {
    const none = { opened: undefined, closedT: undefined, rejected: 0, admitted: 0, successAfterClosing: 0 };
    return { line, wasOpen, failuresBeforeOpening, lastT, ...none };
  }
  const lastOpen = samples.findLastIndex((sample, at) => isOpen(sample, samples[at - 1]));
  // A breaker that refused a call since the last look, and is closed by now, has closed.
  const closed = samples[lastOpen]?.state === 'closed' ? samples[lastOpen] : samples[lastOpen + 1];
  const whileOpen = samples.slice(Math.max(0, first - 1), lastOpen + 2);
  return {
    line,
    wasOpen,
    failuresBeforeOpening,
    lastT,
    opened: { afterT: samples[first - 1]?.t ?? intentT, byT: samples[first]?.t ?? intentT },
    closedT: closed?.t,
    rejected: grown(whileOpen, 'rejected'),
    admitted: grown(whileOpen, 'success') + grown(whileOpen, 'failure'),
    successAfterClosing:
      closed === undefined ? 0 : grown(samples.slice(samples.indexOf(closed) - 1), 'success'),
  };
}

/** A refused call gives away a breaker that was open between two looks. */
function isOpen(sample: Sample, before: Sample | undefined): boolean {
  return sample.state !== 'closed' || (before !== undefined && sample.rejected > before.rejected);
}

/** A counter that is lower than before belongs to a process that has begun anew. */
function grown(samples: readonly Sample[], counter: 'success' | 'failure' | 'rejected'): number {
  return samples.reduce((sum, sample, at) => {
    const before = samples[at - 1]?.[counter] ?? sample[counter];
    return sum + (sample[counter] >= before ? sample[counter] - before : sample[counter]);
  }, 0);
}

import type { CapacityAnswer } from './capacity.js';

/** `held`, `broken`, or `inconclusive`: a run that could not measure says so, and never `held`. */
export type VerdictWord = 'held' | 'broken' | 'inconclusive';

export type PromisedValue = number | string | boolean | readonly (string | number)[];

export interface Promised {
  readonly op: '=' | '<' | '<=' | '>' | '>=' | 'in' | 'is';
  readonly value: PromisedValue;
  readonly unit: string;
}

/** What a judge needs to know of a claim; every claim of the catalog is one. */
export interface JudgedClaim {
  readonly id: string;
  readonly statement: string;
  /** Where the architecture says it. */
  readonly section: string;
  readonly promised: Promised;
}

export interface Measured {
  /** Null when nothing could be measured, which is not zero. */
  readonly value: PromisedValue | null;
  readonly unit: string;
  /** Present when the true value is known to be at least this, but not how much more. */
  readonly atLeast?: true;
}

export interface ClaimVerdict extends JudgedClaim {
  readonly measured: Measured;
  readonly verdict: VerdictWord;
  /** A sentence with the number, the promise and the margin, or with what kept it from being measured. */
  readonly reason: string;
  /** Lines of `evidence.jsonl` that the verdict rests on, counted from 1. */
  readonly evidence: readonly { readonly line: number }[];
  /** Rests on modelled figures; says nothing about a real target. */
  readonly modelled?: true;
}

/** Something that is worse than it was. */
export interface Regression {
  /** Id of the claim. */
  readonly claim: string;
  /** What was before and what is now, with how likely that is by chance. */
  readonly sentence: string;
}

/** `verdict.json`. */
export interface VerdictDocument {
  readonly schema: 'attest.verdict/v1';
  readonly run: string;
  readonly kind: 'gameday' | 'capacity';
  readonly experiment?: string;
  readonly target: string;
  readonly environment: string;
  readonly revision: string;
  /** Left out when the design itself was run. */
  readonly whatIf?: Readonly<Record<string, string>>;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationSeconds: number;
  /** True when the run was ended before its time. */
  readonly interrupted?: true;
  readonly claims: readonly ClaimVerdict[];
  /** What is worse than in earlier runs; left out where nothing is. */
  readonly regressions?: readonly Regression[];
  /** Of a capacity run. */
  readonly capacity?: CapacityAnswer;
  readonly summary: Summary;
}

export interface Summary {
  readonly held: number;
  readonly broken: number;
  readonly inconclusive: number;
}

/** Of a whole run: broken outranks inconclusive, and of nothing that was judged nothing is known. */
export function overall({ broken, inconclusive, held }: Summary): VerdictWord {
  if (broken > 0) return 'broken';
  return inconclusive > 0 || held === 0 ? 'inconclusive' : 'held';
}

/** Of several verdicts the worst counts. */
export const badness: Readonly<Record<VerdictWord, number>> = { held: 0, inconclusive: 1, broken: 2 };

/** What a run is a run of. */
export const subjectOf = ({ experiment, kind }: Pick<VerdictDocument, 'experiment' | 'kind'>): string =>
  experiment ?? kind;

const exitCodes = { held: 0, broken: 1, inconclusive: 3 } as const;

/** Exit code of a run: 0 all held, 1 a claim is broken, 3 inconclusive. */
export function exitCode(summary: Summary): 0 | 1 | 3 {
  return exitCodes[overall(summary)];
}

export function summarize(claims: readonly { readonly verdict: VerdictWord }[]): Summary {
  const count = (word: VerdictWord) => claims.filter(({ verdict }) => verdict === word).length;
  return { held: count('held'), broken: count('broken'), inconclusive: count('inconclusive') };
}

/** How a measured value is held against the promised one: `is` for words and yes/no, `in` for one of a list. */
export type PromiseOperator = '=' | '<' | '<=' | '>' | '>=' | 'in' | 'is';

export interface Promised {
  op: PromiseOperator;
  value: number | string | boolean | (string | number)[];
  /** Unit of `value`; empty for words and yes/no. */
  unit: string;
}

/** A promise of the architecture, with an id that stays when its number changes. */
export interface Claim {
  /** `failover.detection-time`, `<service>.scaling.maximum`, … */
  id: string;
  /** Plain English, with the number and its unit. */
  statement: string;
  /** Heading path in the architecture document. */
  section: string;
  promised: Promised;
  /** How it is or will be checked: an experiment, a lint rule, a generated alert, … */
  check: string;
}

import {
  fixedLabels,
  isMatchedInVain,
  isOnlyCarried,
  keepsApart,
  type LabelsOfRecorded,
} from './fixed-labels.js';
import type { LoadedRule } from './loaded-rule.js';
import type { Mutant } from './mutants.js';

/** Why a mutant says the same as the rule whatever is scraped, as far as that follows from the expressions; `undefined`: it does not. */
export function equivalence(
  rule: LoadedRule,
  { dropped, rule: mutated }: Mutant,
  /** All rules of its file: what it reads may be recorded there. */
  file: readonly LoadedRule[],
): string | undefined {
  if (dropped === undefined) return undefined;
  const { kind, name, at } = dropped;
  switch (kind) {
    case 'matcher': {
      const { value } = dropped;
      return value !== undefined &&
        keepsApart(mutated.expr, name) &&
        fixedLabels(mutated.expr)[name] === value
        ? 'what it is matched with has the same matcher'
        : undefined;
    }
    case 'grouping': {
      if (isMatchedInVain(rule.expr, at, name)) return 'both sides have the label with the same value';
      const set = rule.labels[name];
      if (set === undefined || !isOnlyCarried(rule.expr, at)) return undefined;
      // Without grouping by it, the label is gone from the result; what selects it is left.
      const inner = fixedLabels(rule.expr)[name];
      return inner === set ? 'a matcher fixes the label, and the rule sets it' : undefined;
    }
    case 'label':
      return fixedLabels(rule.expr, recordedIn(file))[name] === rule.labels[name]
        ? 'the series carries the label with this value'
        : undefined;
  }
}

/** An objective is recorded in one file, by rules that set the same labels. */
const recordedIn =
  (file: readonly LoadedRule[]): LabelsOfRecorded =>
  (name, { objective }) =>
    file.find(
      ({ record, labels }) => record === name && objective !== undefined && labels.objective === objective,
    )?.labels ?? {};

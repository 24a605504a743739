import type { LoadedRule } from './loaded-rule.js';

export interface RuleDifference {
  /** Loaded as we would write them. */
  same: LoadedRule[];
  /** Loaded under our name and labels, but not as we would write them. */
  different: { ours: LoadedRule; theirs: LoadedRule; what: ('expr' | 'for')[] }[];
  /** Ours, not loaded. */
  missing: LoadedRule[];
  /** Theirs, with those of ours that would take their place, and why we think so. */
  foreign: { theirs: LoadedRule; replacedBy: { name: string; because: string }[] }[];
}

/** What differs between the rules that are loaded and ours. `reads` of ours must be down to what is scraped. */
export function compareRules(ours: readonly LoadedRule[], loaded: readonly LoadedRule[]): RuleDifference {
  const left = new Map(loaded.map((rule) => [identity(rule), rule]));
  const difference: RuleDifference = { same: [], different: [], missing: [], foreign: [] };
  for (const rule of ours) {
    const theirs = left.get(identity(rule));
    left.delete(identity(rule));
    if (theirs === undefined) {
      difference.missing.push(rule);
      continue;
    }
    const what = [
      ...(theirs.expr === rule.expr ? [] : ['expr' as const]),
      ...(theirs.forSeconds === rule.forSeconds ? [] : ['for' as const]),
    ];
    if (what.length === 0) difference.same.push(rule);
    else difference.different.push({ ours: rule, theirs, what });
  }
  const alerts = ours.filter(({ kind }) => kind === 'alert');
  difference.foreign = [...left.values()].map((theirs) => ({
    theirs,
    replacedBy: theirs.kind === 'alert' ? replacements(theirs, alerts) : [],
  }));
  return difference;
}

const identity = ({ kind, name, labels }: LoadedRule): string =>
  JSON.stringify([kind, name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** The same name in other letters says that it is the same alert; the same series say that it may be. */
function replacements(
  theirs: LoadedRule,
  alerts: readonly LoadedRule[],
): { name: string; because: string }[] {
  const named = alerts.find(({ name }) => letters(name) === letters(theirs.name));
  if (named !== undefined) return [{ name: named.name, because: 'the same name' }];
  const names = [...new Set(alerts.map(({ name }) => name))];
  return names.flatMap((name) => {
    const reads = new Set(
      alerts.filter((alert) => alert.name === name).flatMap((alert) => alert.reads.map(base)),
    );
    const shared = [...new Set(theirs.reads.map(base))].filter((metric) => reads.has(metric));
    return shared.length > 0 ? [{ name, because: `both read ${shared.join(', ')}` }] : [];
  });
}

const letters = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
/** The parts of a histogram are one metric. */
const base = (metric: string): string => metric.replace(/_(bucket|count|sum)$/, '');

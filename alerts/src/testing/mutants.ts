import { parser } from '@prometheus-io/lezer-promql';
import type { LoadedRule } from './loaded-rule.js';

/** A slip of the pen in one rule. */
export interface Mutant {
  /** What was done, and where. */
  what: string;
  rule: LoadedRule;
  dropped?: Dropped;
}

/** A label that is no longer selected, grouped by or set; `value` where it was selected by one. */
export interface Dropped {
  kind: 'matcher' | 'grouping' | 'label';
  name: string;
  value?: string;
  /** Where in the expression. */
  at: number;
}

/** One edit of an expression: what stands between two positions is replaced. */
interface Edit {
  what: string;
  from: number;
  to: number;
  by: string;
  dropped?: Dropped;
}

const comparators: Record<string, readonly string[]> = {
  '>': ['<', '>='],
  '>=': ['<=', '>'],
  '<': ['>', '<='],
  '==': ['!='],
};

/** Every single slip in the expression: factor, window, comparator, and/or, a guard or a matcher or a label that was dropped. */
export function expressionMutants(expr: string): { what: string; expr: string; dropped?: Dropped }[] {
  const edits: Edit[] = [];
  const text = (node: { from: number; to: number }) => expr.slice(node.from, node.to);
  parser.parse(expr).iterate({
    enter({ name, from, to, node }) {
      const replace = (what: string, by: string, at = { from, to }, dropped?: Omit<Dropped, 'at'>) =>
        edits.push({
          what: `${what} at ${at.from}`,
          ...at,
          by,
          ...(dropped && { dropped: { ...dropped, at: at.from } }),
        });
      switch (name) {
        case 'NumberDurationLiteral': {
          const value = Number(text(node));
          if (Number.isFinite(value)) {
            replace(
              `${text(node)} a tenth higher`,
              String(Number((value === 0 ? 1 : value * 1.1).toPrecision(12))),
            );
            replace(
              `${text(node)} a tenth lower`,
              String(Number((value === 0 ? -1 : value * 0.9).toPrecision(12))),
            );
          }
          break;
        }
        case 'NumberDurationLiteralInDurationContext': {
          const [, amount = '1', unit = 'm'] = /^(\d+)(\w+)$/.exec(text(node)) ?? [];
          replace(`window ${text(node)} doubled`, `${Number(amount) * 2}${unit}`);
          replace(`window ${text(node)} tripled`, `${Number(amount) * 3}${unit}`);
          break;
        }
        case 'BinaryExpr': {
          const [left, right] = [node.firstChild, node.lastChild];
          if (left === null || right === null) break;
          const operator = expr.slice(left.to, right.from);
          const word = /\b(and|or|unless)\b/.exec(operator)?.[1];
          if (word !== undefined) {
            const at = left.to + operator.indexOf(word);
            replace(`${word} turned`, word === 'and' ? 'or' : 'and', { from: at, to: at + word.length });
            replace(`what follows ${word} dropped`, text(left));
            replace(`what precedes ${word} dropped`, text(right));
          }
          const symbol = /[<>=!]=?/.exec(operator)?.[0];
          if (word === undefined && symbol !== undefined) {
            const at = left.to + operator.indexOf(symbol);
            for (const other of comparators[symbol] ?? [])
              replace(`${symbol} to ${other}`, other, { from: at, to: at + symbol.length });
            if (node.parent?.name === 'ParenExpr')
              replace(`guard ${symbol}${text(right)} dropped`, text(left));
          }
          const arithmetic = /^\s*([-*/])\s*$/.exec(operator)?.[1];
          if (arithmetic !== undefined) {
            const at = left.to + operator.indexOf(arithmetic);
            replace(`${arithmetic} turned`, arithmetic === '*' ? '/' : arithmetic === '/' ? '*' : '+', {
              from: at,
              to: at + 1,
            });
          }
          break;
        }
        case 'UnquotedLabelMatcher': {
          const comma = expr[to] === ',' ? 1 : 0;
          const [, label = '', quoted] = /^(\w+)(?:=("(?:[^"\\]|\\.)*"))?/.exec(text(node)) ?? [];
          replace(
            `matcher ${text(node)} dropped`,
            '',
            { from, to: to + comma },
            { kind: 'matcher', name: label, ...(quoted !== undefined && { value: JSON.parse(quoted) }) },
          );
          break;
        }
        case 'LabelName': {
          if (node.parent?.name !== 'GroupingLabels') break;
          const rest = expr.slice(to);
          const after = /^,\s*/.exec(rest)?.[0].length ?? 0;
          const before = after > 0 ? 0 : (/,\s*$/.exec(expr.slice(0, from))?.[0].length ?? 0);
          replace(
            `grouping by ${text(node)} dropped`,
            '',
            { from: from - before, to: to + after },
            { kind: 'grouping', name: text(node) },
          );
          break;
        }
        case 'Rate':
          replace('rate to increase', 'increase');
          break;
        case 'Increase':
          replace('increase to rate', 'rate');
          break;
        case 'Max':
          replace('max to min', 'min');
          break;
        case 'Min':
          replace('min to max', 'max');
          break;
        case 'AvgOverTime':
          replace('average to maximum', 'max_over_time');
          break;
        case 'OffsetExpr': {
          const inner = node.firstChild;
          if (inner !== null) replace('offset dropped', text(inner));
          break;
        }
      }
    },
  });
  return edits.map(({ what, from, to, by, dropped }) => ({
    what,
    ...(dropped && { dropped }),
    expr: (expr.slice(0, from) + by + expr.slice(to)).replaceAll(/,\s*}/g, '}'),
  }));
}

/** Every single slip in a rule. */
export function ruleMutants(rule: LoadedRule): Mutant[] {
  const named = rule.alert ?? rule.record ?? '';
  const of = (what: string, change: Partial<LoadedRule>): Mutant => ({
    what: `${named}: ${what}`,
    rule: { ...rule, ...change },
  });
  const labels = Object.keys(rule.labels).flatMap((label) => {
    const { [label]: value = '', ...rest } = rule.labels;
    return [
      {
        ...of(`label ${label} dropped`, { labels: rest }),
        dropped: { kind: 'label', name: label, at: 0 } as const,
      },
      of(`label ${label} changed`, { labels: { ...rest, [label]: `${value}x` } }),
    ];
  });
  return [
    ...expressionMutants(rule.expr).map(({ what, expr, dropped }) => ({
      ...of(what, { expr }),
      ...(dropped && { dropped }),
    })),
    ...labels,
    ...(rule.for === undefined
      ? [of('must hold for a minute', { for: '1m' })].filter(() => rule.alert !== undefined)
      : [of('need not hold', { for: '0s' }), of('must hold for twice as long', { for: doubled(rule.for) })]),
  ];
}

const doubled = (duration: string): string =>
  duration.replace(/^\d+/, (digits) => String(Number(digits) * 2));

import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { DashboardError } from '../dashboard-error.js';

/** What a query asks for, as far as names and labels go. */
export interface ParsedQuery {
  readonly selectors: readonly Selector[];
  /** Labels in `by`, `without`, `on`, `ignoring` and `group_…`. */
  readonly groupingLabels: readonly string[];
}

export interface Selector {
  /** Series that it names: one, or the alternatives of a `__name__=~"a|b"`. */
  readonly names: readonly string[];
  readonly matchers: readonly ParsedMatcher[];
  /** As written, e.g. `$__rate_interval`, where it is a range. */
  readonly range?: string;
  /** The function around a range, e.g. `rate`. */
  readonly function?: string;
}

export interface ParsedMatcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Grafana's, which stand outside of strings; replaced by durations that nobody writes by hand. */
const durations = { $__rate_interval: '8869990787ms', $__interval: '4867856611ms', $__range: '6069770749ms' };

/** Parsed as Prometheus itself does, by its own grammar. @throws DashboardError `invalid-query` */
export function parseQuery(expr: string): ParsedQuery {
  const text = Object.entries(durations).reduce((rest, [name, value]) => rest.replaceAll(name, value), expr);
  const of = (node: SyntaxNode | { from: number; to: number }) => text.slice(node.from, node.to);
  const selectors: Selector[] = [];
  const groupingLabels: string[] = [];
  parser.parse(text).iterate({
    enter({ node, type }) {
      if (type.isError)
        throw new DashboardError(
          'invalid-query',
          `${expr}\n  is no PromQL, from «${text.slice(node.from, node.from + 24)}» on`,
          'correct the query',
        );
      if (type.name === 'VectorSelector') selectors.push(selectorOf(node, of));
      if (type.name === 'GroupingLabels')
        groupingLabels.push(...node.getChildren('LabelName').map(of));
    },
  });
  return { selectors, groupingLabels };
}

function selectorOf(node: SyntaxNode, of: (node: SyntaxNode) => string): Selector {
  const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(
    (matcher): ParsedMatcher => ({
      label: child(matcher, 'LabelName', of),
      op: child(matcher, 'MatchOp', of) as ParsedMatcher['op'],
      value: JSON.parse(child(matcher, 'StringLiteral', of)),
    }),
  );
  const identifier = node.getChild('Identifier');
  const named = matchers.find(({ label }) => label === '__name__');
  const matrix = node.parent?.type.name === 'MatrixSelector' ? node.parent : undefined;
  return {
    names: identifier ? [of(identifier)] : (named?.value.split('|') ?? []),
    matchers: matchers.filter(({ label }) => label !== '__name__'),
    ...(matrix && rangeOf(matrix, of)),
  };
}

function rangeOf(matrix: SyntaxNode, of: (node: SyntaxNode) => string): Pick<Selector, 'range' | 'function'> {
  const written = of(matrix).match(/\[([^\]]+)\]/)?.[1] ?? '';
  const range = Object.entries(durations).find(([, value]) => value === written)?.[0] ?? written;
  let call = matrix.parent;
  while (call !== null && call.type.name !== 'FunctionCall') call = call.parent;
  const name = call?.getChild('FunctionIdentifier');
  return name ? { range, function: of(name) } : { range };
}

const child = (node: SyntaxNode, name: string, of: (node: SyntaxNode) => string): string => {
  const found = node.getChild(name);
  return found === null ? '' : of(found);
};

import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { DashboardError } from '../dashboard-error.js';

/** What a query asks for, as far as names and labels go. */
export interface ParsedQuery {
  readonly selectors: readonly Selector[];
  readonly aggregations: readonly Aggregation[];
  /** Labels in `on` and `ignoring`. */
  readonly matchingLabels: readonly string[];
}

/** `sum by (labels) (…)` */
export interface Aggregation {
  readonly labels: readonly string[];
  /** Of what is aggregated. */
  readonly selectors: readonly Selector[];
  /** Labels that what is aggregated gets from a join (`group_left`) or `label_replace`. */
  readonly added: readonly string[];
  /** Two sides are matched by labels, so that not every selector needs every label. */
  readonly isJoin: boolean;
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
  const of: TextOf = ({ from, to }) => text.slice(from, to);
  const selectors: Selector[] = [];
  const aggregations: Aggregation[] = [];
  const matchingLabels: string[] = [];
  parser.parse(text).iterate({
    enter({ node, type }) {
      if (type.isError)
        throw new DashboardError(
          'invalid-query',
          `${expr}\n  is no PromQL, from «${text.slice(node.from, node.from + 24)}» on`,
          'correct the query',
        );
      if (type.name === 'VectorSelector') selectors.push(selectorOf(node, of));
      if (type.name === 'AggregateExpr') aggregations.push(aggregationOf(node, of));
      if (type.name === 'MatchingModifierClause')
        matchingLabels.push(...labelsOf(node.getChild('GroupingLabels'), of));
    },
  });
  return { selectors, aggregations, matchingLabels };
}

type TextOf = (node: SyntaxNode) => string;

const labelsOf = (node: SyntaxNode | null, of: TextOf): string[] =>
  node?.getChildren('LabelName').map(of) ?? [];

function aggregationOf(node: SyntaxNode, of: TextOf): Aggregation {
  const selectors: Selector[] = [];
  const added: string[] = [];
  let isJoin = false;
  node.cursor().iterate(({ type, node: inner }) => {
    if (type.name === 'VectorSelector') selectors.push(selectorOf(inner, of));
    if (type.name === 'MatchingModifierClause') {
      isJoin = true;
      // The second list is that of `group_left`.
      added.push(...labelsOf(inner.getChildren('GroupingLabels')[1] ?? null, of));
    }
    if (type.name === 'FunctionCall') added.push(...replacedBy(inner, of));
  });
  const by = node.getChild('AggregateModifier')?.getChild('GroupingLabels') ?? null;
  return { labels: labelsOf(by, of), selectors, added, isJoin };
}

/** The label that a `label_replace` writes: its second argument. */
function replacedBy(call: SyntaxNode, of: TextOf): string[] {
  const name = call.getChild('FunctionIdentifier');
  if (name === null || of(name) !== 'label_replace') return [];
  const [label] = call.getChild('FunctionCallBody')?.getChildren('StringLiteral') ?? [];
  return label === undefined ? [] : [JSON.parse(of(label))];
}

function selectorOf(node: SyntaxNode, of: TextOf): Selector {
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

function rangeOf(matrix: SyntaxNode, of: TextOf): Pick<Selector, 'range' | 'function'> {
  const written = child(matrix, 'DurationExpr', of);
  const range = Object.entries(durations).find(([, value]) => value === written)?.[0] ?? written;
  let call = matrix.parent;
  while (call !== null && call.type.name !== 'FunctionCall') call = call.parent;
  const name = call?.getChild('FunctionIdentifier');
  return name ? { range, function: of(name) } : { range };
}

const child = (node: SyntaxNode, name: string, of: TextOf): string => {
  const found = node.getChild(name);
  return found === null ? '' : of(found);
};

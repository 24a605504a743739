import { parser } from '@prometheus-io/lezer-promql';

type Node = ReturnType<typeof parser.parse>['topNode'];

export type Labels = Readonly<Record<string, string>>;
/** Labels that a rule gives to what it records, by name and by what is selected. */
export type LabelsOfRecorded = (name: string, matchers: Labels) => Labels;

const none: LabelsOfRecorded = () => ({});

/** Functions whose result has the labels of what they are given, sample by sample. */
const keepLabels =
  /^(rate|increase|\w+_over_time|clamp_min|clamp_max|histogram_quantile|label_replace|abs|round)$/;

/**
 * Labels that every series of the result carries with one value, as far as the expression itself says so. Of two vectors that
 * are matched on all their labels, each gives what it fixes to both.
 */
export function fixedLabels(expr: string, ofRecorded: LabelsOfRecorded = none): Labels {
  const text = (node: Node) => expr.slice(node.from, node.to);

  function of(node: Node): Labels {
    switch (node.name) {
      case 'PromQL':
      case 'ParenExpr':
      case 'OffsetExpr':
      case 'SubqueryExpr':
      case 'MatrixSelector':
        return node.firstChild === null ? {} : of(node.firstChild);
      case 'VectorSelector': {
        const matchers = equalities(node, text);
        const name = node.getChild('Identifier');
        return { ...(name === null ? {} : ofRecorded(text(name), matchers)), ...matchers };
      }
      case 'AggregateExpr': {
        const by = groupedBy(node, text);
        const inner = vectorsIn(node.getChild('FunctionCallBody'))[0];
        return by === undefined || inner === undefined ? {} : only(of(inner), by);
      }
      case 'FunctionCall': {
        const name = text(node.firstChild as Node);
        const body = node.getChild('FunctionCallBody');
        const inner = vectorsIn(body)[0];
        if (inner === undefined) return {};
        if (name === 'absent') return inner.name === 'VectorSelector' ? equalities(inner, text) : {};
        if (!keepLabels.test(name)) return {};
        const { [replacedBy(node, text) ?? '']: _, ...rest } = of(inner);
        return rest;
      }
      case 'BinaryExpr': {
        const [left, right] = [node.firstChild as Node, node.lastChild as Node];
        if (isScalar(left)) return of(right);
        if (isScalar(right)) return of(left);
        const { on, other } = matching(node, text);
        if (other) return {};
        if (node.getChild('Or') !== null) return both(of(left), of(right));
        if (node.getChild('Unless') !== null) return of(left);
        if (on === undefined) return { ...of(left), ...of(right) };
        return node.getChild('And') === null ? {} : { ...of(left), ...only(of(right), on) };
      }
      default:
        return {};
    }
  }
  return of(parser.parse(expr).topNode);
}

/** Whether series with one value of a label never depend on series with another: nothing sums or matches across them. */
export function keepsApart(expr: string, label: string): boolean {
  const text = (node: Node) => expr.slice(node.from, node.to);
  let apart = true;
  parser.parse(expr).iterate({
    enter({ name, node }) {
      if (name === 'AggregateExpr') apart &&= groupedBy(node, text)?.includes(label) ?? false;
      if (name === 'FunctionCall') {
        const called = text(node.firstChild as Node);
        apart &&= called === 'time' || (keepLabels.test(called) && replacedBy(node, text) !== label);
      }
      if (name === 'BinaryExpr') {
        const { on, other } = matching(node, text);
        const isSet = ['And', 'Or', 'Unless'].some((one) => node.getChild(one) !== null);
        apart &&= !other && (on === undefined || (isSet && on.includes(label)));
      }
    },
  });
  return apart;
}

/** Whether a label that is matched `on`, at a position, has one value on both sides: it keeps nothing apart. */
export function isMatchedInVain(expr: string, at: number, label: string): boolean {
  let node: Node | null = parser.parse(expr).resolveInner(at, 1);
  while (node !== null && node.name !== 'MatchingModifierClause') {
    if (node.name === 'AggregateExpr') return false;
    node = node.parent;
  }
  const binary = node?.parent;
  const isSet = ['And', 'Or', 'Unless'].some((one) => binary?.getChild(one));
  if (!binary?.firstChild || !binary.lastChild || !isSet) return false;
  const [left, right] = [binary.firstChild, binary.lastChild].map(
    ({ from, to }) => fixedLabels(expr.slice(from, to))[label],
  );
  return left !== undefined && left === right;
}

/** Whether the label that is grouped by at a position gets to the result, or nowhere: no vectors are matched on the way. */
export function isOnlyCarried(expr: string, at: number): boolean {
  let node: Node | null = parser.parse(expr).resolveInner(at, 1);
  while (node !== null && node.name !== 'AggregateExpr') {
    // The labels of `on` are what is matched.
    if (node.name === 'MatchingModifierClause') return false;
    node = node.parent;
  }
  for (let up = node?.parent ?? null; up !== null; up = up.parent)
    if (up.name === 'BinaryExpr' && !isScalar(up.firstChild as Node) && !isScalar(up.lastChild as Node))
      return false;
  return node !== null;
}

const isScalar = (node: Node): boolean =>
  node.name === 'NumberDurationLiteral' ||
  (node.name === 'ParenExpr' && node.firstChild !== null && isScalar(node.firstChild)) ||
  (node.name === 'FunctionCall' && node.firstChild?.firstChild?.name === 'Time');

const vectorsIn = (body: Node | null): Node[] =>
  children(body).filter((one) => !isScalar(one) && one.name !== 'StringLiteral');

function children(node: Node | null): Node[] {
  const all: Node[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) all.push(child);
  return all;
}

type Text = (node: Node) => string;
const unquoted = (literal: string): string => JSON.parse(literal);

const equalities = (selector: Node, text: Text): Labels =>
  Object.fromEntries(
    children(selector.getChild('LabelMatchers')).flatMap((matcher) => {
      const [label, operator, value] = children(matcher);
      return label && value && operator?.firstChild?.name === 'EqlSingle'
        ? [[text(label), unquoted(text(value))]]
        : [];
    }),
  );

function groupedBy(aggregate: Node, text: Text): string[] | undefined {
  const modifier = aggregate.getChild('AggregateModifier');
  if (modifier === null || modifier.getChild('By') === null) return undefined;
  return children(modifier.getChild('GroupingLabels')).map(text);
}

/** The label that label_replace sets. */
const replacedBy = (call: Node, text: Text): string | undefined => {
  const literal = call.getChild('FunctionCallBody')?.getChild('StringLiteral');
  return literal ? unquoted(text(literal)) : undefined;
};

function matching(binary: Node, text: Text): { on?: string[]; other: boolean } {
  const clause = binary.getChild('MatchingModifierClause');
  if (clause === null) return { other: false };
  if (clause.getChild('On') === null) return { other: true };
  return { on: children(clause.getChild('GroupingLabels')).map(text), other: false };
}

const only = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));
const both = (one: Labels, other: Labels): Labels =>
  Object.fromEntries(Object.entries(one).filter(([name, value]) => other[name] === value));

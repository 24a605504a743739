import { parser } from '@prometheus-io/lezer-promql';

/** Names of the series that a PromQL expression reads. */
export function seriesNames(expr: string): string[] {
  const names = new Set<string>();
  parser.parse(expr).iterate({
    enter({ name, node }) {
      if (name !== 'VectorSelector') return;
      const identifier = node.getChild('Identifier');
      if (identifier !== null) names.add(expr.slice(identifier.from, identifier.to));
    },
  });
  return [...names];
}

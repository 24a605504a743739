import type { Artefact } from '@attest/alerts';
import { parse, stringify } from 'yaml';

interface RuleFile {
  readonly groups: readonly { readonly rules: { alert?: string; expr: string }[] }[];
}

/** The same rules, with the last letter of a metric left out in one alert. */
export function misspelt(
  rules: readonly Artefact[],
  file: string,
  alert: string,
  metric: string,
): Artefact[] {
  return rules.map(({ path, content }) => {
    if (!path.endsWith(`/${file}.yml`)) return { path, content };
    const parsed = parse(content) as RuleFile;
    for (const rule of parsed.groups.flatMap((group) => group.rules))
      if (rule.alert === alert) rule.expr = rule.expr.replace(metric, metric.slice(0, -1));
    return { path, content: stringify(parsed) };
  });
}

import { diffRules, type RuleDifference } from '@attest/alerts';
import type { EnvironmentName, Platform } from '@attest/platform';
import { CliError } from './cli-error.js';

const timeoutMs = 10_000;

/** @throws CliError `bad-option`, AlertsError `not-a-prometheus` */
export function readDifference(
  platform: Platform,
  environment: EnvironmentName,
  base: string,
): Promise<RuleDifference> {
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol))
    throw new CliError(
      'bad-option',
      `'${base}' is not the URL of a Prometheus`,
      'give one such as http://127.0.0.1:9090',
    );
  return diffRules(
    platform,
    { environment },
    {
      async get(path) {
        const response = await fetch(`${base.replace(/\/$/, '')}${path}`, {
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (!response.ok) throw new Error(`${base} answers ${response.status}`);
        return ((await response.json()) as { data?: unknown }).data;
      },
    },
  );
}

/** For people: what would change if our rules took the place of those that are loaded. */
export function formatDifference({ same, different, missing, foreign }: RuleDifference): string {
  const named = ({ kind, name, labels }: RuleDifference['missing'][number]) =>
    `${kind} ${name}${labels.objective ? ` {objective="${labels.objective}"}` : labels.service ? ` {service="${labels.service}"}` : ''}`;
  const lines = [
    ...different.flatMap(({ ours, theirs, what }) => [
      `differs   ${named(ours)} (${what.join(', ')})`,
      ...(what.includes('expr') ? [`    loaded: ${theirs.expr}`, `    ours:   ${ours.expr}`] : []),
      ...(what.includes('for')
        ? [`    loaded: for ${theirs.forSeconds}s`, `    ours:   for ${ours.forSeconds}s`]
        : []),
    ]),
    ...missing.map((rule) => `missing   ${named(rule)}`),
    ...foreign.map(({ theirs, replacedBy }) =>
      replacedBy.length === 0
        ? `theirs    ${named(theirs)}, in ${theirs.group}: nothing of ours takes its place`
        : `theirs    ${named(theirs)}, in ${theirs.group}: ${replacedBy.map(({ name, because }) => `${name} would take its place (${because})`).join('; ')}`,
    ),
  ];
  const replaced = foreign.filter(({ replacedBy }) => replacedBy.length > 0).length;
  return [
    ...lines,
    `${same.length} rules are loaded as the catalog says, ${different.length} differ, ${missing.length} are missing; of ${foreign.length} that are not ours, ours would replace ${replaced}.`,
    '',
  ].join('\n');
}

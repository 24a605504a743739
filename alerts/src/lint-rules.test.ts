import { arborKumori } from '@attest/platform';
import { alertPath } from '@attest/slo';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { twoServices } from '../../test/fixtures/two-services.js';
import { generate } from './generate.js';
import type { LoadedRule } from './testing/loaded-rule.js';

/*
 * The checks of cloudflare/pint that need no live Prometheus (https://cloudflare.github.io/pint/checks/), as far as they apply.
 * pint itself runs in the workflow on GitHub.
 */

type Check = (rule: LoadedRule) => string | undefined;

const rules: LoadedRule[] = [arborKumori, twoServices].flatMap((platform) =>
  generate(platform, { environment: 'production' })
    .filter(({ path }) => /\/prometheus\/[^/]+$/.test(path))
    .flatMap(({ content }) => parse(content).groups.flatMap((group: { rules: LoadedRule[] }) => group.rules)),
);

/** Names of the nodes of an expression, in order. */
function nodes(expr: string): { name: string; text: string }[] {
  const found: { name: string; text: string }[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to }) => void found.push({ name, text: expr.slice(from, to) }),
  });
  return found;
}
const has = (expr: string, ...names: string[]) => nodes(expr).some(({ name }) => names.includes(name));

const checks: Record<string, Check> = {
  'promql/syntax': ({ expr }) => (has(expr, '⚠') ? 'cannot be parsed' : undefined),

  'promql/regexp': ({ expr }) => {
    const needless = nodes(expr).find(
      ({ name, text }) =>
        name === 'UnquotedLabelMatcher' &&
        /[=!]~/.test(text) &&
        !/[.*+?|()[\]^$\\]/.test(text.replace(/^\w+[=!]~/, '')),
    );
    const anchored = /[=!]~"(\^|[^"]*\$")/.test(expr);
    return needless ? `${needless.text} is no regular expression` : anchored ? 'needless anchors' : undefined;
  },

  'promql/rate': ({ expr }) => {
    const least = 2 * alertPath(arborKumori).scrapeSeconds;
    const short = [...expr.matchAll(/(?:rate|increase)\([^[\]]*\[(\d+)([smhd])\]/g)].find(
      ([, amount, unit]) => Number(amount) * { s: 1, m: 60, h: 3600, d: 86_400 }[unit as 's'] < least,
    );
    return short ? `${short[0]} holds fewer than two scrapes` : undefined;
  },

  'rate before sum': ({ expr }) =>
    /(rate|increase)\(\s*\(*(sum|max|min|avg)\b/.test(expr) ? 'a rate of a sum' : undefined,

  'promql/fragile': ({ expr }) =>
    // topk and without() change what is joined when a label is added.
    /\b(topk|bottomk|without)\b/.test(expr) ? 'changes with labels that others add' : undefined,

  'alerts/comparison': ({ alert, expr }) =>
    alert === undefined ||
    alert === 'Watchdog' ||
    /[<>]|==/.test(expr.replaceAll(/{[^}]*}/g, '')) ||
    /^absent(_over_time)?\(/.test(expr)
      ? undefined
      : 'fires whenever there is a result',

  'alerts/for': ({ for: holds }) =>
    holds === undefined || (/^\d+[smhd]$/.test(holds) && !/^0/.test(holds)) ? undefined : `for: ${holds}`,

  'alerts/template': ({ expr, annotations = {}, labels }) => {
    const text = Object.values(annotations).join(' ');
    if (/{{.*value.*}}/i.test(Object.values(labels).join(' '))) return 'a label changes with the value';
    // Of a rule's own labels $labels knows nothing.
    const missing = [...text.matchAll(/\$labels\.(\w+)/g)].find(
      ([, label = '']) =>
        !new RegExp(`\\b${label}\\b`).test(expr) &&
        !/\bup\b|by \(instance\)/.test(expr) &&
        !expr.startsWith('service_region:'),
    );
    if (missing) return `${missing[0]} is not in the result`;
    return /{{ \$value }}/.test(text) ? 'a raw number' : undefined;
  },

  'promql/aggregate': ({ expr }) =>
    // The environment must survive, or two of them become one; up, pg_up and the meta metrics have none.
    /by \((?!.*environment)/.test(expr.split(')')[0] ?? '') &&
    !/up|prometheus_|alertmanager_|telemetry_/.test(expr)
      ? 'the environment is lost'
      : undefined,

  'rule/label': ({ record, alert, labels }) =>
    record !== undefined || (labels.severity && labels.promise && labels.environment)
      ? undefined
      : `${alert} lacks labels`,

  'rule/name': ({ record }) => (record === undefined || /^\w+:\w+:\w+$/.test(record) ? undefined : record),
};

describe.each(Object.entries(checks))('%s', (name, check) => {
  it('finds nothing in what is generated', () => {
    expect(rules.length).toBeGreaterThan(300);
    expect(rules.flatMap((rule) => check(rule) ?? [])).toEqual([]);
  });

  it('finds what is wrong', () => {
    expect(check(bad[name]!)).toBeTypeOf('string');
  });
});

const wrong = (rule: Partial<LoadedRule>): LoadedRule => ({
  alert: 'a',
  expr: 'x > 1',
  labels: {},
  annotations: {},
  ...rule,
});
const bad: Record<string, LoadedRule> = {
  'promql/syntax': wrong({ expr: 'sum(' }),
  'promql/regexp': wrong({ expr: 'x{state=~"failed"} > 1' }),
  'promql/rate': wrong({ expr: 'rate(x[15s]) > 1' }),
  'rate before sum': wrong({ expr: 'rate(sum(x)[5m:]) > 1' }),
  'promql/fragile': wrong({ expr: 'sum without (instance) (x) > 1' }),
  'alerts/comparison': wrong({ expr: 'x' }),
  'alerts/for': wrong({ for: '0s' }),
  'alerts/template': wrong({ annotations: { summary: '{{ $labels.region }}' } }),
  'promql/aggregate': wrong({ expr: 'sum by (service) (x) > 1' }),
  'rule/label': wrong({}),
  'rule/name': wrong({ record: 'my_metric' }),
};

import type { PrometheusClient } from '@attest/dashboards/preview';
import type { NamedRunbook } from '@attest/runbooks';
import { parseQuery } from '../../../../dashboards/src/promql/parse-query.js';
import { until } from '../../program.js';
import type { Asked } from './judge.js';
import { finds, type Recordings, seriesIn } from './reads.js';
import type { Scenario } from './scenario.js';

/** Every query of a runbook: its checks, and how to know that it is over. Those whose series are not there are named, not asked. */
export async function askRunbook(
  { checks, recovered }: NamedRunbook,
  scenario: Scenario,
  recordings: Recordings,
  client: PrometheusClient,
): Promise<Asked[]> {
  const queries = [...checks, { question: 'recovered', look: recovered }].flatMap(({ question, look }) =>
    look.kind === 'query' ? [{ question, promql: look.promql }] : [],
  );
  return Promise.all(
    queries.map(async ({ question, promql }) => {
      const lacks = lacking(promql, scenario, recordings);
      return { question, lacks, samples: lacks.length > 0 ? [] : await answerTo(promql, client) };
    }),
  );
}

/**
 * Right after the start a slow group may have been evaluated before a fast one has: what that records is not there for a moment. Asked
 * once more at the end, so that a query that is refused says so.
 */
const answerTo = (promql: string, client: PrometheusClient) =>
  until(
    `an answer to ${promql}`,
    async () => {
      const samples = await client.instant(promql);
      return samples.some(({ value }) => Number.isFinite(value)) ? samples : undefined;
    },
    { seconds: 40, everyMs: 3000 },
  ).catch(() => client.instant(promql));

/** Names of the series that nothing in this scenario is. */
export function lacking(promql: string, { signals, alert }: Scenario, recordings: Recordings): string[] {
  const series = signals.map((signal) => seriesIn(signal.series));
  const isThere = (selector: ReturnType<typeof parseQuery>['selectors'][number]) =>
    series.some((one) => finds(selector, one)) ||
    // Prometheus itself says of every target, ours is one, whether it is up.
    selector.names.includes('up') ||
    (alert.objective !== undefined && selector.names.some((name) => recordings.has(name)));
  const unread = parseQuery(promql).selectors.filter((selector) => !isThere(selector));
  return [...new Set(unread.flatMap(({ names }) => names))];
}

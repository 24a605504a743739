import { byRevision, growthOf, queryRange } from '@attest/controllers';
import type { HistogramName } from '@attest/instrumentation/contract';

const operations: HistogramName = 'db_client_operation_duration_seconds';

/**
 * SQLSTATEs that say that a statement and the tables do not fit: class 42 (no such column, table or function), and the two of class
 * 23 that a column can begin to raise. Source: PostgreSQL, "Error Codes".
 */
const misfits = '42...|23502|23514';

/** Statements of a revision that the database refused because of its tables since then (Unix seconds). @throws PrometheusUnavailable */
export async function schemaRefusals(
  prometheus: URL,
  { service, revision, since }: { service: string; revision: string; since: number },
): Promise<number> {
  const of = `{service=${JSON.stringify(service)}, error_type=~${JSON.stringify(misfits)}}`;
  const range = { start: Math.floor(since), end: Math.floor(Date.now() / 1000), stepSeconds: 1 };
  const series = await queryRange(prometheus, `${operations}_count${of}${byRevision(service)}`, range);
  return series
    .filter(({ metric }) => metric.revision === revision)
    .flatMap((each) => [...growthOf(each, range.start).values()])
    .reduce((sum, growth) => sum + growth, 0);
}

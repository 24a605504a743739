import { otherValue } from '../contract/values.js';
import { errorType } from '../error-type.js';
import type { Telemetry } from '../telemetry.js';

/** Source: Prisma 7, Client API reference, "Model queries" and "Raw queries". */
const operations = new Set(
  `findUnique findUniqueOrThrow findFirst findFirstOrThrow findMany create createMany createManyAndReturn update updateMany
  updateManyAndReturn upsert delete deleteMany count aggregate groupBy $queryRaw $queryRawUnsafe $executeRaw $executeRawUnsafe
  $queryRawTyped`.split(/\s+/),
);

interface Operation {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: every operation of every model has arguments of its own
  readonly args: any;
  // biome-ignore lint/suspicious/noExplicitAny: and results
  readonly query: (args: any) => Promise<any>;
}

/**
 * A client extension that records every operation with its error code (`P2002`):
 * `const prisma = new PrismaClient({ adapter }).$extends(prismaTelemetry(telemetry))`. Where the adapter's pool is given to
 * `instrumentPool`, which records the statements, leave this out: each would be recorded twice.
 */
export function prismaTelemetry(telemetry: Telemetry) {
  const duration = telemetry.histogram('db_client_operation_duration_seconds');
  return {
    name: '@attest/instrumentation',
    query: {
      // biome-ignore lint/suspicious/noExplicitAny: see above
      async $allOperations({ operation, args, query }: Operation): Promise<any> {
        const startMs = performance.now();
        const record = (error: string): void =>
          duration.observe(
            { db_operation_name: operations.has(operation) ? operation : otherValue, error_type: error },
            (performance.now() - startMs) / 1000,
          );
        try {
          const result = await query(args);
          record('');
          return result;
        } catch (error) {
          record(errorType(error));
          throw error;
        }
      },
    },
  };
}

import { describe, expect, it } from 'vitest';
import { startTelemetry } from '../start-telemetry.js';
import { scrape } from '../testing/scrape.js';
import { quiet } from '../testing/serve.js';
import { collectPrismaPool } from './collect-prisma-pool.js';
import { prismaTelemetry } from './prisma-telemetry.js';

describe('Prisma', () => {
  it('records every operation by its name and error code, and passes arguments and results through', async () => {
    const telemetry = startTelemetry(quiet);
    const { query: extension } = prismaTelemetry(telemetry);
    const args = { where: { id: 1 } };
    const found = await extension.$allOperations({
      operation: 'findMany',
      args,
      query: async (given) => [given],
    });
    expect(found[0]).toBe(args);
    const error = Object.assign(new Error('Unique constraint'), { code: 'P2002' });
    const fails = extension.$allOperations({ operation: 'create', args, query: () => Promise.reject(error) });
    await expect(fails).rejects.toBe(error);
    await extension.$allOperations({ operation: 'unheard of', args, query: async () => 1 });
    const recorded = (await scrape(telemetry))
      .find('db_client_operation_duration_seconds_count')
      .map(({ labels, value }) => [labels.db_operation_name, labels.error_type, value]);
    expect(recorded).toEqual([
      ['findMany', undefined, 1],
      ['create', 'P2002', 1],
      ['_OTHER', undefined, 1],
    ]);
  });

  it('shows the connections of the engine’s own pool', async () => {
    const telemetry = startTelemetry(quiet);
    const gauges = [
      { key: 'prisma_pool_connections_idle', value: 3 },
      { key: 'prisma_pool_connections_busy', value: 2 },
      { key: 'prisma_client_queries_wait', value: 1 },
      { key: 'prisma_client_queries_active', value: 9 },
    ];
    collectPrismaPool({ $metrics: { json: async () => ({ gauges }) } }, telemetry, { pool: 'orders' });
    const answer = await scrape(telemetry);
    expect(answer.value('db_client_connection_count', { db_client_connection_state: 'idle' })).toBe(3);
    expect(answer.value('db_client_connection_count', { db_client_connection_state: 'used' })).toBe(2);
    expect(answer.value('db_client_connection_pending_requests')).toBe(1);
    expect(answer.find('db_client_connection_max')).toEqual([]);
  });
});

/**
 * How often the alerts of an availability objective cry wolf and what they miss, over many simulated months of services of any
 * traffic. Run: `npm run bench:alerts [service-months]`.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { emptyTable, formatTable, mergeTables, type SimulationTable, simulate } from '@attest/slo';
import { numberArgument } from './number-argument.js';

const months = numberArgument(0, 'service-months', 10_000);

if (isMainThread) {
  const workers = Math.max(1, Math.min(availableParallelism(), 8));
  const start = performance.now();
  const parts = await Promise.all(
    Array.from({ length: workers }, (_, index) => partOf(index, Math.ceil(months / workers))),
  );
  const table = parts.reduce(mergeTables, emptyTable());
  console.log(formatTable(table));
  console.log(
    `${table.months} service-months in ${((performance.now() - start) / 1000).toFixed(0)} s on ${workers} cores`,
  );
} else {
  const { index, count } = workerData as { index: number; count: number };
  parentPort?.postMessage(simulate({ months: count, seed: 1 + index * 1_000_003 }));
}

function partOf(index: number, count: number): Promise<SimulationTable> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { index, count } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

import { instrumentReplicate } from '@attest/instrumentation/replicate';
import Replicate from 'replicate';
import type { GpuWorkerConfig } from '../services/config.js';
import { behindBreaker } from '../services/effects/behind-breaker.js';
import { generateImage } from '../services/effects/generate-image.js';
import { startConsumers } from '../services/start-consumers.js';
import { gpuQueue } from '../services/table.js';
import { runProgram } from './run-program.js';

const defaultConcurrency = 10;
/** One HTTP exchange with the vendor; a prediction that takes longer is asked for again and again until the job's time is up. */
const exchangeTimeoutMs = 65_000;

/** Fulfils every resource that the catalog leaves to GPUs. Reports the port `metrics`. */
await runProgram<GpuWorkerConfig>((config) => {
  const fulfilled = config.resources.filter(({ fulfilledBy }) => fulfilledBy === 'gpu');
  return startConsumers(
    config,
    config.models,
    fulfilled.map((resource) => ({
      queue: gpuQueue(resource),
      concurrency: config.concurrency ?? defaultConcurrency,
      failsResource: true,
      effect: ({ telemetry, statements }, queue) => {
        const client = new Replicate({
          // The stand-in asks for a token, and takes any.
          auth: 'stand-in',
          baseUrl: config.baseUrl,
          useFileOutput: false,
          fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(exchangeTimeoutMs) }),
        });
        const { gpuType, priceUsdPerSecond } = config;
        instrumentReplicate(client, telemetry, {
          gpu: gpuType,
          ...(priceUsdPerSecond === undefined ? {} : { priceUsdPerSecond }),
        });
        const effect = generateImage({ client, statements, tableOf: (job) => queue.tableOf(job) });
        // As links and faults name the vendor.
        return behindBreaker(config.provider.toLowerCase(), telemetry, effect, config.breakers);
      },
    })),
  );
});

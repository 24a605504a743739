import type { QueueEffect } from '@attest/platform';
import { BedError } from '../bed-error.js';
import { attemptId } from '../mutants/renamed-deliveries.js';
import type { WorkerConfig } from '../services/config.js';
import type { Effect } from '../services/consumer.js';
import { behindBreaker } from '../services/effects/behind-breaker.js';
import { deliverWebhook, deliveryId } from '../services/effects/deliver-webhook.js';
import { openChannel } from '../services/effects/open-channel.js';
import { processResource } from '../services/effects/process.js';
import { realtimeChannel } from '../services/effects/realtime-channel.js';
import { postJson } from '../services/post-json.js';
import { startConsumers, type WorkerContext } from '../services/start-consumers.js';
import { runProgram } from './run-program.js';

const effects: Readonly<Record<QueueEffect, (config: WorkerConfig, context: WorkerContext) => Effect>> = {
  process: () => processResource(),
  'process-and-publish': ({ realtime, queue }, { telemetry }) =>
    processResource(realtimeChannel(openChannel(realtime ?? missing(queue, 'realtime'), telemetry))),
  'deliver-webhook': ({ webhookUrl, queue, deliveries, breakers }, { telemetry }) => {
    const idOf = deliveries === 'renamed' ? attemptId : deliveryId;
    const deliver = deliverWebhook(webhookUrl ?? missing(queue, 'webhookUrl'), postJson, idOf);
    return behindBreaker('webhooks', telemetry, deliver, breakers);
  },
};

/** Enough for what ends at once; what calls somebody waits on twenty connections anyway. */
const concurrency = 200;

/** The worker of one queue. Reports the port `metrics`. */
await runProgram<WorkerConfig>((config) =>
  startConsumers(
    config,
    [],
    [
      {
        queue: config.queue,
        concurrency,
        failsResource: false,
        effect: (context) => effects[config.effect](config, context),
      },
    ],
  ),
);

function missing(queue: string, field: 'realtime' | 'webhookUrl'): never {
  throw new BedError({
    code: 'program-misconfigured',
    message: `The worker of ${queue} was started without ${field}, which its effect needs.`,
    fix: `Give ${field} in the worker's configuration, or declare another effect for the queue in the catalog.`,
  });
}

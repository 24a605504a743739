import { setTimeout as delay } from 'node:timers/promises';
import { ControllerError } from '../../../controller-error.js';
import { type SendOptions, send } from '../http/send.js';
import {
  getOperation,
  type NeonAccess,
  type OperationSeen,
  operationNow,
  operationPhases,
} from './requests.js';

/** Well below 700 requests a minute. Source: Neon API, "Rate limiting". */
const pollMs = 250;

/** Neon answers before it has done what was asked. Resolves when all of it is done. @throws ControllerError `unavailable` */
export async function awaitOperations(
  access: NeonAccess,
  started: readonly OperationSeen[],
  options: SendOptions,
  signal: AbortSignal,
): Promise<void> {
  for (const first of started) {
    let { action, status } = first;
    while (operationPhases[status] === 'pending') {
      await delay(pollMs, undefined, { signal });
      ({ action, status } = await send(getOperation(access, first.id), operationNow, options, signal));
    }
    if (operationPhases[status] === 'done') continue;
    throw new ControllerError(
      'unavailable',
      `Neon: operation ${first.id} (${action}) ended as ${status}`,
      'look at the operation in the project’s history of operations, then start again',
    );
  }
}

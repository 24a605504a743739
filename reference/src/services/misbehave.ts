import type { ReleaseDefect } from '@attest/chaos';
import type { RequestHandler } from 'express';
import { monotonicMs } from '../clock.js';

/**
 * The defect of a bad revision, or of one that is made bad for a while, before any handler: what fails has stored nothing, and what
 * is slow is right, only late.
 *
 * @param random uniform in [0, 1)
 */
export function misbehave(
  defect: ReleaseDefect | (() => ReleaseDefect | undefined),
  random: () => number = Math.random,
): RequestHandler {
  const now = typeof defect === 'function' ? defect : () => defect;
  return (_request, response, next) => {
    const { errorRatio = 0, latencyFactor = 1, late } = now() ?? {};
    if (random() < errorRatio) {
      const error = { code: 'defect', message: 'Something is wrong on purpose; nothing was stored.' };
      response.status(500).json({ error });
      return;
    }
    const addedMs = late !== undefined && random() < late.ratio ? late.ms : 0;
    if (latencyFactor > 1 || addedMs > 0) {
      const begunMs = monotonicMs();
      const json = response.json.bind(response);
      response.json = (body) => {
        setTimeout(json, (monotonicMs() - begunMs) * (latencyFactor - 1) + addedMs, body);
        return response;
      };
    }
    next();
  };
}

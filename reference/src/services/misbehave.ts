import type { ReleaseDefect } from '@attest/chaos';
import type { RequestHandler } from 'express';
import { monotonicMs } from '../clock.js';

/**
 * The defect of a bad revision, before any handler: what fails has stored nothing, and what is slow is right, only late.
 *
 * @param random uniform in [0, 1)
 */
export function misbehave(
  { errorRatio = 0, latencyFactor = 1, late }: ReleaseDefect,
  random: () => number = Math.random,
): RequestHandler {
  return (_request, response, next) => {
    if (random() < errorRatio) {
      const error = { code: 'defect', message: 'This revision is bad; nothing was stored.' };
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

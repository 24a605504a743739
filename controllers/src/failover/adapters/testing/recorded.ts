import type { SendOptions } from '../http/send.js';
import type { Intent, Mode } from '../mode.js';

/** Options whose intents are kept, with pauses too short to wait for. */
export function recorded(mode: Mode = 'execute'): SendOptions & { readonly intents: Intent[] } {
  const intents: Intent[] = [];
  return {
    mode,
    intents,
    record: (intent) => void intents.push(intent),
    timeoutMs: 200,
    limits: { attempts: 3, backoffMs: 1, longestPauseMs: 50 },
  };
}

export const never: AbortSignal = new AbortController().signal;

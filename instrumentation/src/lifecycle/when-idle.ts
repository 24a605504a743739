import type { Lifecycle } from './lifecycle.js';

export interface WhenIdleOptions {
  /** Not before the service has started. Default 2. */
  readonly notBeforeSeconds?: number;
  /** Whether or not there is a pause by then. Default 10. */
  readonly atLatestSeconds?: number;
}

const checkEveryMs = 50;

/**
 * Calls once when nothing is in progress: for what blocks the process for a while and can wait. Returns the function that
 * cancels it; it keeps no process alive.
 */
export function whenIdle(lifecycle: Lifecycle, call: () => void, options: WhenIdleOptions = {}): () => void {
  const { notBeforeSeconds = 2, atLatestSeconds = 10 } = options;
  let timer: NodeJS.Timeout;
  let leftMs = (atLatestSeconds - notBeforeSeconds) * 1000;
  const check = (): void => {
    if (lifecycle.active <= 0 || leftMs <= 0) {
      call();
      return;
    }
    leftMs -= checkEveryMs;
    timer = setTimeout(check, checkEveryMs).unref();
  };
  timer = setTimeout(check, notBeforeSeconds * 1000).unref();
  return () => clearTimeout(timer);
}

import type { Lifecycle } from './lifecycle.js';

/** The part of `process` that ends without a signal. */
export interface EndTarget {
  on(event: 'beforeExit' | 'uncaughtException', listener: (reason: unknown) => void): unknown;
  off(event: 'beforeExit' | 'uncaughtException', listener: (reason: unknown) => void): unknown;
  listenerCount(event: 'uncaughtException'): number;
}

export interface EndDependencies {
  readonly target: EndTarget;
  readonly lifecycle: Lifecycle;
  /** Sends what is left. */
  readonly shutdown: () => Promise<void>;
  /** Resolves after so many seconds. */
  readonly after: (seconds: number) => Promise<void>;
  /** Throws where nothing catches. */
  readonly rethrow?: (error: unknown) => void;
}

/** A process that is broken must not linger. */
const crashSeconds = 5;

/**
 * For processes that end before anybody scrapes them: one that has nothing left to do, and one that dies of an error that
 * nobody caught, send what they recorded first. The error then ends the process just as it would have without this; where the
 * service has a handler of its own for such errors, that one decides.
 */
export function shutDownAtEnd(dependencies: EndDependencies): () => void {
  const { target, lifecycle, shutdown, after, rethrow = rethrowLater } = dependencies;
  let crashing = false;
  const ended = (): void => {
    stop();
    void shutdown();
  };
  const crashed = (error: unknown): void => {
    if (crashing || target.listenerCount('uncaughtException') > 1) return;
    crashing = true;
    lifecycle.startDraining();
    void Promise.race([shutdown(), after(crashSeconds)]).finally(() => {
      target.off('uncaughtException', crashed);
      rethrow(error);
    });
  };
  const stop = (): void => {
    target.off('beforeExit', ended);
    // Kept while crashing: what breaks in the meantime must not end the process before everything is sent.
    if (!crashing) target.off('uncaughtException', crashed);
  };
  target.on('beforeExit', ended);
  target.on('uncaughtException', crashed);
  return stop;
}

function rethrowLater(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}

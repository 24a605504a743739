import type { DrainOptions } from '../configuration/options.js';
import type { Lifecycle } from './lifecycle.js';

/** The part of `process` that draining needs. */
export interface SignalTarget {
  on(event: 'SIGTERM', listener: () => void): unknown;
  off(event: 'SIGTERM', listener: () => void): unknown;
  listeners(event: 'SIGTERM'): readonly unknown[];
  exit(code: number): void;
}

export interface DrainDependencies {
  readonly target: SignalTarget;
  readonly lifecycle: Lifecycle;
  readonly options: Required<DrainOptions>;
  /** Flushes what is left. */
  readonly shutdown: () => Promise<void>;
  /** Resolves after so many seconds. */
  readonly after: (seconds: number) => Promise<void>;
}

// Registered, so that two copies of this package in one process know each other's listeners.
const ownListener = Symbol.for('attest.sigterm');

/** How long a connection that was accepted just in time may take to send its request. */
const lingerSeconds = 0.5;

/** Exit codes: 0 when everything in progress was finished, 143 (128 + SIGTERM) when the time was up. */
export function drainOnSigterm(dependencies: DrainDependencies): () => void {
  const { target, lifecycle, options, shutdown, after } = dependencies;
  const listener = (): void => {
    if (lifecycle.draining) return;
    lifecycle.startDraining();
    const serviceHandlesIt = target.listeners('SIGTERM').some((other) => !isOwn(other));
    if (!serviceHandlesIt) void drain();
  };
  const drain = async (): Promise<void> => {
    if (lifecycle.serves) await after(options.delaySeconds);
    const finished = await Promise.race([
      finish().then(() => true),
      after(options.timeoutSeconds).then(() => false),
    ]);
    await shutdown().catch(() => {});
    target.exit(finished ? 0 : 143);
  };
  const finish = async (): Promise<void> => {
    const closed = lifecycle.stopAccepting();
    await lifecycle.idle();
    lifecycle.closeIdleConnections();
    await Promise.race([closed, after(lingerSeconds)]);
    await lifecycle.idle();
  };
  Object.defineProperty(listener, ownListener, { value: true });
  target.on('SIGTERM', listener);
  return () => target.off('SIGTERM', listener);
}

function isOwn(listener: unknown): boolean {
  return typeof listener === 'function' && ownListener in listener;
}

import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { drainOnSigterm } from './drain-on-sigterm.js';
import { Lifecycle } from './lifecycle.js';

class FakeProcess extends EventEmitter {
  readonly log: string[] = [];
  override on(event: string, listener: () => void): this {
    return super.on(event, listener);
  }
  exit(code: number): void {
    this.log.push(`exit ${code}`);
    this.emit('exited');
  }
}

function setUp() {
  const target = new FakeProcess();
  const lifecycle = new Lifecycle();
  const timers = new Map<number, () => void>();
  const stop = drainOnSigterm({
    target,
    lifecycle,
    options: { delaySeconds: 1, timeoutSeconds: 25 },
    shutdown: async () => void target.log.push('flushed'),
    after: (seconds) => new Promise((resolve) => timers.set(seconds, resolve)),
  });
  const exited = once(target, 'exited');
  return { target, lifecycle, timers, stop, exited };
}

/** Lets everything run that waits for nothing but its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SIGTERM', () => {
  it('ends an idle process with 0 at once, after a flush', async () => {
    const { target, exited } = setUp();
    target.emit('SIGTERM');
    await exited;
    expect(target.log).toEqual(['flushed', 'exit 0']);
  });

  it('turns readiness off, then stops accepting, then waits for what is in progress and for connections to end', async () => {
    const { target, lifecycle, timers, exited } = setUp();
    let connectionsEnded: () => void = () => {};
    lifecycle.addServer({
      close: (closed) => {
        target.log.push('closing');
        connectionsEnded = closed;
      },
      closeIdleConnections: () => target.log.push('idle connections closed'),
    });
    lifecycle.begin();
    lifecycle.begin();
    target.emit('SIGTERM');
    expect(lifecycle.draining).toBe(true);
    await turn();
    expect(target.log).toEqual([]);
    timers.get(1)?.();
    await turn();
    lifecycle.end();
    await turn();
    expect(target.log).toEqual(['closing']);
    lifecycle.end();
    await turn();
    expect(target.log).toEqual(['closing', 'idle connections closed']);
    connectionsEnded();
    await exited;
    expect(target.log).toEqual(['closing', 'idle connections closed', 'flushed', 'exit 0']);
  });

  it('finishes a request that arrives on a connection accepted just in time', async () => {
    const { target, lifecycle, timers, exited } = setUp();
    lifecycle.addServer({ close: () => {}, closeIdleConnections: () => lifecycle.begin() });
    target.emit('SIGTERM');
    timers.get(1)?.();
    await turn();
    timers.get(0.5)?.();
    await turn();
    expect(target.log).toEqual([]);
    lifecycle.end();
    await exited;
    expect(target.log).toEqual(['flushed', 'exit 0']);
  });

  it('ends with 143 when the time is up', async () => {
    const { target, lifecycle, timers, exited } = setUp();
    lifecycle.begin();
    target.emit('SIGTERM');
    await turn();
    timers.get(25)?.();
    await exited;
    expect(target.log).toEqual(['flushed', 'exit 143']);
  });

  it('leaves the end to a service that handles the signal itself', async () => {
    const { target, lifecycle } = setUp();
    target.on('SIGTERM', () => target.log.push('own handler'));
    target.emit('SIGTERM');
    await turn();
    expect(target.log).toEqual(['own handler']);
    expect(lifecycle.draining).toBe(true);
  });

  it('drains once, however often it is sent', async () => {
    const { target, exited } = setUp();
    target.emit('SIGTERM');
    target.emit('SIGTERM');
    await exited;
    await turn();
    expect(target.log).toEqual(['flushed', 'exit 0']);
  });

  it('is left alone after shutdown', () => {
    const { target, stop } = setUp();
    stop();
    expect(target.listenerCount('SIGTERM')).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Instance } from './instance.js';
import type { InstanceExit, InstanceProcess } from './instance-process.js';

const probes = {
  liveness: { path: '/health', port: 3000, initialDelaySeconds: 30, periodSeconds: 10 },
  readiness: { path: '/ready', port: 3000, initialDelaySeconds: 5, periodSeconds: 5 },
};
const crash: InstanceExit = { code: 1, signal: null, lastLines: ['boom'] };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** An instance whose processes are pretended; `answers` says what its probes hear. */
function supervised(options: { probes?: typeof probes } = { probes }) {
  const answers: Record<string, boolean> = { '/health': true, '/ready': true };
  const started: { end: (exit: InstanceExit) => void; killed: boolean }[] = [];
  const log: string[] = [];
  const instance = new Instance(
    { name: 'notes-1', ...options },
    {
      start: (): InstanceProcess => {
        let end: (exit: InstanceExit) => void = () => {};
        const exited = new Promise<InstanceExit>((resolve) => {
          end = resolve;
        });
        const process = {
          pid: 100 + started.length,
          ports: Promise.resolve({ http: 1, metrics: 2 }),
          exited,
          killed: false,
          end,
          terminate: () => log.push('SIGTERM'),
          kill() {
            process.killed = true;
            end({ code: null, signal: 'SIGKILL', lastLines: [] });
          },
        };
        started.push(process);
        return process;
      },
      ask: async (_port, path) => answers[path] ?? false,
      onCrash: (exit, reason) => log.push(`${reason} ${exit.code ?? exit.signal}`),
      onAvailability: (availability) => log.push(availability),
    },
  );
  instance.start();
  return { instance, answers, started, log };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

describe('an instance', () => {
  it('is ready as soon as its readiness probe says so, without waiting for the period', async () => {
    const { instance, answers } = supervised();
    answers['/ready'] = false;
    await seconds(1);
    expect(instance.ready).toBe(false);
    answers['/ready'] = true;
    await seconds(0.2);
    expect(instance.ready).toBe(true);
  });

  it('without probes is ready when it serves', async () => {
    const { instance } = supervised({});
    await seconds(0);
    expect(instance.status()).toMatchObject({ state: 'running', ready: true, pid: 100 });
  });

  it('gets no traffic after three failed readiness probes, and again after one good', async () => {
    const { answers, log, started } = supervised();
    await seconds(1);
    answers['/ready'] = false;
    await seconds(10);
    expect(log).toEqual(['ready']);
    await seconds(5);
    expect(log).toEqual(['ready', 'unready']);
    answers['/ready'] = true;
    await seconds(5);
    expect(log).toEqual(['ready', 'unready', 'ready']);
    expect(started).toHaveLength(1);
  });

  it('is not asked whether it lives before the initial delay, and is killed and restarted after three failures', async () => {
    const { answers, log, started } = supervised();
    answers['/health'] = false;
    await seconds(49);
    expect(started[0]?.killed).toBe(false);
    await seconds(2);
    expect(started.map(({ killed }) => killed)).toEqual([true, false]);
    expect(log).toContain('not-alive SIGKILL');
  });

  it('is restarted at once after a crash, and with a growing delay when it crashes again', async () => {
    const { instance, started, log } = supervised();
    await seconds(1);
    started[0]?.end(crash);
    await seconds(0.5);
    expect(started).toHaveLength(2);
    started[1]?.end(crash);
    await seconds(9);
    expect(instance.status()).toMatchObject({ state: 'waiting', ready: false, pid: null, restarts: 1 });
    await seconds(1);
    expect(started).toHaveLength(3);
    expect(log.filter((line) => line.startsWith('exited'))).toEqual(['exited 1', 'exited 1']);
  });

  it('gets no more requests before it is asked to end, and stays away once it has', async () => {
    const { instance, started, log } = supervised();
    await seconds(1);
    instance.terminate('stay-away');
    expect(log).toEqual(['ready', 'unready', 'SIGTERM']);
    expect(instance.status()).toMatchObject({ state: 'ending', ready: false });
    started[0]?.end({ code: 0, signal: null, lastLines: [] });
    await seconds(600);
    expect(started).toHaveLength(1);
    expect(instance.status()).toMatchObject({ state: 'away', pid: null, lastExit: { code: 0 } });
    expect(log.filter((line) => line.startsWith('exited'))).toEqual([]);
    instance.terminate('start-again');
    await seconds(1);
    expect(instance.status()).toMatchObject({ state: 'running', ready: true, pid: 101 });
  });

  it('is killed when it has not ended within its grace, and started again', async () => {
    const { instance, started } = supervised();
    await seconds(1);
    instance.terminate('start-again');
    await seconds(29);
    expect(started[0]?.killed).toBe(false);
    await seconds(2);
    expect(started.map(({ killed }) => killed)).toEqual([true, false]);
    expect(instance.ready).toBe(true);
  });

  it('that waits to be started after a crash is started at once when it is to start otherwise', async () => {
    const { instance, started } = supervised();
    await seconds(1);
    started[0]?.end(crash);
    await seconds(0.5);
    started[1]?.end(crash);
    await seconds(1);
    expect(instance.status().state).toBe('waiting');
    instance.terminate('start-again');
    expect(started).toHaveLength(3);
    await seconds(60);
    expect(started).toHaveLength(3);
  });

  it('that never was ready gets no requests while it ends', async () => {
    const { instance, answers, log } = supervised();
    answers['/ready'] = false;
    await seconds(1);
    instance.terminate('stay-away');
    expect(log).toEqual(['SIGTERM']);
  });

  it('is left alone once stopped', async () => {
    const { instance, started, log } = supervised();
    await seconds(1);
    instance.stop();
    await seconds(600);
    expect(started).toHaveLength(1);
    expect(log).toEqual(['ready', 'gone']);
    expect(instance.status()).toMatchObject({ state: 'stopped', pid: null });
  });
});

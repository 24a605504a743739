import { describe, expect, it, vi } from 'vitest';
import { startTelemetry } from './start-telemetry.js';
import { parse, scrape } from './testing/scrape.js';
import { quiet, serve } from './testing/serve.js';

const loopback = { ...quiet, metricsPort: 0, metricsHost: '127.0.0.1' } as const;

describe('startTelemetry', () => {
  it('serves metrics on a port of its own until it is shut down', async () => {
    const telemetry = startTelemetry({ ...loopback, version: '1.2.3', environment: 'staging' });
    expect(telemetry.metricsPort).toBeUndefined();
    const port = await telemetry.listening;
    expect(telemetry.metricsPort).toBe(port);
    const url = `http://127.0.0.1:${port}`;
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const answer = parse(await response.text());
    expect(answer.find('build_info')).toEqual([
      {
        name: 'build_info',
        value: 1,
        labels: {
          service: 'test',
          region: 'unknown',
          environment: 'staging',
          version: '1.2.3',
          revision: 'unknown',
          runtime: `nodejs-${process.versions.node}`,
        },
      },
    ]);
    expect(answer.value('nodejs_eventloop_lag_seconds')).toBeTypeOf('number');
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
    await Promise.all([telemetry.shutdown(), telemetry.shutdown()]);
    expect(telemetry.metricsPort).toBeUndefined();
    await expect(fetch(`${url}/metrics`)).rejects.toThrow();
  });

  it('runs on without metrics when the port is taken, and says so', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const taken = await serve(() => {});
    const telemetry = startTelemetry({ ...loopback, metricsPort: taken.port });
    await expect(telemetry.listening).rejects.toMatchObject({
      code: 'metrics-port-unavailable',
      message: expect.stringContaining(String(taken.port)),
    });
    expect(warned).toHaveBeenCalledOnce();
    expect((await scrape(telemetry)).value('build_info')).toBe(1);
    await telemetry.shutdown();
    await taken.close();
    warned.mockRestore();
  });

  it('keeps two telemetries of one process apart', async () => {
    const [first, second] = [startTelemetry(quiet), startTelemetry({ ...quiet, service: 'second' })];
    first.counter('signups_total').inc({});
    expect((await scrape(second)).find('signups_total')).toEqual([]);
  });

  it('flushes once when it is shut down, whatever fails', async () => {
    const telemetry = startTelemetry(quiet);
    const flushed: string[] = [];
    telemetry.onShutdown(() => {
      throw new Error('first');
    });
    telemetry.onShutdown(async () => void flushed.push('second'));
    await telemetry.shutdown();
    await telemetry.shutdown();
    expect(flushed).toEqual(['second']);
  });

  it('does nothing at all when disabled', async () => {
    const listeners = process.listenerCount('SIGTERM');
    const telemetry = startTelemetry({ env: { ATTEST_DISABLED: '1' } });
    telemetry.counter('signups_total').inc({});
    telemetry.gauge('failover_epoch').set({}, 1);
    telemetry.histogram('queue_wait_seconds').observe({ queue: 'q' }, 1);
    telemetry.collect(() => {
      throw new Error('never read');
    })();
    expect(await telemetry.listening).toBeUndefined();
    expect(await telemetry.metrics()).toBe('');
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
    await telemetry.shutdown();
  });

  it('listens to SIGTERM until it is shut down, unless told not to', async () => {
    const before = process.listenerCount('SIGTERM');
    const telemetry = startTelemetry({ service: 'test', metricsPort: 'off', env: {} });
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    await telemetry.shutdown();
    startTelemetry(quiet);
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});

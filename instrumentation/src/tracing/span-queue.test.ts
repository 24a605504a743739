import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SpanQueue, type SpanQueueOptions } from './span-queue.js';

const span = {} as ReadableSpan;

function setUp(
  exporter: Partial<SpanExporter> | (() => Promise<SpanExporter>),
  options: Partial<SpanQueueOptions> = {},
) {
  const dropped: [string, number][] = [];
  const queue = new SpanQueue({
    exporter:
      typeof exporter === 'function'
        ? exporter
        : async () => ({ shutdown: async () => {}, ...exporter }) as never,
    dropped: (reason, count) => dropped.push([reason, count]),
    ...options,
  });
  return { queue, dropped };
}

/** An exporter whose exports end when they are told to. */
function manual() {
  const exports: { count: number; end: (code: ExportResultCode) => void }[] = [];
  const exporter: Partial<SpanExporter> = {
    export: (spans, done) => exports.push({ count: spans.length, end: (code) => done({ code }) }),
  };
  return { exports, exporter };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the queue of spans', () => {
  it('exports what is due in the background, and full batches at once', async () => {
    const { exports, exporter } = manual();
    const { queue } = setUp(exporter, { maximumBatch: 3 });
    queue.onEnd(span);
    await vi.advanceTimersByTimeAsync(4999);
    expect(exports).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(exports.map(({ count }) => count)).toEqual([1]);
    exports[0]?.end(ExportResultCode.SUCCESS);
    await vi.advanceTimersByTimeAsync(0);
    for (let index = 0; index < 3; index++) queue.onEnd(span);
    await vi.advanceTimersByTimeAsync(1);
    expect(exports.map(({ count }) => count)).toEqual([1, 3]);
  });

  it('holds so many spans and no more while the receiver takes none, and counts the others', async () => {
    const { exports, exporter } = manual();
    const { queue, dropped } = setUp(exporter, { maximumBatch: 2, maximumSpans: 5 });
    for (let index = 0; index < 20; index++) queue.onEnd(span);
    await vi.advanceTimersByTimeAsync(5000);
    for (let index = 0; index < 20; index++) queue.onEnd(span);
    expect(exports.map(({ count }) => count)).toEqual([2]);
    expect(dropped.reduce((sum, [, count]) => sum + count, 0)).toBe(40 - 2 - 5);
    expect(new Set(dropped.map(([reason]) => reason))).toEqual(new Set(['queue_full']));
  });

  it('gives up an export that never ends, counts its spans and goes on', async () => {
    const { exports, exporter } = manual();
    const { queue, dropped } = setUp(exporter);
    queue.onEnd(span);
    await vi.advanceTimersByTimeAsync(5000);
    queue.onEnd(span);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(dropped).toEqual([['export_timeout', 1]]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(exports.map(({ count }) => count)).toEqual([1, 1]);
  });

  it.each([
    [
      'fails',
      {
        export: (_spans: unknown, done: (result: object) => void) => done({ code: ExportResultCode.FAILED }),
      },
    ],
    [
      'throws',
      {
        export: () => {
          throw new Error('broken');
        },
      },
    ],
  ])('counts the spans of an export that %s', async (_what, exporter) => {
    const { queue, dropped } = setUp(exporter as never);
    queue.onEnd(span);
    await queue.forceFlush();
    expect(dropped).toEqual([['export_failed', 1]]);
  });

  it('counts the spans of an exporter that cannot be loaded', async () => {
    const { queue, dropped } = setUp(() => Promise.reject(new Error('not installed')));
    queue.onEnd(span);
    await queue.forceFlush();
    expect(dropped).toEqual([['export_failed', 1]]);
  });

  it('sends everything before it shuts down, and waits no longer than it may', async () => {
    const { exports, exporter } = manual();
    const { queue, dropped } = setUp(exporter, { maximumBatch: 2 });
    for (let index = 0; index < 5; index++) queue.onEnd(span);
    const down = queue.shutdown();
    for (let index = 0; index < 2; index++) {
      await vi.advanceTimersByTimeAsync(0);
      exports[index]?.end(ExportResultCode.SUCCESS);
    }
    await vi.advanceTimersByTimeAsync(3000);
    await down;
    expect(exports.map(({ count }) => count)).toEqual([2, 2, 1]);
    queue.onEnd(span);
    expect(dropped).toEqual([['shut_down', 1]]);
  });
});

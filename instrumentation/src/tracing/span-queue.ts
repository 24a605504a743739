import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { DropReason } from '../metrics/metric-store.js';

export interface SpanQueueOptions {
  /** Created when the first spans are due: loading it takes longer than everything else here. */
  readonly exporter: () => Promise<SpanExporter>;
  readonly dropped: (reason: DropReason, count: number) => void;
  /** Spans that wait; more are dropped and counted. Default 2048, as OTEL_BSP_MAX_QUEUE_SIZE. */
  readonly maximumSpans?: number;
  /** Spans in one export: writing them down must not hold up a request. Default 128 (about a millisecond). */
  readonly maximumBatch?: number;
  /** How long a span waits at most before it is exported. Default 5, as OTEL_BSP_SCHEDULE_DELAY. */
  readonly delaySeconds?: number;
  /** How long one export may take before it counts as lost, whatever its timeouts are. Default 30. */
  readonly exportSeconds?: number;
  /** How long a flush may take. Default 3, so that a process ends within 5 s of SIGTERM. */
  readonly flushSeconds?: number;
}

/**
 * Takes finished spans and exports them in the background: one export at a time, never more spans than the queue holds, every
 * one that is lost counted. (The SDK's own batch processor does not tell what it drops.)
 */
export class SpanQueue implements SpanProcessor {
  readonly #options: Required<SpanQueueOptions>;
  #spans: ReadableSpan[] = [];
  #exporter: Promise<SpanExporter> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #exporting: Promise<void> | undefined;
  #stopped = false;

  constructor(options: SpanQueueOptions) {
    this.#options = {
      maximumSpans: 2048,
      maximumBatch: 128,
      delaySeconds: 5,
      exportSeconds: 30,
      flushSeconds: 3,
      ...options,
    };
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    const { maximumSpans, maximumBatch, delaySeconds, dropped } = this.#options;
    if (this.#stopped || this.#spans.length >= maximumSpans) {
      dropped(this.#stopped ? 'shut_down' : 'queue_full', 1);
      return;
    }
    this.#spans.push(span);
    if (this.#exporting) return;
    if (this.#timer === undefined) this.#schedule(delaySeconds * 1000);
    else if (this.#spans.length === maximumBatch) this.#schedule(0);
  }

  async forceFlush(): Promise<void> {
    const deadline = after(this.#options.flushSeconds);
    while (this.#spans.length > 0 || this.#exporting) {
      if ((await Promise.race([this.#exporting ?? this.#export(), deadline.passed])) === 'passed') break;
    }
    deadline.cancel();
  }

  async shutdown(): Promise<void> {
    if (this.#stopped) return;
    await this.forceFlush();
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (this.#spans.length > 0) this.#options.dropped('shut_down', this.#spans.length);
    this.#spans = [];
    // It would wait for an export that hangs.
    void this.#exporter?.then((exporter) => exporter.shutdown()).catch(() => {});
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    // Begun by whatever request comes first, the timer would keep that request's context; and exports are not traced.
    context.with(suppressTracing(ROOT_CONTEXT), () => {
      this.#timer = setTimeout(() => void this.#export(), delayMs).unref();
    });
  }

  #export(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#exporting ??= context
      .with(suppressTracing(ROOT_CONTEXT), () =>
        this.#send(this.#spans.splice(0, this.#options.maximumBatch)),
      )
      .finally(() => {
        this.#exporting = undefined;
        if (this.#stopped || this.#spans.length === 0) return;
        const { maximumBatch, delaySeconds } = this.#options;
        this.#schedule(this.#spans.length >= maximumBatch ? 0 : delaySeconds * 1000);
      });
    return this.#exporting;
  }

  async #send(spans: readonly ReadableSpan[]): Promise<void> {
    if (spans.length === 0) return;
    const deadline = after(this.#options.exportSeconds);
    const outcome = await Promise.race([this.#exported(spans), deadline.passed]);
    deadline.cancel();
    if (outcome !== 'exported') {
      this.#options.dropped(outcome === 'failed' ? 'export_failed' : 'export_timeout', spans.length);
    }
  }

  async #exported(spans: readonly ReadableSpan[]): Promise<'exported' | 'failed'> {
    try {
      this.#exporter ??= this.#options.exporter();
      const exporter = await this.#exporter;
      return await new Promise((resolve) => {
        exporter.export([...spans], ({ code }) =>
          resolve(code === ExportResultCode.SUCCESS ? 'exported' : 'failed'),
        );
      });
    } catch {
      return 'failed';
    }
  }
}

function after(seconds: number): { readonly passed: Promise<'passed'>; readonly cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'passed'>((resolve) => {
    timer = setTimeout(() => resolve('passed'), seconds * 1000).unref();
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

import { errorType } from '../error-type.js';

/** A dependency: resolves when it can be used, rejects (or resolves with `false`) when it cannot. */
export type Check = (signal: AbortSignal) => unknown;

export interface CheckResult {
  readonly status: 'ok' | 'failed' | 'timeout';
  readonly durationMs: number;
  /** Kind of error, e.g. `ECONNREFUSED`; never its message, which may name hosts or users. */
  readonly error?: string;
}

export interface ReadinessReport {
  readonly status: 'ready' | 'not ready' | 'draining';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

export interface ReadinessOptions {
  readonly checks?: Readonly<Record<string, Check>>;
  /** How long a dependency may take to answer. Default 2. */
  readonly timeoutSeconds?: number;
  /** How long a report is reused, so that probes never become load. Default 1. */
  readonly cacheSeconds?: number;
  readonly draining?: () => boolean;
  readonly clock?: ReadinessClock;
}

export interface ReadinessClock {
  nowMs(): number;
  /** Calls back once; returns the function that cancels it. */
  after(milliseconds: number, call: () => void): () => void;
}

export interface Readiness {
  read(): Promise<ReadinessReport>;
}

/** A check that never settles is forgotten after this time and tried again, so that hung checks cannot pile up. */
const abandonAfterMs = 30_000;

const systemClock: ReadinessClock = {
  nowMs: () => performance.now(),
  after: (milliseconds, call) => {
    const timer = setTimeout(call, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

/** Asks all dependencies at once, at most once per `cacheSeconds`, however many ask: callers share one reading. */
export function createReadiness(options: ReadinessOptions = {}): Readiness {
  const clock = options.clock ?? systemClock;
  const timeoutMs = (options.timeoutSeconds ?? 2) * 1000;
  const cacheMs = (options.cacheSeconds ?? 1) * 1000;
  const checks = Object.entries(options.checks ?? {}).map(
    ([name, check]) => [name, limit(check, timeoutMs, clock)] as const,
  );
  let cached: { readonly report: ReadinessReport; readonly atMs: number } | undefined;
  let reading: Promise<ReadinessReport> | undefined;

  const readAll = async (): Promise<ReadinessReport> => {
    const results = await Promise.all(checks.map(async ([name, check]) => [name, await check()] as const));
    const ready = results.every(([, result]) => result.status === 'ok');
    const report: ReadinessReport = {
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(results),
    };
    cached = { report, atMs: clock.nowMs() };
    return report;
  };

  return {
    async read() {
      if (options.draining?.()) return { status: 'draining', checks: {} };
      if (cached && clock.nowMs() - cached.atMs < cacheMs) return cached.report;
      reading ??= readAll().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}

function limit(check: Check, timeoutMs: number, clock: ReadinessClock): () => Promise<CheckResult> {
  let outstandingSinceMs: number | undefined;
  return () => {
    const startMs = clock.nowMs();
    if (outstandingSinceMs !== undefined && startMs - outstandingSinceMs < abandonAfterMs) {
      return Promise.resolve({ status: 'timeout', durationMs: Math.round(startMs - outstandingSinceMs) });
    }
    outstandingSinceMs = startMs;
    const controller = new AbortController();
    return new Promise((resolve) => {
      const done = (status: CheckResult['status'], error?: unknown): void => {
        cancel();
        const durationMs = Math.round(clock.nowMs() - startMs);
        resolve(
          error === undefined ? { status, durationMs } : { status, durationMs, error: errorType(error) },
        );
      };
      const settled = (): void => {
        if (outstandingSinceMs === startMs) outstandingSinceMs = undefined;
      };
      const cancel = clock.after(timeoutMs, () => {
        done('timeout');
        controller.abort();
      });
      Promise.resolve(controller.signal)
        .then(check)
        .then(
          (value) => {
            settled();
            done(value === false ? 'failed' : 'ok');
          },
          (error: unknown) => {
            settled();
            done('failed', error ?? 'rejected');
          },
        );
    });
  };
}

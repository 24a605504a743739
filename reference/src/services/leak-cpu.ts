import type { ReleaseDefect } from '@attest/chaos';
import { monotonicMs } from '../clock.js';

/** Short, so that requests hardly wait for it: the CPU is what is to be found, not the latency. */
const periodMs = 20;

/** Burns more of a core with every minute, in small pieces. */
export function leakCpu({ coresPerMinute, maxCores }: NonNullable<ReleaseDefect['cpuLeak']>): {
  stop(): void;
} {
  const begunMs = monotonicMs();
  const timer = setInterval(() => {
    const nowMs = monotonicMs();
    const cores = Math.min(maxCores, ((nowMs - begunMs) / 60_000) * coresPerMinute);
    const untilMs = nowMs + cores * periodMs;
    while (monotonicMs() < untilMs);
  }, periodMs);
  return { stop: () => clearInterval(timer) };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../clock.js';
import type { VirtualCpuConfig } from './config.js';
import { VirtualCpu } from './virtual-cpu.js';

/** What an instance tells its supervisor, in the role of cAdvisor. */
export interface CpuMessage {
  readonly type: 'cpu';
  readonly usedSeconds: number;
  /** Resident memory of the process; that is not reckoned. */
  readonly memoryMib: number;
}

/** Often enough for a metric every 15 s. */
const reportPeriodMs = 1000;

/** Clients of the services wait 1.9 s; what would wait longer for its CPU is refused at once. */
const longestWaitMs = 1500;

/** Reckons the CPU of this process's requests, and tells its parent. */
export function startVirtualCpu({ limitMilli, cpuMsPerRequest }: VirtualCpuConfig): {
  take: () => Promise<boolean>;
  stop: () => void;
} {
  const cpu = new VirtualCpu(limitMilli);
  const report = setInterval(() => {
    const memoryMib = process.memoryUsage.rss() / 2 ** 20;
    const message: CpuMessage = { type: 'cpu', usedSeconds: cpu.usedSeconds(monotonicMs()), memoryMib };
    if (process.connected) process.send?.(message);
  }, reportPeriodMs);
  return {
    async take() {
      const now = monotonicMs();
      if (cpu.waitMs(now) > longestWaitMs) return false;
      await sleep(cpu.take(now, cpuMsPerRequest) - now);
      return true;
    },
    stop: () => clearInterval(report),
  };
}

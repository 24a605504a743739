import type { ScalingObservation } from '@attest/controllers';
import { VirtualCpu } from '../services/virtual-cpu.js';
import { Balancer } from '../supervisor/balancer.js';
import { HorizontalAutoscaler } from '../supervisor/horizontal-autoscaler.js';
import type { AutoscalingConfig } from '../supervisor/supervisor-config.js';

export interface SimulatedService {
  readonly autoscaling: AutoscalingConfig;
  /** Kubernetes' limit of the container, in thousandths of a core. */
  readonly limitMilli: number;
  readonly cpuMsPerRequest: number;
  /** From its start until an instance is ready. */
  readonly startSeconds: number;
  /** Of each instance, whatever its requests, while so many are wanted. */
  readonly memoryMib: (second: number, wanted: number) => number;
}

/** Requests that arrive in a second; so many instances are wanted, and so many of them are ready. */
export type Arrivals = (second: number, wanted: number, ready: number) => number;

const syncPeriodSeconds = 15;

/** What would wait longer for its CPU is refused with 503, as instances of the bed do. */
const longestWaitMs = 1500;

/** They have run for an hour when it begins. */
const longAgoMs = -3_600_000;

/**
 * A service whose instances are nothing but their virtual CPU, on a clock that does not wait: the bed's balancer deals requests out,
 * the bed's autoscaler decides every 15 s, and as many instances come and go. Fifty real ones need more than the two cores of a small
 * machine before they have answered anything; what is tested here is what decides, and not Node.js. All that rests on it is modelled.
 */
export function simulateScaling(
  { autoscaling, limitMilli, cpuMsPerRequest, startSeconds, memoryMib }: SimulatedService,
  arrivals: Arrivals,
  untilSeconds: number,
): readonly ScalingObservation[] {
  let nowMs = 0;
  const instances: VirtualInstance[] = [];
  const balancer = new Balancer(instances);
  const memory = () => memoryMib(Math.floor(nowMs / 1000), instances.length);
  const start = (startedMs: number) =>
    instances.push(new VirtualInstance(startedMs, startSeconds * 1000, limitMilli, memory, () => nowMs));
  const autoscaler = new HorizontalAutoscaler<VirtualInstance>(autoscaling);
  const observed: ScalingObservation[] = [];
  let requests = noRequests();
  for (let count = 0; count < autoscaling.minReplicas; count += 1) start(longAgoMs);
  for (let second = 0; second <= untilSeconds; second += 1) {
    nowMs = second * 1000;
    if (second % syncPeriodSeconds === 0) {
      const wanted = autoscaler.decide(nowMs, instances);
      const seen = autoscaler.observations.at(-1);
      if (seen !== undefined) observed.push({ ...seen, requests });
      requests = noRequests();
      while (instances.length < wanted) start(nowMs);
      instances.splice(wanted);
    }
    const ready = instances.filter((instance) => instance.ready).length;
    const rate = arrivals(second, instances.length, ready);
    for (let request = 0; request < rate; request += 1) {
      nowMs = second * 1000 + (request * 1000) / rate;
      const chosen = balancer.choose();
      if (chosen === undefined) requests.failed += 1;
      else if (chosen.take(cpuMsPerRequest)) requests.good += 1;
      else requests.shed += 1;
    }
  }
  return observed;
}

const noRequests = () => ({ good: 0, shed: 0, failed: 0 });

class VirtualInstance {
  readonly readyChangedMs: number;
  readonly suspect = false;
  readonly #cpu: VirtualCpu;
  /** When each request under way ends; in order, because they wait for one another. */
  readonly #ends: number[] = [];

  constructor(
    readonly startedMs: number,
    startMs: number,
    limitMilli: number,
    readonly memoryMib: () => number,
    private readonly nowMs: () => number,
  ) {
    this.readyChangedMs = startedMs + startMs;
    this.#cpu = new VirtualCpu(limitMilli);
  }

  get ready(): boolean {
    return this.nowMs() >= this.readyChangedMs;
  }

  get connected(): boolean {
    return this.ready;
  }

  get outstanding(): number {
    while ((this.#ends[0] ?? Number.POSITIVE_INFINITY) <= this.nowMs()) this.#ends.shift();
    return this.#ends.length;
  }

  cpuSeconds(): number {
    return this.#cpu.usedSeconds(this.nowMs());
  }

  /** False when it would wait too long. */
  take(cpuMs: number): boolean {
    const now = this.nowMs();
    if (this.#cpu.waitMs(now) > longestWaitMs) return false;
    this.#ends.push(this.#cpu.take(now, cpuMs));
    return true;
  }
}

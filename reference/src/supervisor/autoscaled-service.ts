import type { ScalingObservation } from '@attest/controllers';
import { syncPeriodSeconds } from '@attest/controllers/autoscaler';
import { monotonicMs } from '../clock.js';
import type { Drain } from './drain.js';
import { HorizontalAutoscaler } from './horizontal-autoscaler.js';
import type { IngressBackend } from './ingress.js';
import type { Instance } from './instance.js';
import type { AutoscalingConfig } from './supervisor-config.js';

export interface ScalableInstance {
  readonly instance: Instance;
  readonly backend: IngressBackend;
}

interface Effects {
  /** A new instance, not started. */
  add(): ScalableInstance;
  /** It is no longer one of the service's. */
  remove(instance: ScalableInstance): void;
}

/** A service whose number of instances follows its load: the newest come and go. */
export class AutoscaledService {
  readonly #autoscaler: HorizontalAutoscaler<Instance>;
  readonly #instances: ScalableInstance[];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly service: string,
    config: AutoscalingConfig,
    initial: readonly ScalableInstance[],
    private readonly drain: Drain,
    private readonly effects: Effects,
  ) {
    this.#autoscaler = new HorizontalAutoscaler(config);
    this.#instances = [...initial];
  }

  get observations(): readonly ScalingObservation[] {
    return this.#autoscaler.observations;
  }

  start(): void {
    this.#timer = setInterval(() => this.#synchronize(), syncPeriodSeconds * 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #synchronize(): void {
    const instances = this.#instances.map(({ instance }) => instance);
    const wanted = this.#autoscaler.decide(monotonicMs(), instances);
    while (this.#instances.length < wanted) {
      const added = this.effects.add();
      this.#instances.push(added);
      added.instance.start();
    }
    for (const surplus of this.#instances.splice(wanted)) {
      this.effects.remove(surplus);
      this.drain.begin(surplus.instance);
    }
  }
}

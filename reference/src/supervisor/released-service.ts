import type { ReleaseDefect } from '@attest/chaos';
import type { TableShape } from '../services/table-shape.js';
import type { ScalableInstance } from './autoscaled-service.js';
import type { Drain } from './drain.js';
import type { IngressBackend } from './ingress.js';

/** A new revision that is to run beside the one that serves. */
export interface Release {
  readonly revision: string;
  readonly instances: number;
  /** What is wrong with it, in experiments. */
  readonly defect?: ReleaseDefect;
  /** The tables as it knows them, when that is not as the one that serves does. */
  readonly shape?: TableShape;
}

interface Effects {
  /** A new instance of the release, not started, and of none of the tracks. */
  add(release: Release): ScalableInstance;
  /** It is no longer one of the service's. */
  remove(instance: ScalableInstance): void;
}

/** The two revisions of a service during a rollout: instances of each, behind the tracks that the edge asks for. */
export class ReleasedService {
  #release: Release | undefined;
  #canaries: ScalableInstance[] = [];
  #instances: ScalableInstance[];

  constructor(
    initial: readonly ScalableInstance[],
    private readonly tracks: { readonly baseline: IngressBackend[]; readonly canary: IngressBackend[] },
    private readonly drain: Drain,
    private readonly effects: Effects,
  ) {
    this.#instances = [...initial];
  }

  get release(): Release | undefined {
    return this.#release;
  }

  /** Idempotent. @throws Error while another revision is rolled out */
  deploy(release: Release): void {
    if (this.#release?.revision === release.revision) return;
    if (this.#release !== undefined)
      throw new Error(`${this.#release.revision} is being rolled out; withdraw or promote it first`);
    this.#release = release;
    this.tracks.canary.splice(0);
    this.#canaries = Array.from({ length: release.instances }, () => this.effects.add(release));
    for (const { instance, backend } of this.#canaries) {
      this.tracks.canary.push(backend);
      instance.start();
    }
  }

  /** The new revision goes; what it has stored stays. Idempotent. */
  withdraw(): void {
    this.#retire(this.#canaries, this.tracks.canary);
    this.#canaries = [];
    this.#release = undefined;
  }

  /** The new revision serves everything, and the old one goes. Idempotent. */
  promote(): void {
    if (this.#release === undefined) return;
    this.tracks.baseline.push(...this.#canaries.map(({ backend }) => backend));
    this.#retire(this.#instances, this.tracks.baseline);
    // Requests for the canary that are on their way find it until the next deployment.
    this.#instances = this.#canaries;
    this.#canaries = [];
    this.#release = undefined;
  }

  #retire(instances: readonly ScalableInstance[], track: IngressBackend[]): void {
    for (const each of instances) {
      const at = track.indexOf(each.backend);
      if (at >= 0) track.splice(at, 1);
      this.effects.remove(each);
      this.drain.begin(each.instance);
    }
  }
}

import { ControllerError } from '@attest/controllers';
import type { ClusterObject, ObjectRef } from '@attest/controllers/failover-adapters';
import { ChaosError } from '../chaos-error.js';
import type { Proof } from '../target/index.js';
import type { KubernetesRegion, KubernetesSite } from './kubernetes-site.js';
import { takeAway } from './undo-journal.js';

/** Objects that faults consist of: written down before they are made, and proven to be gone when they are taken away. */
export class MadeObjects {
  readonly #made: { region: KubernetesRegion; object: ObjectRef }[] = [];

  constructor(private readonly site: KubernetesSite) {}

  async make(region: KubernetesRegion, object: ClusterObject): Promise<void> {
    const { kind, namespace, name } = object;
    const ref = { kind, namespace, name };
    this.site.journal.write({ phase: 'intent', cluster: region.client.name, object: ref });
    this.#made.push({ region, object: ref });
    try {
      await region.client.create(object);
    } catch (cause) {
      if (cause instanceof ControllerError && cause.code === 'not-found' && kind !== 'NetworkPolicy') {
        throw new ChaosError(
          'unsupported-by-target',
          `${kind} in ${region.client.name}: the cluster does not know it, so Chaos Mesh is not installed there`,
          'install Chaos Mesh (https://chaos-mesh.org/docs/), or choose an experiment that kills pods or cuts networks',
          { cause },
        );
      }
      throw cause;
    }
  }

  /** Idempotent. Each is tried, whatever becomes of the others. */
  async takeAll(): Promise<void> {
    const problems: unknown[] = [];
    for (const made of this.#made.toReversed()) {
      const { region, object } = made;
      const entry = { cluster: region.client.name, object };
      await takeAway(region.client, this.site.journal, entry, this.site.clock.sleep).catch(
        (error: unknown) => void problems.push(error),
      );
    }
    if (problems.length > 0) throw problems[0];
  }

  async proveGone(): Promise<Proof[]> {
    const proofs: Proof[] = [];
    for (const { region, object } of this.#made) {
      const isThere = (await region.client.conditions(object)) !== undefined;
      proofs.push({
        probe: `${object.kind} ${object.namespace}/${object.name}`,
        expected: 'gone',
        observed: isThere ? 'still there' : 'gone',
        ok: !isThere,
      });
    }
    return proofs;
  }

  /** Whether Chaos Mesh says of each that it has reached all that it selects. */
  async proveInjected(): Promise<Proof[]> {
    const proofs: Proof[] = [];
    for (const { region, object } of this.#made) {
      if (object.kind === 'NetworkPolicy') continue;
      const conditions = await region.client.conditions(object);
      const ok = conditions?.includes(allInjected) ?? false;
      proofs.push({
        probe: `${object.kind} ${object.namespace}/${object.name}`,
        expected: allInjected,
        observed: conditions === undefined ? 'no such object' : conditions.join(', ') || 'nothing yet',
        ok,
      });
    }
    return proofs;
  }
}

/** Source: Chaos Mesh, api/v1alpha1 `ConditionAllInjected`. */
const allInjected = 'AllInjected';

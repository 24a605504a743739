import type { Proof } from '@attest/chaos';
import type { SupervisorStatus } from '../supervisor/supervisor-status.js';

/** A release, as supervisor, edge and instances show it. */
export interface ReleaseSeen {
  readonly service: string;
  readonly canary: string;
  readonly instances: SupervisorStatus['instances'];
  /** Share of the requests that the edge sends to the new revision. */
  readonly weight: number;
}

/** @param answered revision that answers what is sent to the new one */
export function releaseBegun({ service, canary, instances, weight }: ReleaseSeen, answered: string): Proof[] {
  const running = instances.filter((each) => each.service === service && each.revision === canary);
  const ready = running.filter((each) => each.ready).length;
  return [
    {
      probe: `instances of ${service} of revision ${canary}`,
      expected: 'all ready',
      observed: `${ready} of ${running.length} ready`,
      ok: running.length > 0 && ready === running.length,
    },
    {
      probe: `edge: share of ${service} that the new revision gets`,
      expected: 'more than 0 %',
      observed: `${weight * 100} %`,
      ok: weight > 0,
    },
    {
      probe: 'revision that answers what is sent to the new one',
      expected: canary,
      observed: answered,
      ok: answered === canary,
    },
  ];
}

/** The old revision could not live with what was done to the tables for the new one, which was not even started. */
export const migrationRefused = (statements: number): Proof => ({
  probe: 'statements of the old revision after its tables were changed',
  expected: 'all accepted',
  observed: `${statements} refused; the tables were changed back and nothing was released`,
  ok: false,
});

/** One revision serves, with all its instances. */
export function releaseSettled({ service, instances, weight }: ReleaseSeen): Proof[] {
  const its = instances.filter((each) => each.service === service);
  const revisions = [...new Set(its.map(({ revision }) => revision))];
  const unready = its.filter(({ ready }) => !ready).map(({ name }) => name);
  return [
    {
      probe: `revisions of ${service} that run`,
      expected: 'one',
      observed: revisions.join(', '),
      ok: revisions.length === 1,
    },
    {
      probe: `instances of ${service}`,
      expected: 'all ready',
      observed: unready.length === 0 ? `all ${its.length} ready` : `not ready: ${unready.join(', ')}`,
      ok: its.length > 0 && unready.length === 0,
    },
    {
      probe: `edge: share of ${service} that another revision gets`,
      expected: '0 %',
      observed: `${weight * 100} %`,
      ok: weight === 0,
    },
  ];
}

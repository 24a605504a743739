import type { Disturbance, Proof, StartDriver } from '@attest/chaos';
import { untilReady } from '../composition/until-ready.js';
import { signalIfThere } from '../processes/end-run.js';
import { isAlive } from '../processes/process-identity.js';
import type { StartTrouble } from '../supervisor/instance-troubles.js';
import type { SupervisorStatus } from '../supervisor/supervisor-status.js';
import {
  allReadyProof,
  chooseVictims,
  type SupervisorAccess,
  untilAllReady,
  type Victim,
} from './victims.js';

/** An instance of the bed is usually ready within a second or two, on a busy machine within a few. */
const slowSeconds = 10;
const struckTimeoutSeconds = 60;
const refusal = /^program-misconfigured: .*/;

/** Makes instances start late, or not at all, with the help of their supervisor. */
export function startDriver(
  supervisor: (region: string) => SupervisorAccess,
  services: readonly string[],
): StartDriver {
  let victims: readonly Victim[] = [];
  /** When all of them had been started again. */
  let startedMs = 0;
  const starts = (region: string) =>
    supervisor(region).ask('GET', '/troubles/starts') as Promise<Readonly<Record<string, StartTrouble>>>;
  const strike = async (region: string, trouble: StartTrouble) => {
    victims = await chooseVictims(() => supervisor(region).status(), services);
    for (const { name } of victims) await supervisor(region).ask('PUT', `/troubles/starts/${name}`, trouble);
  };
  const seen = async (region: string, kind: StartTrouble['kind']) => {
    const [status, troubles] = await Promise.all([supervisor(region).status(), starts(region)]);
    return victims
      .filter(({ name }) => troubles[name]?.kind === kind)
      .map((victim) => ({ victim, ...instanceNamed(status, victim.name) }));
  };
  const undo = async (region: string) => {
    for (const name of Object.keys(await starts(region)))
      await supervisor(region).ask('DELETE', `/troubles/starts/${name}`);
    await untilAllReady(region, () => supervisor(region).status());
  };
  const proveUndone = async (region: string): Promise<Proof[]> => {
    const left = Object.keys(await starts(region));
    return [
      {
        probe: `instances of ${region} that start otherwise than they should`,
        expected: 'none',
        observed: left.join(', ') || 'none',
        ok: left.length === 0,
      },
      await allReadyProof(region, () => supervisor(region).status()),
    ];
  };
  return {
    slow: (region, delayMs): Disturbance => ({
      async inject() {
        await strike(region, { kind: 'slow', delayMs });
        for (const { pid } of victims) signalIfThere(pid, 'SIGKILL');
        await untilReady('killed instances to be started again', struckTimeoutSeconds, async () => {
          const again = await seen(region, 'slow');
          return again
            .filter(({ victim, pid }) => pid === null || pid === victim.pid)
            .map(({ name }) => name);
        });
        startedMs = performance.now();
      },
      async prove() {
        if ((await seen(region, 'slow')).length === 0) return [];
        const waitMs = startedMs + slowSeconds * 1000 - performance.now();
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));
        return (await seen(region, 'slow')).map(({ victim, name, pid, ready, state }) => ({
          probe: `${name}, ${slowSeconds} s after it was started again`,
          expected: 'starting, not ready',
          observed: `${state}, ${ready ? 'ready' : 'not ready'}`,
          ok: state === 'starting' && !ready && pid !== null && !isAlive(victim),
        }));
      },
      undo: () => undo(region),
      proveUndone: () => proveUndone(region),
    }),
    misconfigured: (region): Disturbance => ({
      async inject() {
        await strike(region, { kind: 'misconfigured' });
        await untilReady('instances to refuse their configuration', struckTimeoutSeconds, async () =>
          (await seen(region, 'misconfigured')).filter((one) => !refused(one)).map(({ name }) => name),
        );
      },
      prove: async () =>
        (await seen(region, 'misconfigured')).map((one) => ({
          probe: `last words of ${one.name}`,
          expected: 'it refuses its configuration',
          observed: refusalOf(one) ?? 'nothing of the kind',
          ok: refused(one),
        })),
      undo: () => undo(region),
      proveUndone: () => proveUndone(region),
    }),
  };
}

type Seen = SupervisorStatus['instances'][number];

function instanceNamed({ instances }: SupervisorStatus, name: string): Seen {
  const found = instances.find((instance) => instance.name === name);
  if (found === undefined) throw new TypeError(`the supervisor no longer knows ${name}`);
  return found;
}

const refusalOf = ({ lastExit }: Seen) => lastExit?.lastLines.find((line) => refusal.test(line));
const refused = (one: Seen) => !one.ready && one.lastExit?.code === 1 && refusalOf(one) !== undefined;

import type { RolloutPorts } from '../canary/rollout-runner.js';

export type SwitchPorts = Pick<RolloutPorts, 'send' | 'retire' | 'measure' | 'wait'>;

/** `interrupted`: it was told to leave everything as it was at that moment. */
export type SwitchOutcome = 'switched-back' | 'interrupted';

/** How often an action is tried before the switch is given up. */
const attempts = 3;

/**
 * Sends all of the traffic to the new (green) environment at once, and back to the old (blue) one, each watched for so long. Nothing
 * in between: what makes blue-green worth two environments is that the way back is as short as the way there. The old one keeps
 * running until the new one has been taken away.
 *
 * @throws whatever kept an action from being carried out
 */
export async function switchAndBack(
  { seconds }: { readonly seconds: number },
  ports: SwitchPorts,
): Promise<SwitchOutcome> {
  let now = 0;
  for (const weight of [1, 0]) {
    await insistently(() => ports.send(weight));
    const until = now + seconds;
    while (now < until) {
      if (!(await ports.wait())) return 'interrupted';
      const interval = await ports.measure().catch(() => undefined);
      now = interval?.t ?? now;
    }
  }
  await insistently(() => ports.retire('canary'));
  return 'switched-back';
}

async function insistently(action: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    const done = await action().then(
      () => true,
      () => false,
    );
    if (done) return;
  }
  await action();
}

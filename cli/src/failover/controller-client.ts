import type { FailoverStatus } from '@attest/controllers';
import { CliError } from '../cli-error.js';

export type ManualTrigger = 'maintenance' | 'security_incident';

/** What a failover controller answers to people; its address is that of its admin port. */
export interface ControllerClient {
  readonly url: string;
  /** @throws CliError `controller-unreachable` */
  status(): Promise<FailoverStatus>;
  /** Resolves when the decision is in the controller's journal. @throws CliError `controller-unreachable` */
  trigger(trigger: ManualTrigger, reason: string, to: string | undefined): Promise<FailoverStatus>;
}

const timeoutMs = 5000;

export function controllerClient(url: string): ControllerClient {
  const ask = async (path: string, init: RequestInit = {}): Promise<FailoverStatus> => {
    let answer: Response;
    try {
      answer = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    } catch (cause) {
      throw unreachable(url, 'it does not answer', cause);
    }
    const text = await answer.text();
    const status = parseStatus(text);
    if (!answer.ok || status === undefined) {
      throw unreachable(url, `it answers ${answer.status} ${text.slice(0, 200)}`);
    }
    return status;
  };
  return {
    url,
    status: () => ask('/state'),
    trigger: (trigger, reason, to) =>
      ask('/failover', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ trigger, reason, ...(to === undefined ? {} : { to }) }),
      }),
  };
}

/** Undefined when it is not the answer of a failover controller. */
function parseStatus(text: string): FailoverStatus | undefined {
  try {
    const { phase, primary, epoch, ...more } = JSON.parse(text) ?? {};
    const isStatus = typeof phase === 'string' && typeof primary === 'string' && typeof epoch === 'number';
    return isStatus ? ({ phase, primary, epoch, ...more } as FailoverStatus) : undefined;
  } catch {
    return undefined;
  }
}

function unreachable(url: string, why: string, cause?: unknown): CliError {
  return new CliError(
    'controller-unreachable',
    `failover controller at ${url}: ${why}`,
    'attest up starts one with the reference platform and prints its URL; name another with --controller',
    { cause },
  );
}

import { performance } from 'node:perf_hooks';

/** What is sent to see whether a vendor is in trouble; nobody wrote anything for it. */
export const probeEventType = 'attest.probe';

export interface VendorSaid {
  readonly status?: number;
  /** `status 503`, `no answer` or `a broken connection`. */
  readonly said: string;
  readonly tookMs: number;
}

/** Asks a vendor as a client would, over a connection of its own. With a webhook id it is an event, which customers keep. */
export async function askVendor(
  port: number,
  { timeoutMs, webhookId }: { readonly timeoutMs: number; readonly webhookId?: string },
): Promise<VendorSaid> {
  const begun = performance.now();
  const event = { type: probeEventType, data: {} };
  const request: RequestInit =
    webhookId === undefined
      ? { headers: { connection: 'close' } }
      : {
          method: 'POST',
          headers: { connection: 'close', 'content-type': 'application/json', 'webhook-id': webhookId },
          body: JSON.stringify(event),
        };
  const took = () => performance.now() - begun;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await fetch(`http://127.0.0.1:${port}/attest-probe`, { ...request, signal });
    await answer.arrayBuffer();
    return { status: answer.status, said: `status ${answer.status}`, tookMs: took() };
  } catch (error) {
    const isTimeout = (error as Error).name === 'TimeoutError';
    return { said: isTimeout ? 'no answer' : 'a broken connection', tookMs: took() };
  }
}

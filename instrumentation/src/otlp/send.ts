import type { OtlpEndpoint, OtlpProtocol } from '../configuration/otlp-endpoint.js';

/** `rejected`: the receiver will never take it. `failed`: it did not answer, or not in time. */
export type SendOutcome = 'ok' | 'partial' | 'rejected' | 'failed';

export interface SendDependencies {
  readonly fetch: typeof fetch;
  nowMs(): number;
  /** Resolves after so many milliseconds. */
  after(milliseconds: number): Promise<void>;
}

const contentTypes: Readonly<Record<OtlpProtocol, string>> = {
  'http/protobuf': 'application/x-protobuf',
  'http/json': 'application/json',
};

// Source: OTLP specification, "OTLP/HTTP Response", retryable response codes.
const retryable = new Set([429, 502, 503, 504]);
const firstBackoffMs = 250;
const longestBackoffMs = 5000;
/** Nothing that a receiver answers is worth more memory than this. */
const longestAnswer = 16_384;

/** Sends one request, again while the receiver asks for patience, and gives up when its time is over. Never rejects. */
export async function sendOtlp(
  body: Uint8Array<ArrayBuffer>,
  settings: OtlpEndpoint,
  { fetch, nowMs, after }: SendDependencies,
): Promise<SendOutcome> {
  const deadlineMs = nowMs() + settings.timeoutMs;
  const compressed = settings.compression === 'gzip';
  const request = {
    method: 'POST',
    headers: {
      ...settings.headers,
      'content-type': contentTypes[settings.protocol],
      ...(compressed ? { 'content-encoding': 'gzip' } : {}),
    },
    body: compressed ? await gzip(body) : body,
    redirect: 'manual',
  } as const;
  for (let attempt = 0; ; attempt++) {
    const leftMs = deadlineMs - nowMs();
    if (leftMs <= 0) return 'failed';
    let waitMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempt);
    try {
      const response = await fetch(settings.url, { ...request, signal: AbortSignal.timeout(leftMs) });
      const answer = await beginning(response);
      if (response.ok) return isPartial(answer) ? 'partial' : 'ok';
      if (!retryable.has(response.status)) return 'rejected';
      waitMs = retryAfterMs(response.headers.get('retry-after')) ?? waitMs;
    } catch {
      // No connection, or no answer in time: the same as a receiver that is busy.
    }
    if (waitMs >= deadlineMs - nowMs()) return 'failed';
    await after(waitMs);
  }
}

async function gzip(body: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/** Reads to the end, or the connection could not be used again, unless the end is far. */
async function beginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (text.length > longestAnswer) {
      await reader.cancel();
      return '';
    }
  }
}

/** A receiver may take a part and say so. Source: OTLP specification, "Partial Success". */
function isPartial(answer: string): boolean {
  try {
    const { partialSuccess } = JSON.parse(answer) as {
      partialSuccess?: { rejectedDataPoints?: string | number };
    };
    return Number(partialSuccess?.rejectedDataPoints ?? 0) > 0;
  } catch {
    return false;
  }
}

function retryAfterMs(value: string | null): number | undefined {
  if (value === null || !/^\d+$/.test(value)) return undefined;
  return Number(value) * 1000;
}

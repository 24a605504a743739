/** What the k6 script says on its console; times in ms since the k6 run began. */
export type ClientLine = Invocation | Completion | ReadLine | ClockExchange;

export interface Invocation {
  readonly t: number;
  readonly op: 'invoke';
  readonly id: string;
  readonly hash: string;
  readonly stream: string;
}

export interface Completion {
  readonly t: number;
  readonly op: 'ok' | 'fail' | 'info';
  readonly id: string;
  readonly ms: number;
  readonly status: number;
  readonly stream: string;
  readonly epoch?: number;
  readonly region?: string;
  /** Where the platform's database says that the write stands, if it says so. */
  readonly wal?: { readonly timeline: number; readonly lsn: string; readonly xid: string };
  readonly reason?: string;
  /** The platform acknowledged other content than was sent. */
  readonly wrongHash?: string;
}

export interface ReadLine {
  readonly t: number;
  readonly op: 'read';
  readonly ms: number;
  readonly status: number;
  readonly ok: boolean;
  readonly stream: string;
}

export interface ClockExchange {
  readonly t: number;
  readonly op: 'clock';
  readonly sent: number;
  readonly received: number;
  readonly monotonicMs: number;
}

const operations: ReadonlySet<string> = new Set(['invoke', 'ok', 'fail', 'info', 'read', 'clock']);

/** One console line; `undefined` when it is none of ours (k6's own words, a torn line). */
export function parseClientLine(text: string): ClientLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line = JSON.parse(text) as { t?: unknown; op?: unknown };
    return typeof line.t === 'number' && typeof line.op === 'string' && operations.has(line.op)
      ? (line as ClientLine)
      : undefined;
  } catch {
    return undefined;
  }
}

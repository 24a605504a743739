/** The load file: what `mixed.ts` is to send. Written by the runner; also fit to be written by hand. */
export interface Load {
  /** Part of every id, so that two runs never write the same one. */
  run: string;
  /** The longest the load may last; the runner normally stops it earlier. */
  maxSeconds: number;
  /** Until the full rate is reached: a platform that was idle a moment ago opens its connections first. */
  rampSeconds: number;
  /** A request that takes longer has an unknown outcome. */
  timeoutSeconds: number;
  /** Takes unknown outcomes for success, as some clients do: to see that this is found. */
  optimistic?: boolean;
  /** Sent with every request, e.g. an `authorization` header. */
  headers: Record<string, string>;
  /** Where the runner answers with its monotonic milliseconds, as plain text. */
  clock?: string;
  streams: Stream[];
}

export interface Stream {
  /** Letters, digits and dashes; the scenario's name and the first part of its ids. */
  name: string;
  kind: 'write' | 'read';
  url: string;
  perSecond: number;
  /** Enough for `perSecond` × the seconds that a request may hang: fewer would drop iterations. */
  virtualUsers: number;
  /** Fields of the request body beside `content`. */
  body: Record<string, unknown>;
}

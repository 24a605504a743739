import type { ClientLine, Completion, Invocation } from './client-line.js';

/** One request as its client lived it; `t` is when it was due, in the same clock as the lines. */
export interface ClientSample {
  readonly t: number;
  readonly ms: number;
  readonly ok: boolean;
  readonly stream: 'writes' | 'reads';
}

export interface Observation {
  /** When the observation ended (the load was told to stop), in the clock of the lines. */
  readonly endT: number;
  /** What is slower than this is late anyway, in ms: a write that was open for longer when the load stopped has failed. */
  readonly lateMs: number;
}

/**
 * Every arrival becomes one sample. A write that never completed counts as failed, with the time until the end as its
 * duration: leaving it out would make an outage look better the longer it hangs. Only those that were sent so shortly
 * before the end that they could still have been in time are left out: nobody knows what would have become of them.
 */
export function clientSamples(lines: readonly ClientLine[], { endT, lateMs }: Observation): ClientSample[] {
  const open = new Map<string, Invocation>();
  const samples: ClientSample[] = [];
  for (const line of lines) {
    if (line.op === 'invoke') open.set(line.id, line);
  }
  for (const line of lines) {
    if (line.op === 'read') samples.push({ t: line.t, ms: line.ms, ok: line.ok, stream: 'reads' });
    if (line.op === 'ok' || line.op === 'fail' || line.op === 'info') samples.push(completed(line, open));
  }
  for (const { t } of open.values()) {
    if (endT - t > lateMs) samples.push({ t, ms: endT - t, ok: false, stream: 'writes' });
  }
  return samples.filter((sample) => sample.t < endT).sort((a, b) => a.t - b.t);
}

function completed(line: Completion, open: Map<string, Invocation>): ClientSample {
  const t = open.get(line.id)?.t ?? line.t - line.ms;
  open.delete(line.id);
  return { t, ms: line.ms, ok: line.op === 'ok' && line.wrongHash === undefined, stream: 'writes' };
}

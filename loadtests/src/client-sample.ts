import type { ClientLine, Completion, Invocation } from './client-line.js';

/** One request as its client lived it; `t` is when it was due, in the same clock as the lines. */
export interface ClientSample {
  readonly t: number;
  readonly ms: number;
  readonly ok: boolean;
  readonly stream: 'writes' | 'reads';
}

/**
 * Every arrival becomes one sample. A write that never completed counts as failed, with the time until `endT` as its
 * duration: leaving it out would make an outage look better the longer it hangs.
 */
export function clientSamples(lines: readonly ClientLine[], endT: number): ClientSample[] {
  const open = new Map<string, Invocation>();
  const samples: ClientSample[] = [];
  for (const line of lines) {
    if (line.op === 'invoke') open.set(line.id, line);
  }
  for (const line of lines) {
    if (line.op === 'read') samples.push({ t: line.t, ms: line.ms, ok: line.ok, stream: 'reads' });
    if (line.op === 'ok' || line.op === 'fail' || line.op === 'info') samples.push(completed(line, open));
  }
  for (const { t } of open.values())
    samples.push({ t, ms: Math.max(0, endT - t), ok: false, stream: 'writes' });
  return samples.sort((a, b) => a.t - b.t);
}

function completed(line: Completion, open: Map<string, Invocation>): ClientSample {
  open.delete(line.id);
  return {
    t: line.t - line.ms,
    ms: line.ms,
    ok: line.op === 'ok' && line.wrongHash === undefined,
    stream: 'writes',
  };
}

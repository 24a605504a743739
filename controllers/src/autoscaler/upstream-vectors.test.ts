import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type QueueQuestion, replicasForQueue } from './queue-depth.js';
import { replayAutoscaler } from './replay-autoscaler.js';

/** Answered by Kubernetes itself; `vectors/hpa/README.md` says how. */
const folder = process.env.HPA_VECTORS ?? path.resolve(import.meta.dirname, '../../vectors/hpa');

const vectors = (name: string): { in: object; out: Record<string, unknown> }[] =>
  readFileSync(path.join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

function answers(questions: readonly object[]) {
  const replay = replayAutoscaler(questions.map((question) => JSON.stringify(question)).join('\n'));
  if ('refused' in replay) throw new Error(JSON.stringify(replay.refused));
  return replay.answers;
}

describe('the autoscaler of Kubernetes', () => {
  it('asks for the same replicas', () => {
    const all = vectors('replicas.jsonl');
    const mine = answers(all.map((vector) => vector.in));
    const differing = all.flatMap(({ in: question, out }, at) => {
      const expected = 'error' in out ? { error: expect.any(String) } : out;
      try {
        expect(mine[at]).toMatchObject(expected);
        return [];
      } catch {
        return [{ question, upstream: out, mine: mine[at] }];
      }
    });
    expect(differing).toEqual([]);
    expect(all.length).toBeGreaterThan(500);
  });

  it('takes the same steps in time', () => {
    const all = vectors('timelines.jsonl');
    const mine = answers(all.map((vector) => vector.in));
    const differing = all.flatMap(({ in: question, out }, at) =>
      JSON.stringify(mine[at]) === JSON.stringify(out) ? [] : [{ question, upstream: out, mine: mine[at] }],
    );
    expect(differing).toEqual([]);
    expect(all.length).toBeGreaterThan(200);
  });

  it('asks for the same GPU workers by the length of their queue', () => {
    const all = vectors('queue.jsonl');
    const differing = all.flatMap(({ in: question, out }) => {
      const mine = replicasForQueue(question as QueueQuestion);
      return mine === out.desired ? [] : [{ question, upstream: out, mine }];
    });
    expect(differing).toEqual([]);
    expect(all.length).toBeGreaterThan(300);
  });
});

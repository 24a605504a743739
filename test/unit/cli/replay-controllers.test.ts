import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { attest, folder, repository } from './attest.js';

const run = (judge: string, text: string, ...options: string[]) =>
  attest(['replay', judge, '-', ...options], { directory: folder(), input: text });

const minute = (t: number, errors: number, rollout = 'r1') =>
  [
    { rollout, t, revision: 'canary', requests: 600, errors },
    { rollout, t, revision: 'baseline', requests: 11_400, errors: 114 },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n');

const stage = (errors: number, rollout?: string) =>
  Array.from({ length: 30 }, (_, at) => minute((at + 1) * 60, errors, rollout)).join('\n');

describe('attest replay canary', () => {
  it.each([
    ['promotes', stage(6), 0],
    ['rolls back', stage(120), 1],
    ['does not know', minute(60, 6), 3],
    ['has nothing to judge', '', 3],
    ['ends with the worst of several', [stage(6, 'a'), stage(120, 'b'), minute(60, 6, 'c')].join('\n'), 1],
  ])('%s', async (_what, text, code) => {
    const ended = await run('canary', text, '--json');
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: '' });
  });

  it('answers with one line for each rollout', async () => {
    const { stdout } = await run('canary', [stage(120, 'a'), stage(6, 'b')].join('\n'), '--json');
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers).toEqual([
      { rollout: 'a', decision: 'rollback', at: 60, metric: 'error_rate', reason: expect.any(String) },
      { rollout: 'b', decision: 'promote', at: 1800, metric: null, reason: expect.any(String) },
    ]);
  });

  it('refuses what it cannot read, every line by its number', async () => {
    const { code, stdout, stderr } = await run('canary', `${minute(60, 6)}\nnot json\n{"t":1}\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('<stdin>:3: is not JSON');
    expect(stderr).toContain('<stdin>:4: ');
  });
});

describe('attest replay autoscaler', () => {
  it('answers the examples of docs/formats.md as they say', async () => {
    const page = readFileSync(path.join(repository, 'docs/formats.md'), 'utf8');
    const [questions = '', answers] = [...page.matchAll(/```json\n([\s\S]*?)```/g)]
      .map(([, block]) => block)
      .filter((block) => block?.startsWith('{"id":1,'));
    const { code, stdout } = await run('autoscaler', questions, '--json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: answers });
  });

  it('says it in words as well', async () => {
    const { stdout } = await run(
      'autoscaler',
      '{"mode":"replicas","pods":[]}\n{"mode":"replicas","pods":[{"usageMilli":900}]}',
    );
    expect(stdout).toBe('1: no answer: no pods were selected\n2: 2 replicas, at 90 % of the request\n');
  });

  it('refuses what it cannot read', async () => {
    const { code, stdout, stderr } = await run('autoscaler', '{"mode":"replicas"}\n[]\n{');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const line of [1, 2, 3]) expect(stderr).toContain(`<stdin>:${line}: `);
  });
});

describe('attest capacity plan', () => {
  it('answers with one JSON document', async () => {
    const { code, stdout } = await attest(['capacity', 'plan', '--rps', '700', '--json'], {
      directory: folder(),
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      database: { fits: false },
      services: [{ unservedRps: 0 }, {}],
    });
  });

  it('needs to be told the load', async () => {
    const { code, stderr } = await attest(['capacity', 'plan'], { directory: folder() });
    expect(code).toBe(2);
    expect(stderr).toContain('--rps');
  });
});

describe('attest canary judge', () => {
  it('measured nothing when there is no Prometheus', async () => {
    const args = ['canary', 'judge', '--prometheus', 'http://127.0.0.1:9', '--service', 'arbor-api'];
    const { code, stdout, stderr } = await attest([...args, '--baseline', 'a', '--canary', 'b'], {
      directory: folder(),
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^attest: http:\/\/127\.0\.0\.1:9: Prometheus does not answer/);
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../../.github');
const read = (file: string) => parse(readFileSync(path.join(root, file), 'utf8'));
const action = read('actions/capacity/action.yml');
const workflow = read('workflows/capacity.yml');
const [run, comment] = action.runs.steps as { id?: string; run: string; env: Record<string, string> }[];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The action's first step, with an `npx` that answers with `code` and leaves what a run leaves. */
function step(code: number, inputs: Record<string, string> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'attest-action-'));
  folders.push(folder);
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  const npx = path.join(bin, 'npx');
  writeFileSync(
    npx,
    `#!/usr/bin/env bash
printf '%s\\n' "$@" > told; echo "\${ATTEST_AUTH_HEADER-unset}" > header
if [ ${code} -ne 2 ]; then
  mkdir -p .attest/runs/latest; echo 'one paragraph' > .attest/runs/latest/summary.md
  echo '{"capacity":{"knee":{"value":196}}}' > .attest/runs/latest/verdict.json
fi
exit ${code}
`,
  );
  chmodSync(npx, 0o755);
  const empty = Object.fromEntries(Object.keys(run?.env ?? {}).map((name) => [name, '']));
  const { status } = spawnSync('bash', ['-e', '-c', run?.run ?? ''], {
    cwd: folder,
    env: {
      PATH: `${bin}:${process.env.PATH}`,
      GITHUB_OUTPUT: path.join(folder, 'output'),
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary'),
      ...empty,
      SERVICE: 'api',
      TARGET: 'https://x.example',
      BUDGET_MINUTES: '1',
      ...inputs,
    },
  });
  const text = (name: string) =>
    existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), 'utf8') : '';
  return {
    status,
    output: text('output'),
    summary: text('summary'),
    told: text('told').trim().split('\n'),
    header: text('header'),
  };
}

describe('the composite action', () => {
  it.each([
    [0, 0, 'held'],
    [1, 1, 'broken'],
    [2, 2, 'wrong-usage'],
    [3, 3, 'inconclusive'],
    [124, 3, 'inconclusive'],
  ])('turns exit code %i into %i, verdict %s', (code, status, verdict) => {
    const result = step(code);
    expect(result.status).toBe(status);
    expect(result.output).toContain(`verdict=${verdict}\n`);
    expect(result.output.includes('knee=196')).toBe(code !== 2);
    expect(result.summary).toContain(code === 2 ? 'No load was made' : 'one paragraph');
  });

  it('hands over what was given, and only that, whatever characters it has', () => {
    expect(step(0).told).toEqual(['attest', 'capacity', '--service', 'api', '--target', 'https://x.example']);
    expect(step(0).header).toBe('unset\n');
    const { told, header } = step(0, {
      PROFILE: 'load',
      MAX_RATE: '50',
      REVISION: '$(touch x); "y"',
      ATTEST_AUTH_HEADER: 'a: b',
    });
    expect(told.slice(6)).toEqual(['--profile', 'load', '--max-rate', '50', '--revision', '$(touch x); "y"']);
    expect(header).toBe('a: b\n');
  });

  it('never puts an input into a script', () => {
    for (const { run: script = '' } of action.runs.steps as { run?: string }[])
      expect(script).not.toContain('${{');
    expect(comment?.run).toContain('gh pr comment');
  });
});

describe('the reusable workflow', () => {
  it('hands every input of the action over, and knows no other', () => {
    const { with: given } = workflow.jobs.capacity.steps.at(-1);
    const known = Object.keys(action.inputs);
    expect(Object.keys(given).filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !(name in given))).toEqual(['token']);
    const declared = [
      ...Object.keys(workflow.on.workflow_call.inputs),
      ...Object.keys(workflow.on.workflow_call.secrets),
    ];
    expect(declared.sort()).toEqual(Object.keys(given).sort());
  });
});

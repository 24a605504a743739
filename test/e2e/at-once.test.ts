import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { readEvidence } from '@attest/evidence';
import { describe, expect, it, vi } from 'vitest';
import { attestIn, type CommandLine } from './command-line.js';
import { nothing, watchedFolder } from './watched-folder.js';

const folder = watchedFolder();

const runs = () => readdirSync(path.join(folder.path, '.attest/runs')).filter((name) => name !== 'latest');
const fileOf = (run: string, name: string) => path.join(folder.path, '.attest/runs', run, name);

/** The processes of single runs; they end whatever belongs to their run, but belong to none themselves. */
function runners(): number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const isOne = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('run-beside');
      return isOne && readlinkSync(`/proc/${name}/cwd`) === folder.path ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

const gameday = (...flags: string[]): CommandLine =>
  attestIn(folder.path, 'gameday', 'partition', 'replica-lag', '--at-once', '2', ...flags);
const bothAreUp = async ({ said }: CommandLine) => {
  await said(/partition .*reference platform is up/);
  await said(/replica-lag .*reference platform is up/);
};

describe('two experiments at once', () => {
  it('are judged each by itself, say that they were not alone, and leave nothing behind', async () => {
    const { exitCode, stdout, stderr } = await gameday('--json').ended;
    expect(exitCode, stderr).toBe(0);
    const { runs: verdicts } = JSON.parse(stdout);
    expect(verdicts.map(({ experiment }: { experiment: string }) => experiment)).toEqual([
      'partition',
      'replica-lag',
    ]);
    for (const { run } of verdicts) {
      const [first] = readEvidence(fileOf(run, 'evidence.jsonl')).evidence;
      expect(first).toMatchObject({ kind: 'run', atOnce: 2 });
    }
    expect(folder.left()).toEqual(nothing);
  });

  it('are both ended by one Ctrl-C, and keep what was seen', async () => {
    const command = gameday('--json');
    await bothAreUp(command);
    command.child.kill('SIGINT');
    expect((await command.ended).exitCode).toBe(3);
    expect(runs()).toHaveLength(2);
    for (const run of runs())
      expect(JSON.parse(readFileSync(fileOf(run, 'verdict.json'), 'utf8'))).toMatchObject({
        interrupted: true,
        summary: { held: 0, broken: 0 },
      });
    expect(runners()).toEqual([]);
    expect(folder.left()).toEqual(nothing);
  });

  it('leave nothing behind when what has started them is killed', async () => {
    const command = gameday();
    await bothAreUp(command);
    expect(runners()).toHaveLength(2);
    command.child.kill('SIGKILL');
    await vi.waitFor(
      () => expect({ runners: runners(), left: folder.left() }).toEqual({ runners: [], left: nothing }),
      {
        timeout: 60_000,
        interval: 250,
      },
    );
  });
});

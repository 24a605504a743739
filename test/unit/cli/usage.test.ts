import { describe, expect, it } from 'vitest';
import { attest, folder } from './attest.js';

describe('attest', () => {
  it.each([
    ['an unknown command, with the nearest one', ['cliams'], /unknown command 'cliams'[\s\S]*claims/],
    ['an unknown option, with the nearest one', ['lint', '--jsn'], /unknown option '--jsn'[\s\S]*--json/],
    ['an argument too many', ['lint', 'everything'], /too many arguments/],
    ['an argument too few', ['explain'], /missing required argument 'claim'/],
    ['an environment that there is not', ['generate', '--environment', 'prod'], /production, staging/],
    ['a number that is none', ['gameday', '--runs', 'many'], /--runs <n>.*A whole number from 1 to 1000/],
    [
      'several schedules at once',
      ['gameday', '--random', '2', '--at-once', '2'],
      /--at-once does not go together with --random/,
    ],
    ['a run of several that nobody has asked for', ['run-beside'], /run-beside: there is no game day/],
    ['an unknown judge', ['replay', 'histroy', 'x'], /unknown command 'histroy'[\s\S]*history/],
    ['an unknown claim', ['explain', 'failover.duratoin'], /did you mean failover\.duration\?/],
    [
      'every unknown experiment',
      ['gameday', 'regionloss', 'xyzzy'],
      /regionloss – did you mean region-loss\?\n {2}xyzzy/,
    ],
    ['an unknown target', ['gameday', '--target', 'refrence'], /refrence – did you mean reference\?/],
  ])('refuses %s', async (_what, args, said) => {
    const { code, stdout, stderr } = await attest(args, { directory: folder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(/^attest: /);
    expect(stderr).toContain('  fix: ');
    expect(stderr).not.toContain('    at ');
  });

  it('names every --what-if that it does not understand', async () => {
    const whatIfs = ['region=none', 'constructor=1', 'replication', 'replication=sync=x', 'replication=sync'];
    const args = whatIfs.flatMap((whatIf) => ['--what-if', whatIf]);
    const { code, stdout, stderr } = await attest(['gameday', ...args, '--what-if', 'replication=async'], {
      directory: folder(),
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const keys =
      'replication, commit, answers, clients, jobs, deliveries, keys, promotion, fencing, primary, reads, switching, migration, breakers';
    expect(stderr).toBe(
      [
        'attest: --what-if:',
        `  region=none: no such key; one of ${keys}`,
        `  constructor=1: no such key; one of ${keys}`,
        '  replication: replication is one of sync, async',
        '  replication=sync=x: replication is one of sync, async',
        '  replication=async: replication is sync already; a run has one design',
        '  fix: write KEY=VALUE, for example --what-if replication=async',
        '',
      ].join('\n'),
    );
  });

  it('does not break what it has no drivers for', async () => {
    const directory = folder({
      'attest.config.ts': `import { arborKumori, defineConfig } from '@attest/cli';
        export default defineConfig({ platform: arborKumori, targets: {
          production: { kind: 'external', environment: 'production', entrances: {} } } });`,
    });
    const { code, stderr } = await attest(['gameday', '--target', 'production'], { directory });
    expect(code).toBe(2);
    expect(stderr).toContain('says nothing of how game days could break it');
  });

  it.each(['--help', 'help gameday', 'gameday --help', '--version', 'gameday --list'])(
    'answers %s on stdout',
    async (command) => {
      const { code, stdout, stderr } = await attest(command.split(' '), { directory: folder() });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).not.toBe('');
    },
  );

  it('lists the experiments as one JSON document', async () => {
    const { stdout } = await attest(['gameday', '--list', '--json'], { directory: folder() });
    expect(JSON.parse(stdout)['region-loss'].claims).toContain('failover.data-loss');
  });

  it('says what it can do when it is told nothing', async () => {
    const { code, stdout, stderr } = await attest([], { directory: folder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Commands:');
  });

  it('says what it found of each tool as one JSON document', async () => {
    const { code, stdout } = await attest(['doctor', '--json'], { directory: folder() });
    const report = JSON.parse(stdout);
    expect(report.tools.map(({ tool }: { tool: string }) => tool)).toEqual(
      expect.arrayContaining(['node', 'k6', 'prometheus', 'postgres']),
    );
    expect(code).toBe(report.ok ? 0 : 2);
  });

  it.each([
    ['claims', 0],
    ['lint', 1],
  ])('%s keeps its exit code when its reader goes away', async (command, expected) => {
    const { code, stderr } = await attest([command, '--json'], { directory: folder(), closesStdout: true });
    expect({ code, stderr }).toEqual({ code: expected, stderr: '' });
  });
});

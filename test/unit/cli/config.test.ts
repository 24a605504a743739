import { describe, expect, it } from 'vitest';
import { attest, folder } from './attest.js';

const claimsWith = (files: Readonly<Record<string, string>>, ...options: string[]) =>
  attest([...options, 'claims', '--json'], { directory: folder(files) });

/** A configuration around an expression for its targets. */
const withTargets = (targets: string) => `
  import { arborKumori, defineConfig } from '@attest/cli';
  export default defineConfig({ platform: arborKumori, targets: ${targets} });`;

const columnsOf = (stdout: string) => Object.keys(JSON.parse(stdout).claims[0].verdicts);

describe('a configuration', () => {
  it('is not needed for the platform that ships', async () => {
    const { code, stdout } = await claimsWith({});
    expect(code).toBe(0);
    expect(columnsOf(stdout)).toEqual(['reference']);
  });

  it('is found in the folder, means this program by @attest/cli, and may be of several files', async () => {
    const { code, stdout, stderr } = await claimsWith({
      'attest.config.ts': `
        import { defineConfig } from '@attest/cli';
        import { platform } from './catalog/platform.js';
        export default defineConfig({ platform, targets: { bed: { kind: 'reference' } } });`,
      'catalog/platform.ts': `
        import { arborKumori, definePlatform, type Platform } from '@attest/cli';
        export const platform: Platform = definePlatform(arborKumori);`,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(columnsOf(stdout)).toEqual(['bed']);
  });

  it('may be JavaScript, and may be named', async () => {
    const { code, stdout } = await claimsWith(
      { 'other/config.mjs': withTargets(`{ bed: { kind: 'reference' } }`) },
      '--config',
      'other/config.mjs',
    );
    expect(code).toBe(0);
    expect(columnsOf(stdout)).toEqual(['bed']);
  });

  it('names every problem of an invalid catalog with its path', async () => {
    const { code, stdout, stderr } = await claimsWith({
      'attest.config.ts': `
        import { arborKumori, defineConfig, definePlatform } from '@attest/cli';
        const { failover, monitoring } = arborKumori;
        export default defineConfig({
          platform: definePlatform({
            ...arborKumori,
            id: 'mine',
            files: {},
            monitoring: { ...monitoring, retentionDays: -1 },
            failover: { ...failover, takeover: 'eu-wst-1', detectionSeconds: 'soon' },
          }),
          targets: {},
        });`,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("attest: attest.config.ts: the catalog 'mine' has 3 problems:");
    for (const path of ['monitoring.retentionDays', 'failover.takeover', 'failover.detectionSeconds']) {
      expect(stderr).toContain(path);
    }
    expect(stderr).toContain("did you mean 'eu-west-1'?");
  });

  it('is checked where JavaScript has checked nothing: catalog, targets and what is too much, all at once', async () => {
    const { code, stderr } = await claimsWith({
      'attest.config.mjs': `
        import { arborKumori } from '@attest/cli';
        export default {
          platform: { ...arborKumori, files: {}, regions: 'all of them' },
          targets: { bed: { kind: 'referense' } },
          teams: [],
        };`,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('attest.config.mjs is not a configuration:');
    for (const where of ['default.targets.bed.kind', 'teams', 'regions: ']) expect(stderr).toContain(where);
  });

  it('points only at services that the catalog has, by URLs', async () => {
    const target = (entrances: string) =>
      withTargets(`{ live: { kind: 'external', environment: 'production', entrances: ${entrances} } }`);
    const unknown = await claimsWith({
      'attest.config.ts': target(`{ 'arbor-apy': 'https://a.example', x: 'https://b.example' }`),
    });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(
      'default.targets.live.entrances.arbor-apy: the catalog has no such service; did you mean arbor-api?',
    );
    expect(unknown.stderr).toContain('default.targets.live.entrances.x: the catalog has no such service');
    const notUrl = await claimsWith({ 'attest.config.ts': target(`{ 'arbor-api': 'ftp://a.example' }`) });
    expect(notUrl.stderr).toContain('default.targets.live.entrances.arbor-api: Invalid URL');
  });

  it.each([
    ['is not there', {}, 'nowhere.ts: there is no such file'],
    [
      'does not parse',
      { 'nowhere.ts': 'export default {' },
      /nowhere\.ts: cannot be loaded\n {2}because ParseError: .*\n {4}.*nowhere\.ts:1:16\n/,
    ],
    ['fails', { 'nowhere.ts': `throw new Error('no vault')` }, /cannot be loaded\n {2}because no vault/],
    ['imports what is not there', { 'nowhere.ts': `import './gone.js'` }, /because .*gone\.js/],
    ['is a folder', { 'nowhere.ts/file': '' }, 'nowhere.ts: cannot be loaded'],
    ['exports nothing by default', { 'nowhere.ts': 'export const platform = 1' }, 'not a configuration'],
  ])('that %s is refused with the reason', async (_what, files, said) => {
    const { code, stdout, stderr } = await claimsWith(files, '--config', 'nowhere.ts');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).toContain('  fix: ');
    expect(stderr).not.toContain('    at ');
  });
});

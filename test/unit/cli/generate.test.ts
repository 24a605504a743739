import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { attest, folder, repository } from './attest.js';

const thresholds = (change: string) => `
  import { arborKumori, defineConfig, definePlatform } from '@attest/cli';
  const { monitoring } = arborKumori;
  const rules = monitoring.rules.map((rule) => ({ ...rule, ${change} }));
  export default defineConfig({
    platform: definePlatform({ ...arborKumori, monitoring: { ...monitoring, rules } }),
    targets: {},
  });`;

/** Every file below a folder with its content. */
function contentOf(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(directory, file), readFileSync(file, 'utf8')]),
  );
}

async function generated() {
  const directory = folder();
  const { code, stdout, stderr } = await attest(['generate'], { directory });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return { directory, files: stdout.trim().split('\n') };
}

describe('attest generate', () => {
  it('has been run on the catalog in the repository', async () => {
    const { code, stdout, stderr } = await attest(['generate', '--check'], { directory: repository });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[1-9]\d* files are as the catalog says\.\n$/);
  });

  it('writes what it says, the same files every time, and then has nothing to complain of', async () => {
    const { directory, files } = await generated();
    const first = contentOf(path.join(directory, 'generated'));
    expect(
      Object.keys(first)
        .map((name) => `generated/${name}`)
        .sort(),
    ).toEqual(files.sort());
    expect(first).toEqual(contentOf(path.join(repository, 'generated')));
    expect((await attest(['generate', '--check'], { directory })).code).toBe(0);
  });

  it('writes one environment where it is told to', async () => {
    const directory = folder();
    const args = ['generate', '--environment', 'staging', '--out', 'deploy/rules'];
    const { stdout } = await attest(args, { directory });
    expect(
      stdout
        .trim()
        .split('\n')
        .every((name) => name.startsWith('deploy/rules/staging/')),
    ).toBe(true);
    expect(readdirSync(path.join(directory, 'deploy/rules'))).toEqual(['staging']);
    expect((await attest([...args, '--check'], { directory })).code).toBe(0);
  });

  it('notices with --check what differs, what is missing and what nothing generates any more', async () => {
    const { directory } = await generated();
    const file = (name: string) => path.join(directory, 'generated', name);
    writeFileSync(file('production/prometheus/arbor-api.yml'), 'groups: []\n');
    rmSync(file('staging/alertmanager/alertmanager.yml'));
    mkdirSync(file('staging/dashboards'));
    writeFileSync(file('staging/dashboards/old.json'), '{}');
    writeFileSync(file('README.md'), 'Beside the environments anything may lie.');
    const before = contentOf(directory);
    const { code, stdout, stderr } = await attest(['generate', '--check'], { directory });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      'generated/production/prometheus/arbor-api.yml differs from the catalog',
      'generated/staging/alertmanager/alertmanager.yml is missing',
      'generated/staging/dashboards/old.json is no longer in the catalog',
    ]);
    expect(stderr).toContain('  fix: ');
    expect(contentOf(directory)).toEqual(before);
  });

  it('removes nothing, but says what nothing generates any more', async () => {
    const directory = folder({ 'generated/production/dashboards/old.json': '{}' });
    const { code, stderr } = await attest(['generate'], { directory });
    expect(code).toBe(0);
    expect(stderr).toContain('generated/production/dashboards/old.json is no longer in the catalog');
    expect(contentOf(directory)).toHaveProperty(['generated/production/dashboards/old.json'], '{}');
  });

  it('notices with --check that the catalog has changed', async () => {
    const directory = folder({ 'attest.config.ts': thresholds('') });
    await attest(['generate'], { directory });
    expect((await attest(['generate', '--check'], { directory })).code).toBe(0);
    writeFileSync(path.join(directory, 'attest.config.ts'), thresholds('threshold: rule.threshold / 2'));
    const { code, stderr } = await attest(['generate', '--check'], { directory });
    expect(code).toBe(1);
    expect(stderr).toContain('generated/production/prometheus/arbor-api.yml differs from the catalog');
  });

  it('refuses objectives that cannot be kept or seen, all at once, and writes nothing', async () => {
    const config = `
      import { arborKumori, defineConfig, definePlatform } from '@attest/cli';
      const [first, second, ...rest] = arborKumori.objectives;
      const objectives = [
        { ...first, target: 1 },
        { ...second, indicator: { ...second.indicator, thresholdMs: 600 } },
        ...rest,
      ];
      export default defineConfig({ platform: definePlatform({ ...arborKumori, objectives }), targets: {} });`;
    const directory = folder({ 'attest.config.ts': config });
    const { code, stdout, stderr } = await attest(['generate'], { directory });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /objectives\[0\][\s\S]*a target of 100 %[\s\S]*objectives\[1\][\s\S]*not a bucket boundary[\s\S]*fix: /,
    );
    expect(readdirSync(directory)).toEqual(['attest.config.ts']);
  });

  it('refuses drills that are no experiments, and writes nothing', async () => {
    const config = `
      import { arborKumori, defineConfig, definePlatform } from '@attest/cli';
      const drills = [
        { experiment: 'region-los', on: 'reference', frequency: 'weekly' },
        { experiment: 'database-failure', on: 'reference', frequency: 'weekly' },
      ];
      export default defineConfig({ platform: definePlatform({ ...arborKumori, drills }), targets: {} });`;
    const directory = folder({ 'attest.config.ts': config });
    const { code, stdout, stderr } = await attest(['generate'], { directory });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /no such experiment[\s\S]*region-los – did you mean region-loss\?[\s\S]*gameday --list/,
    );
    expect(stderr).not.toContain('database-failure');
    expect(readdirSync(directory)).toEqual(['attest.config.ts']);
  });

  it('names every secret file that is missing or empty', async () => {
    const directory = folder({
      'secrets/slack-webhook-url': 'https://hooks.example.com/x',
      'secrets/smtp-password': ' ',
    });
    const { code, stderr } = await attest(['generate', '--secrets', 'secrets'], { directory });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /pagerduty-routing-key is missing\n.*smtp-password is empty\n.*heartbeat-url is missing/,
    );
  });

  it.each([
    ['not a URL', 'prometheus:9090', /is not the URL of a Prometheus/],
    ['nobody there', 'http://127.0.0.1:1', /no rules can be read/],
  ])('attest generate --diff says when there is no Prometheus: %s', async (_what, url, says) => {
    const { code, stdout, stderr } = await attest(['generate', '--diff', url], { directory: folder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });

  it.each(['generate', 'generate --check'])('attest %s refuses a place that is a file', async (command) => {
    const directory = folder({ generated: 'a file' });
    const { code, stdout, stderr } = await attest(command.split(' '), { directory });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/generated.*: cannot be (written|read)\n {2}because .+\n {2}fix: .*--out/);
    expect(stderr).not.toContain('    at ');
  });
});

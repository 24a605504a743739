import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bedAlertmanager, generate } from '@attest/alerts';
import { arborKumori, type Platform } from '@attest/platform';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twoServices } from '../fixtures/two-services.js';

const run = promisify(execFile);
const alertsFile = 'generated/production/prometheus/alerts.yml';
const testsFile = 'generated/production/prometheus/tests/alerts.yml';
const alertmanagerFile = 'generated/production/alertmanager/alertmanager.yml';

let tools: Record<'promtool' | 'amtool', { path: string }>;
let directory: string;

beforeAll(async () => {
  tools = await findTools(['promtool', 'amtool']);
  directory = await mkdtemp(join(tmpdir(), 'attest-alerts-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function write(name: string, platform: Platform, change = (rules: string) => rules): Promise<string> {
  const root = join(directory, name);
  for (const { path, content } of generate(platform, { environment: 'production' })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path === alertsFile ? change(content) : content);
  }
  return root;
}

const promtoolTest = (root: string) => run(tools.promtool.path, ['test', 'rules', join(root, testsFile)]);

describe.each([
  ['the catalog that ships', arborKumori],
  ['another platform', twoServices],
])('the alerts of %s', (name, platform) => {
  it('are rules without a complaint, and fire, hold back and recover as their tests say', async () => {
    const root = await write(name, platform);
    const checked = await run(tools.promtool.path, ['check', 'rules', join(root, alertsFile)]);
    expect(checked.stdout).toContain('SUCCESS');
    expect(checked.stderr).toBe('');
    expect((await promtoolTest(root)).stdout).toContain('SUCCESS');
  });

  it('are routed to whom the catalog names, and what no route knows to whom critical alerts go', async () => {
    const root = await write(name, platform);
    const file = join(root, alertmanagerFile);
    await run(tools.amtool.path, ['check-config', file]);
    const receiver = async (...labels: string[]) =>
      (
        await run(tools.amtool.path, ['config', 'routes', 'test', '--config.file', file, ...labels])
      ).stdout.trim();
    const { routes } = platform.monitoring;
    for (const severity of ['critical', 'warning', 'info'] as const)
      for (const alertname of ['high_error_rate', 'high_latency', 'anything'])
        expect(await receiver(`severity=${severity}`, `alertname=${alertname}`)).toBe(
          routes[severity].provider.toLowerCase(),
        );
    expect(await receiver('alertname=Watchdog', 'severity=none')).toBe('heartbeat');
    expect(await receiver('severity=unheard-of')).toBe(routes.critical.provider.toLowerCase());
  });
});

describe('the tests of the alerts', () => {
  const [service, [region]] = [arborKumori.services.slice(0, 1), [arborKumori.regions.slice(0, 1)]];
  const one: Platform = { ...arborKumori, services: service, regions: region ?? [] };

  /** Each is a slip of the pen that must not go unnoticed. */
  const mutants: [string, (rules: string) => string][] = [
    ['a comparator turned round', (rules) => rules.replaceAll('> 0.05', '< 0.05')],
    ['a higher ceiling', (rules) => rules.replaceAll('> 0.05', '> 0.06')],
    ['a lower ceiling', (rules) => rules.replaceAll('> 0.05', '> 0.045')],
    ['a lower latency ceiling', (rules) => rules.replaceAll('"} > 1 and', '"} > 0.98 and')],
    ['a higher latency ceiling', (rules) => rules.replaceAll('"} > 1 and', '"} > 2 and')],
    ['no event floor', (rules) => rules.replaceAll('>= 20', '>= 0')],
    ['no event floor for latency', (rules) => rules.replaceAll('>= 100', '>= 0')],
    [
      'a floor that hides an outage',
      (rules) => rules.replaceAll(/ or service_region:edge_errors\S+ == 1/g, ''),
    ],
    ['no waiting', (rules) => rules.replaceAll('for: 1m', 'for: 0m')],
    ['no waiting for latency', (rules) => rules.replaceAll('for: 2m', 'for: 0m')],
    ['too much waiting', (rules) => rules.replaceAll('for: 1m', 'for: 5m')],
    ['another severity', (rules) => rules.replaceAll('severity: critical', 'severity: info')],
    ['client errors counted', (rules) => rules.replaceAll('5..', '[45]..')],
    ['another window', (rules) => rules.replaceAll('[1m]', '[10m]')],
  ];

  it('pass on one service and region', async () => {
    await promtoolTest(await write('one', one));
  });

  it.each(mutants)('fail with %s', async (name, change) => {
    const [original] = generate(one, { environment: 'production' });
    expect(change(original?.content ?? ''), 'the mutant changes nothing').not.toBe(original?.content);
    const root = await write(`mutant ${name}`, one, change);
    await expect(promtoolTest(root)).rejects.toMatchObject({ code: 1 });
  });
});

it('the reference platform gets the same routes, to its stand-ins', async () => {
  const file = join(directory, 'bed.yml');
  const endpoints = {
    pagerduty: 'http://127.0.0.1:4001/v2/enqueue',
    slack: 'http://127.0.0.1:4002/hook',
    smtp: '127.0.0.1:4003',
    heartbeat: 'http://127.0.0.1:4004/beat',
  };
  await writeFile(file, bedAlertmanager(arborKumori, endpoints));
  expect((await run(tools.amtool.path, ['check-config', file])).stdout).toContain('SUCCESS');
});

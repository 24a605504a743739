import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { alertsOf, bedAlertmanager } from '@attest/alerts';
import { arborKumori, type Platform } from '@attest/platform';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { twoServices } from '../../fixtures/two-services.js';
import { Folders, writeGenerated, writeText } from './generated.js';
import { whoIsTold } from './who-is-told.js';

const run = promisify(execFile);
const folders = new Folders();
let amtool: string;

beforeAll(async () => {
  amtool = (await findTools(['amtool'])).amtool.path;
});
afterAll(() => folders.remove());

type Labels = Readonly<Record<string, string>>;

/** Every severity with every alert, and what nobody has thought of. */
function combinations(platform: Platform): Labels[] {
  const names = [...new Set(alertsOf(platform, { environment: 'production' }).map(({ name }) => name))];
  const severities = ['critical', 'warning', 'info', 'none', 'page', undefined];
  return [...names, 'somebody_elses', undefined].flatMap((alertname) =>
    severities.flatMap((severity) =>
      [{}, { service: 'a', promise: 'b', environment: 'production' }].map((more) => ({
        ...(alertname !== undefined && { alertname }),
        ...(severity !== undefined && { severity }),
        ...more,
      })),
    ),
  );
}

async function receiver(file: string, labels: Labels): Promise<string> {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  const { stdout } = await run(amtool, ['config', 'routes', 'test', '--config.file', file, ...pairs]);
  return stdout.trim();
}

/** The first combination that does not go where the oracle says. */
async function firstWrong(
  file: string,
  platform: Platform,
  all: readonly Labels[],
): Promise<string | undefined> {
  const atOnce = 4;
  for (let i = 0; i < all.length; i += atOnce) {
    const wrong = await Promise.all(
      all.slice(i, i + atOnce).map(async (labels) => {
        const told = await receiver(file, labels).catch((error: Error) => error.message);
        const should = whoIsTold(platform, labels);
        return told === should ? undefined : `${JSON.stringify(labels)} goes to ${told}, not to ${should}`;
      }),
    );
    const found = wrong.find((one) => one !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

const alertmanagerFile = 'generated/production/alertmanager/alertmanager.yml';

describe.each([
  ['the catalog that ships', arborKumori],
  ['another platform', twoServices],
])('the routes of %s', (_name, platform) => {
  it('are a configuration that Alertmanager takes, templates included', async () => {
    const root = await folders.make();
    await writeGenerated(root, platform);
    const { stdout } = await run(amtool, ['check-config', join(root, alertmanagerFile)]);
    expect(stdout).toMatch(/SUCCESS[\s\S]*1 templates[\s\S]*SUCCESS/);
  });

  it('lead every combination to whom the catalog names, and what no route knows to whom critical alerts go', async () => {
    const root = await folders.make();
    await writeGenerated(root, platform);
    const all = combinations(platform);
    expect(all.length).toBeGreaterThan(300);
    expect(await firstWrong(join(root, alertmanagerFile), platform, all)).toBeUndefined();
  });
});

interface Route {
  receiver: string;
  matchers?: string[];
  routes?: Route[];
  continue?: boolean;
}

/** Every single slip in the routes. */
function routeMutants(config: { route: Route; receivers: { name: string }[] }): [string, object][] {
  const names = config.receivers.map(({ name }) => name);
  const children = config.route.routes ?? [];
  const with_ = (route: Route): object => ({ ...config, route });
  const change = (index: number, route: Route | undefined): object =>
    with_({ ...config.route, routes: children.flatMap((child, i) => (i === index ? (route ?? []) : child)) });
  return [
    ...names
      .filter((name) => name !== config.route.receiver)
      .map((name): [string, object] => [
        `what no route knows goes to ${name}`,
        with_({ ...config.route, receiver: name }),
      ]),
    ...children.flatMap((child, i): [string, object][] => [
      ...names
        .filter((name) => name !== child.receiver)
        .map((name): [string, object] => [
          `${child.matchers} goes to ${name}`,
          change(i, { ...child, receiver: name }),
        ]),
      // Where the parent tells the same people, a route that is dropped changes nothing.
      ...(child.receiver === config.route.receiver
        ? []
        : [[`${child.matchers} dropped`, change(i, undefined)] as [string, object]]),
      [`${child.matchers} matches everything`, change(i, { ...child, matchers: [] })],
      [
        `${child.matchers} turned round`,
        change(i, { ...child, matchers: child.matchers?.map((one) => one.replace('=', '!=')) ?? [] }),
      ],
      [`${child.matchers} goes on to the next`, change(i, { ...child, matchers: [], continue: true })],
    ]),
  ];
}

describe('the oracle of routes', () => {
  it('finds every single slip', async () => {
    const root = await folders.make();
    const file = join(root, 'alertmanager.yml');
    const endpoints = {
      pagerduty: 'http://127.0.0.1:1/v2/enqueue',
      slack: 'http://127.0.0.1:2/hook',
      smtp: '127.0.0.1:3',
      heartbeat: 'http://127.0.0.1:4/beat',
    };
    const config = { ...parse(bedAlertmanager(arborKumori, endpoints)), templates: [] };
    const all = [
      { alertname: 'Watchdog', severity: 'none' },
      { alertname: 'a', severity: 'critical' },
      { alertname: 'a', severity: 'warning' },
      { alertname: 'a', severity: 'info' },
      { alertname: 'a', severity: 'page' },
    ];
    await writeText(file, stringify(config));
    expect(await firstWrong(file, arborKumori, all)).toBeUndefined();
    const mutants = routeMutants(config);
    expect(mutants.length).toBeGreaterThan(20);
    const survivors: string[] = [];
    for (const [what, mutant] of mutants) {
      await writeText(file, stringify(mutant));
      if ((await firstWrong(file, arborKumori, all)) === undefined) survivors.push(what);
    }
    expect(survivors).toEqual([]);
  });
});

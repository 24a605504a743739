import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bedAlertmanager, bedTemplates } from '@attest/alerts';
import { arborKumori } from '@attest/platform';
import { findTools } from '@attest/tools';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { monotonicMs } from '../../../reference/src/clock.js';
import { pickPort } from '../../../reference/src/processes/port.js';
import type { Received, VendorChannel } from '../../../reference/src/vendors/config.js';
import { startVendors, type Vendors } from '../../../reference/src/vendors/vendors.js';
import { Program, until } from '../program.js';
import { Folders, writeText } from './generated.js';

const folders = new Folders();
let tool: string;
let vendors: Vendors;
let alertmanager: Program;
let folder: string;
let base: string;
let port: number;

beforeAll(async () => {
  tool = (await findTools(['alertmanager'])).alertmanager.path;
});
afterAll(() => folders.remove());

beforeEach(async () => {
  vendors = await startVendors({
    environment: 'test',
    revision: 'r',
    models: [],
    routingKeys: ['reference'],
    keptPerChannel: 30_000,
  });
  folder = await folders.make();
  port = await pickPort();
  base = `http://127.0.0.1:${port}`;
  const at = (vendor: string, path: string) => `http://127.0.0.1:${vendors.ports[vendor]}${path}`;
  const config = bedAlertmanager(arborKumori, {
    pagerduty: at('pagerduty', '/v2/enqueue'),
    slack: at('slack', '/services/T0/B0/on-call'),
    smtp: `127.0.0.1:${vendors.ports.smtp}`,
    heartbeat: at('heartbeat', '/alerting'),
  });
  await writeText(join(folder, 'alertmanager.yml'), config);
  for (const { path, content } of bedTemplates()) await writeText(join(folder, path), content);
  alertmanager = start();
  await alertmanager.ready(`${base}/-/ready`);
});
afterEach(async () => {
  await alertmanager?.stop();
  await vendors?.stop();
});

const start = (): Program =>
  new Program(tool, [
    `--config.file=${join(folder, 'alertmanager.yml')}`,
    `--storage.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ]);

interface Sent {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  endsAt?: string;
}

const alert = (severity: string, more: Record<string, string> = {}): Sent => ({
  labels: {
    alertname: `a_${severity}`,
    severity,
    environment: 'production',
    service: 'shop-api',
    promise: 'availability',
    region: 'one',
    ...more,
  },
  annotations: {
    summary: `shop-api in ${more.region ?? 'one'}: 12.34% of the requests fail`,
    description: 'Seen at the edge. The ceiling is 5%.',
    runbook_url: 'https://runbooks.shop.test/high_error_rate',
    dashboard_url: 'https://grafana.shop.test/d/service_health?var-service=shop-api',
  },
});

async function send(...alerts: Sent[]): Promise<void> {
  // Not earlier: a group whose first alert is older than the group wait is sent at once, before others of the batch are known.
  const startsAt = new Date().toISOString();
  const body = JSON.stringify(alerts.map((one) => ({ startsAt, ...one })));
  const answer = await fetch(`${base}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(200);
}

const over = (one: Sent): Sent => ({ ...one, endsAt: new Date().toISOString() });

async function received(channel: VendorChannel): Promise<readonly Received[]> {
  const answer = await fetch(`http://127.0.0.1:${vendors.ports.admin}/received?channel=${channel}`);
  return ((await answer.json()) as { received: Received[] }).received;
}
const arrives = (channel: VendorChannel, count = 1) =>
  until(`${count} on ${channel}`, async () => {
    const all = await received(channel);
    return all.length >= count ? all : undefined;
  });

/** What Alertmanager counts of itself: the sum of all series that begin so. */
async function counted(series: string): Promise<number> {
  const text = await (await fetch(`${base}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(series))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
async function grows(series: string, by: number): Promise<void> {
  const before = await counted(series);
  await until(`${by} more of ${series}`, async () => (await counted(series)) >= before + by || undefined);
}
/** A group that has told asks its log after every interval whether there is anything new: what it does not tell then is not on its way. */
const asksItsLog = (groups: number) => grows('alertmanager_nflog_queries_total', groups);
const isSilenced = (alerts: number) =>
  grows('alertmanager_notifications_suppressed_total{reason="inhibition"}', alerts);

describe('a real Alertmanager', () => {
  it('tells whom the catalog names, in words that can be read on a phone', async () => {
    await send(
      alert('critical'),
      alert('warning', { promise: 'latency' }),
      alert('info', { promise: 'canary' }),
    );
    const [page] = await arrives('pagerduty');
    const [post] = await arrives('slack');
    const [mail] = await arrives('email');
    expect(page?.summary).toBe('🔴 shop-api in one: 12.34% of the requests fail');
    expect(page?.body).toMatchObject({
      event_action: 'trigger',
      links: [
        { href: 'https://runbooks.shop.test/high_error_rate', text: 'Runbook' },
        { href: 'https://grafana.shop.test/d/service_health?var-service=shop-api', text: 'Dashboard' },
      ],
      payload: {
        severity: 'critical',
        component: 'shop-api',
        group: 'availability',
        custom_details: { text: expect.stringContaining('The ceiling is 5%.') },
      },
    });
    expect(post?.summary).toBe('🟠 shop-api in one: 12.34% of the requests fail');
    const text = JSON.stringify(post?.body);
    expect(text).toContain('<https://runbooks.shop.test/high_error_rate|Runbook>');
    expect(mail?.summary).toBe('🔵 shop-api in one: 12.34% of the requests fail');
    const mailed =
      (mail?.body as { text: string } | undefined)?.text.replaceAll('=\n', '')?.replaceAll('=3D', '=') ?? '';
    expect(mailed).toContain('The ceiling is 5%.');
    expect(mailed).toContain('https://runbooks.shop.test/high_error_rate');
    for (const { summary } of [page, post, mail] as Received[]) expect(summary.length).toBeLessThan(90);
    // Each of them reached nobody else.
    expect(
      (await received('pagerduty')).length +
        (await received('slack')).length +
        (await received('email')).length,
    ).toBe(3);
  });

  it('shows an unknown severity to whom critical alerts go', async () => {
    await send(alert('unheard-of'));
    const [page] = await arrives('pagerduty');
    expect(page?.body).toMatchObject({ payload: { severity: 'critical' } });
  });

  it('tells the heartbeat of the Watchdog, and nobody else', async () => {
    await send(
      { labels: { alertname: 'Watchdog', severity: 'none' } },
      alert('critical', { service: 'prometheus', promise: 'alerting' }),
    );
    await arrives('heartbeat');
    await arrives('pagerduty');
    expect(await received('pagerduty')).toHaveLength(1);
  });

  it('sends one message for one promise of one service, whatever the region', async () => {
    await send(
      alert('critical'),
      alert('critical', { region: 'two' }),
      alert('critical', { service: 'other-api' }),
    );
    const all = await arrives('pagerduty', 2);
    expect(all.map(({ summary }) => / \(\+1\)$/.test(summary)).sort()).toEqual([false, true]);
    await asksItsLog(2);
    expect(await received('pagerduty')).toHaveLength(2);
  });

  it('keeps quiet about the lesser alert while the graver one of its promise fires, and only then', async () => {
    const critical = alert('critical');
    await Promise.all([
      isSilenced(2),
      send(critical, alert('warning', { region: 'two' }), alert('info')).then(() => arrives('pagerduty')),
    ]);
    expect([await received('slack'), await received('email')]).toEqual([[], []]);
    await send(over(critical), alert('warning', { region: 'two' }), alert('info'));
    expect((await arrives('slack'))[0]?.summary).toMatch(/^🟠/);
    await isSilenced(1);
    // Now it is the warning that silences the information.
    expect(await received('email')).toEqual([]);
  });

  it('does not keep quiet about another promise, another service, nor about alerts that lack the labels', async () => {
    const bare = (severity: string): Sent => ({
      ...alert(severity),
      labels: { alertname: `bare_${severity}`, severity },
    });
    await send(
      alert('critical'),
      bare('critical'),
      alert('warning', { promise: 'latency' }),
      alert('warning', { service: 'other-api' }),
      bare('warning'),
    );
    await arrives('slack', 3);
  });

  it('says a thing once, says when it is over, and knows both after a restart', async () => {
    const critical = alert('critical');
    await send(critical);
    await arrives('pagerduty');
    for (let i = 0; i < 2; i += 1) {
      await send(critical);
      await asksItsLog(1);
    }
    await alertmanager.stop();
    alertmanager = start();
    await alertmanager.ready(`${base}/-/ready`);
    await Promise.all([asksItsLog(1), send(critical)]);
    expect(await received('pagerduty')).toHaveLength(1);
    await send(over(critical));
    const all = await arrives('pagerduty', 2);
    expect(all[1]?.body).toMatchObject({ event_action: 'resolve' });
    expect(all[1]?.dedupKey).toBe(all[0]?.dedupKey);
  });

  it.each([500, 200])('loses none of 10,000 alerts, %i of them a second', async (perSecond) => {
    const [count, batch] = [10_000, 100];
    const betweenMs = (batch * 1000) / perSecond;
    const sentMs: number[] = [];
    for (let i = 0; i < count; i += batch) {
      const alerts = Array.from({ length: batch }, (_, j) => {
        const one = alert('critical', { service: `s${i + j}` });
        return { ...one, annotations: { ...one.annotations, summary: `number ${i + j}` } };
      });
      sentMs.push(monotonicMs());
      await Promise.all([send(...alerts), delay(betweenMs)]);
    }
    // The answer is large, and whoever writes it receives nothing meanwhile: nobody asks before all are sent.
    await until(
      '10,000 notifications',
      async () =>
        (await counted('alertmanager_notifications_total{integration="pagerduty"')) >= count || undefined,
      { seconds: 500, everyMs: 1000 },
    );
    const all = await until(
      '10,000 pages',
      async () => {
        const pages = await received('pagerduty');
        return pages.length >= count ? pages : undefined;
      },
      { seconds: 500, everyMs: 5000 },
    );
    const numberOf = ({ summary }: Received) => Number(/\d+$/.exec(summary)?.[0]);
    expect(new Set(all.map(numberOf)).size).toBe(count);
    const seconds = all
      .map((one) => (one.monotonicMs - sentMs[Math.floor(numberOf(one) / batch)]!) / 1000)
      .sort((a, b) => a - b);
    const at = (share: number) => seconds[Math.floor(share * (seconds.length - 1))]!.toFixed(2);
    console.log(
      `10,000 alerts at ${perSecond} a second, each a page: none lost; arrived after ${at(0.5)} s (median), ` +
        `${at(0.99)} s (p99), ${at(1)} s (last); promised p99: 1 s group wait + 2 s`,
    );
  });
});

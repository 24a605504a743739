import { join } from 'node:path';
import { generate, generateIngest } from '@attest/alerts';
import { prometheusClient } from '@attest/dashboards/preview';
import { arborKumori as platform } from '@attest/platform';
import { findTool } from '@attest/tools';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { tellOfDrill } from '../../../cli/src/gameday/tell-of-drill.js';
import { pickPort } from '../../../reference/src/processes/port.js';
import { Program, until } from '../program.js';
import { Folders, writeText } from './generated.js';

/*
 * What a game day pushes when it ends, and the alert that waits for it, in a real Prometheus with the generated rules and the
 * generated settings. A week is not waited for: Prometheus answers what the alert's expression will say at a later time.
 */

const environment = 'production';
const folders = new Folders();
let program: Program | undefined;
let base: string;

beforeAll(async () => {
  const folder = await folders.make();
  const rules = generate(platform, { environment }).find(({ path }) =>
    path.endsWith('/prometheus/gameday.yml'),
  );
  const otlp = generateIngest({ environment }).find(({ path }) => path.endsWith('prometheus-otlp.yml'));
  await writeText(join(folder, 'gameday.yml'), rules?.content ?? '');
  await writeText(
    join(folder, 'prometheus.yml'),
    stringify({
      ...parse(otlp?.content ?? ''),
      global: { evaluation_interval: '1s' },
      rule_files: ['gameday.yml'],
    }),
  );
  const port = await pickPort();
  base = `http://127.0.0.1:${port}`;
  program = new Program((await findTool('prometheus')).path, [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--storage.tsdb.retention.time=${platform.monitoring.retentionDays}d`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-otlp-receiver',
    '--log.level=warn',
  ]);
  await program.ready(`${base}/-/ready`);
});
afterAll(async () => {
  await program?.stop();
  await folders.remove();
});

interface Active {
  readonly data: { readonly alerts: readonly { readonly labels: Record<string, string> }[] };
}

const missed = async (): Promise<string[]> => {
  const answer = (await (await fetch(`${base}/api/v1/alerts`)).json()) as Active;
  return answer.data.alerts.map(({ labels: { experiment, target } }) => `${experiment} on ${target}`).sort();
};

const asked = (expr: string, at: number) =>
  fetch(`${base}/api/v1/query?${new URLSearchParams({ query: expr, time: String(at) })}`)
    .then((answer) => answer.json() as Promise<{ data: { result: readonly unknown[] } }>)
    .then(({ data }) => data.result.length);

it('is firing until the drill is told of, and again when it is a day late', async () => {
  await until('both', async () => (await missed()).length === 2 || undefined, { seconds: 30 });
  expect(await missed()).toEqual(['instance-kill on production', 'region-loss on reference']);

  const endedAtSeconds = Math.floor(Date.now() / 1000);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${base}/api/v1/otlp` };
  // The same experiment on the test bed is no drill of production.
  for (const experiment of ['region-loss', 'instance-kill'])
    expect(
      await tellOfDrill(
        { experiment, target: 'reference', environment, verdict: 'inconclusive', endedAtSeconds },
        env,
      ),
    ).toBeUndefined();
  await until('one', async () => (await missed()).length === 1 || undefined, { seconds: 30 });
  expect(await missed()).toEqual(['instance-kill on production']);
  const [sample] = await prometheusClient(base).instant(
    'gameday_last_run_timestamp_seconds{experiment="region-loss"}',
  );
  expect(sample?.value).toBe(endedAtSeconds);

  const rule = generate(platform, { environment })
    .filter(({ path }) => path.endsWith('/prometheus/gameday.yml'))
    .flatMap(({ content }) => parse(content).groups[0].rules)
    .find(({ labels }: { labels: Record<string, string> }) => labels.experiment === 'region-loss');
  const hour = 3600;
  const later = (hours: number) => asked(rule.expr, endedAtSeconds + hours * hour);
  // Minutes later Prometheus no longer shows the series itself.
  expect(
    await asked('gameday_last_run_timestamp_seconds{experiment="region-loss"}', endedAtSeconds + hour),
  ).toBe(0);
  expect([await later(1), await later(7 * 24 + 23), await later(8 * 24 + 1)]).toEqual([0, 0, 1]);
});

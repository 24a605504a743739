import { join } from 'node:path';
import { generate, generateIngest } from '@attest/alerts';
import { prometheusClient } from '@attest/dashboards/preview';
import { arborKumori as platform } from '@attest/platform';
import { findTool } from '@attest/tools';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { tellOfDrill } from '../../../cli/src/gameday/tell-of-drill.js';
import { pickPort } from '../../../reference/src/processes/port.js';
import { conclusively, verdictIn, workFolder } from '../command-line.js';
import { Program, until } from '../program.js';
import { Folders, writeText } from './generated.js';

/*
 * A game day of the command on the test bed, what it pushes when it ends, and the alert that waits for it, in a real Prometheus
 * with the generated rules and the generated settings. A week is not waited for: Prometheus answers what the alert's expression
 * will say at a later time.
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

it('is firing until a game day on the bed has ended, and again when the next one is a day late', async () => {
  await until('both', async () => (await missed()).length === 2 || undefined, { seconds: 30 });
  expect(await missed()).toEqual(['instance-kill on production', 'region-loss on reference']);

  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${base}/api/v1/otlp` };
  // The same experiment on the test bed is no drill of production.
  const elsewhere = { experiment: 'instance-kill', target: 'reference', verdict: 'held' } as const;
  const now = Math.floor(Date.now() / 1000);
  expect(await tellOfDrill({ ...elsewhere, environment, endedAtSeconds: now }, env)).toBeUndefined();
  const endedAtSeconds = await practise('region-loss', env);
  await until('one', async () => (await missed()).length === 1 || undefined, { seconds: 30 });
  expect(await missed()).toEqual(['instance-kill on production']);
  const [sample] = await prometheusClient(base).instant(
    'gameday_last_run_timestamp_seconds{experiment="region-loss"}',
  );
  expect(sample?.value).toBe(endedAtSeconds);
  expect(sample?.labels).toMatchObject({ experiment: 'region-loss', target: 'reference', environment });

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

/** A game day as the pipeline makes one; answers when it ended. */
async function practise(experiment: string, env: Readonly<Record<string, string>>): Promise<number> {
  const folder = await workFolder();
  try {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const { stderr } = await conclusively(folder.path, 'gameday', experiment);
    expect(stderr).not.toContain('nobody was told');
    const { startedAt, durationSeconds } = await verdictIn(folder.path);
    return Date.parse(startedAt) / 1000 + durationSeconds;
  } finally {
    vi.unstubAllEnvs();
    await folder.remove();
  }
}

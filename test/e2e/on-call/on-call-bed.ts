import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { arborKumori as platform } from '@attest/platform';
import { type Bed, startReference } from '@attest/reference';
import { findTools } from '@attest/tools';
import { monitoringFiles } from '../../../cli/src/monitoring-files.js';
import { pathsOf } from '../../../cli/src/tools-for-reference.js';

export interface OnCallBed {
  readonly bed: Bed;
  readonly parent: string;
  /** Programs that come with Prometheus and Alertmanager. */
  readonly tools: { readonly promtool: string; readonly amtool: string };
  url(name: string): string;
  /** A configuration file of the bed, by the end of its path. */
  file(end: string): string;
  /** Of the process whose command line has this in it. */
  pidOf(inCommand: string): number;
  stop(): Promise<void>;
}

/** The reference platform with all rules, whose long windows are looked at every few seconds instead of minutes. */
export async function startOnCallBed(): Promise<OnCallBed> {
  const parent = mkdtempSync(join(tmpdir(), 'attest-on-call-'));
  // Databases may run as another user, who has to pass through.
  chmodSync(parent, 0o755);
  const tempDirectory = join(parent, 'temp');
  mkdirSync(tempDirectory);
  const found = await findTools([
    'toxiproxy',
    'prometheus',
    'alertmanager',
    'node_exporter',
    'postgres',
    'promtool',
    'amtool',
  ]);
  const bed = await startReference({
    platform,
    run: `on-call-${process.pid}`,
    revision: 'abc1234',
    runDirectory: join(parent, 'run'),
    stateDirectory: join(parent, 'state'),
    tempDirectory,
    replication: 'sync',
    tools: pathsOf(found),
    monitoring: (endpoints) => {
      const files = monitoringFiles(platform, endpoints);
      return {
        ...files,
        rules: files.rules.map(({ path, content }) => ({
          path,
          content: content.replaceAll('interval: 2m', 'interval: 10s'),
        })),
      };
    },
  });
  const filesBelow = () => readdirSync(tempDirectory, { recursive: true }).map(String);
  return {
    bed,
    parent,
    tools: { promtool: found.promtool.path, amtool: found.amtool.path },
    url: (name) => bed.urls.find((each) => each.name === name)?.url ?? '',
    file: (end) => join(tempDirectory, filesBelow().find((each) => each.endsWith(end)) ?? `no ${end}`),
    pidOf: (inCommand) => pidOf(parent, inCommand),
    async stop() {
      await bed.stop();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

function pidOf(parent: string, inCommand: string): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(inCommand) && command.includes(parent);
      } catch {
        return false;
      }
    });
  if (found === undefined) throw new Error(`no process with ${inCommand} in its command`);
  return Number(found);
}

/** Customers who never stop: writes, reads, generations, each answer counted. */
export function customers(bed: Bed) {
  let isOpen = true;
  let isPaused = false;
  let sent = 0;
  const send = async (service: string, path: string, body?: object) => {
    sent += 1;
    const init = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `on-call-${sent}` },
      body: JSON.stringify(body),
    };
    try {
      const answer = await fetch(`${bed.entrances[service]}${path}`, {
        ...init,
        signal: AbortSignal.timeout(8000),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  };
  const models = platform.gpu?.models ?? [];
  const one = async () => {
    const remember = { content: 'x', requested: ['webhooks', 'generation'] };
    const imagine = { content: 'x', model: models[sent % models.length] };
    await Promise.all([
      send('arbor-api', '/api/memories', remember),
      send('kumori-api', '/api/generations', imagine),
      send('arbor-api', '/api/memories?limit=1'),
      send('kumori-api', '/api/generations?limit=1'),
      send('arbor-api', '/nowhere'),
    ]);
  };
  const going = (async () => {
    while (isOpen) {
      if (!isPaused) void one();
      await delay(200);
    }
  })();
  return {
    /** Whether a write is accepted now. */
    writes: () => send('arbor-api', '/api/memories', { content: 'probe' }),
    /** For faults that hold up every write: a minute of failures, and the controller fails over by itself. */
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
    },
    async stop() {
      isOpen = false;
      await going;
    },
  };
}

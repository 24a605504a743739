import type { ClientConfig } from 'pg';
import { request } from 'undici';
import type { Edge, Probes } from '../ports.js';
import type { AdapterOptions } from './mode.js';
import { withSession } from './postgresql/session.js';

export interface ProbedRegion {
  /** A URL by service that answers 2xx while the service lives there, whatever its database does. */
  readonly services: Readonly<Record<string, string>>;
  readonly database?: ClientConfig;
}

/** The caller's signal ends a probe; this is for one that nobody ends. */
const timeoutMs = 10_000;

/**
 * What the controller sees of the regions from outside, over HTTP and SQL. The error rate at the edge is not known here, so
 * that `high_error_rate` starts nothing by itself.
 */
export function httpProbes(
  regions: Readonly<Record<string, ProbedRegion>>,
  { mode, record }: AdapterOptions,
): Probes {
  const askAll = (region: string, signal: AbortSignal) =>
    Promise.all(
      Object.entries(regions[region]?.services ?? {}).map(async ([service, url]) => {
        record({ adapter: 'probe', request: `GET ${url}` });
        return { service, ...(mode === 'dry-run' ? assumedAnswer : await ask(url, signal)) };
      }),
    );
  return {
    async api(region, signal) {
      const answers = await askAll(region, signal);
      if (answers.length === 0) return 'unknown';
      return answers.some(({ ok }) => ok) ? 'up' : 'down';
    },
    async database(region, signal) {
      const connection = regions[region]?.database;
      if (connection === undefined) return 'unknown';
      record({ adapter: 'PostgreSQL', request: `${region}:\nselect 1;` });
      if (mode === 'dry-run') return 'up';
      try {
        await withSession(region, connection, signal, (query) => query('select 1'));
        return 'up';
      } catch {
        return 'down';
      }
    },
    async ready(region, signal) {
      const answers = await askAll(region, signal);
      const detail = answers.map(({ service, detail: said }) => `${service}: ${said}`).join(', ');
      // No service to ask is not the same as all being ready.
      return {
        ready: answers.length > 0 && answers.every(({ ok }) => ok),
        detail: detail || 'nobody to ask',
      };
    },
    edgeErrors: async () => undefined,
  };
}

export interface ServedBy {
  /** A URL by service, as users reach it; one whose answer comes from the database says most. */
  readonly entrances: Readonly<Record<string, string>>;
  /** Of the answer: its value is the region that gave it. */
  readonly regionHeader: string;
  /** What a dry run takes to be the answer. */
  readonly assumed: string;
}

/** Who serves is seen by asking like a user. */
export function httpEdge(
  { entrances, regionHeader, assumed }: ServedBy,
  { mode, record }: AdapterOptions,
): Edge {
  return {
    async servedBy(service, signal) {
      const url = entrances[service];
      if (url === undefined) throw new Error(`the service ${service} has no entrance (targets.entrances)`);
      record({ adapter: 'probe', request: `GET ${url} (who answers is its header ${regionHeader})` });
      if (mode === 'dry-run') return assumed;
      const { ok, headers } = await ask(url, signal);
      const region = headers[regionHeader.toLowerCase()];
      return ok && typeof region === 'string' ? region : undefined;
    },
  };
}

interface Answer {
  readonly ok: boolean;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const assumedAnswer: Answer = { ok: true, detail: 'assumed', headers: {} };

async function ask(url: string, signal: AbortSignal): Promise<Answer> {
  try {
    const answer = await request(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
    await answer.body.dump();
    const { statusCode, headers } = answer;
    return { ok: statusCode >= 200 && statusCode < 300, detail: `${statusCode}`, headers };
  } catch (error) {
    return { ok: false, detail: (error as { code?: string }).code ?? (error as Error).message, headers: {} };
  }
}

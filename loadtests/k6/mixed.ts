/**
 * An open-model mix of durable writes and reads over every service, which tells of each write what its client saw.
 * Runs under the runner (`loadtests/src`), or by hand: `k6 run -e ATTEST_LOAD=load.json loadtests/k6/mixed.ts`.
 *
 * Every line on the console is one JSON document: `invoke` before a write is sent, then `ok`, `fail` (definitely not
 * applied) or `info` (unknown); `read` for reads; `clock` for the exchanges that bound the offset to the runner's clock.
 * k6 keeps all lines but not their order; `t` is ms since the test run began.
 */
import crypto from 'k6/crypto';
import exec from 'k6/execution';
import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import type { Options } from 'k6/options';
import type { Load, Stream } from '../src/load.ts';

const load: Load = JSON.parse(open(__ENV.ATTEST_LOAD ?? './load.json'));

export const options: Options = {
  discardResponseBodies: true,
  systemTags: ['scenario', 'status', 'error_code'],
  summaryTrendStats: ['count', 'med', 'p(99)', 'max'],
  scenarios: {
    clock: {
      executor: 'constant-arrival-rate',
      exec: 'clock',
      rate: load.clock === undefined ? 1 : 2,
      timeUnit: '1s',
      duration: load.clock === undefined ? '1s' : `${load.maxSeconds}s`,
      preAllocatedVUs: 2,
      maxVUs: 4,
    },
    ...Object.fromEntries(
      load.streams.map((stream, index) => [
        stream.name,
        {
          executor: 'ramping-arrival-rate' as const,
          exec: stream.kind,
          startRate: 0,
          timeUnit: '1s',
          stages: [
            { target: stream.perSecond, duration: `${load.rampSeconds}s` },
            { target: stream.perSecond, duration: `${load.maxSeconds - load.rampSeconds}s` },
          ],
          preAllocatedVUs: stream.virtualUsers,
          maxVUs: stream.virtualUsers * 2,
          gracefulStop: `${load.timeoutSeconds + 1}s`,
          env: { STREAM: String(index) },
        },
      ]),
    ),
  },
};

const now = () => exec.instance.currentTestRunDuration;
const say = (line: Record<string, unknown>) => console.log(JSON.stringify(line));
const timeout = `${load.timeoutSeconds}s`;

function stream(): Stream {
  const found = load.streams[Number(__ENV.STREAM)];
  if (found === undefined) throw new Error(`no stream ${__ENV.STREAM} in the load file`);
  return found;
}

/** The last ids that this virtual user has written, to be read back. */
const recent: string[] = [];

export function write(): void {
  const { url, body, name } = stream();
  const id = `${name}-${load.run}-${exec.scenario.iterationInTest}`;
  const content = `${load.run} ${id} ${'x'.repeat(64)}`;
  const hash = crypto.sha256(content, 'hex');
  const payload = JSON.stringify({ ...body, content });
  const t = now();
  say({ t, op: 'invoke', id, hash, stream: name });
  const answer = http.post(url, payload, {
    headers: { 'content-type': 'application/json', 'idempotency-key': id, ...load.headers },
    timeout,
    responseType: 'text',
    tags: { name },
  });
  say({ t: now(), id, ms: now() - t, status: answer.status, stream: name, ...outcome(answer, hash) });
}

/** 2xx with the stored hash is `ok`; a client error was refused before anything was stored; all else is unknown. */
function outcome(answer: RefinedResponse<ResponseType | undefined>, hash: string): Record<string, unknown> {
  if (answer.status >= 200 && answer.status < 300) {
    const stored = parsed(answer);
    if (stored === undefined) return { op: 'info', reason: 'a 2xx answer that is not JSON' };
    if (typeof stored.epoch !== 'number') return { op: 'info', reason: 'a 2xx answer that names no epoch' };
    if (stored.hash !== undefined && stored.hash !== hash)
      return { op: 'ok', wrongHash: stored.hash, ...epoch(stored) };
    if (stored.id !== undefined && recent.push(String(stored.id)) > 20) recent.shift();
    return { op: 'ok', ...epoch(stored) };
  }
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429)
    return { op: 'fail' };
  if (load.optimistic) return { op: 'ok', ...lastEpoch };
  return { op: 'info', reason: answer.error || `status ${answer.status}` };
}

/** What an optimist believes to have heard. */
let lastEpoch: Record<string, unknown> = { epoch: 1, region: 'unknown' };

function epoch(stored: Record<string, unknown>): Record<string, unknown> {
  const { epoch, region, wal } = stored;
  lastEpoch = { epoch, region };
  return { epoch, region, ...(wal === undefined ? {} : { wal }) };
}

function parsed(answer: RefinedResponse<ResponseType | undefined>): Record<string, unknown> | undefined {
  try {
    return JSON.parse(String(answer.body));
  } catch {
    return undefined;
  }
}

export function read(): void {
  const { url, name } = stream();
  const t = now();
  const answer = http.get(`${url}?limit=20`, { headers: load.headers, timeout, tags: { name } });
  const ok = answer.status === 200 && String(answer.headers['Content-Type']).includes('json');
  say({ t, op: 'read', ms: now() - t, status: answer.status, ok, stream: name });
}

/** The runner answers with its own monotonic time, which therefore lies between `sent` and `received`. */
export function clock(): void {
  if (load.clock === undefined) return;
  const sent = now();
  const answer = http.get(load.clock, { timeout: '2s', responseType: 'text', tags: { name: 'clock' } });
  const received = now();
  if (answer.status === 200) say({ t: sent, op: 'clock', sent, received, monotonicMs: Number(answer.body) });
}

export function handleSummary(data: unknown): Record<string, string> {
  return __ENV.ATTEST_SUMMARY === undefined ? {} : { [__ENV.ATTEST_SUMMARY]: JSON.stringify(data) };
}

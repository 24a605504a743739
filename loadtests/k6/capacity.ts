/**
 * The load of one service, in an open model: every iteration is one HTTP request, drawn from the shares of a plan.
 * `attest capacity` runs it step by step; by hand, with a plan that `attest generate` wrote:
 *
 *   k6 run -e ATTEST_PLAN=$PWD/generated/production/k6/<service>.json -e PROFILE=load \
 *     -e BASE_URL=https://… -e AUTH_HEADER='authorization: Bearer …' loadtests/k6/capacity.ts
 *
 * `DATA` names another file of texts or objects to write, `CDN_URL` where images are fetched, `RATE` another usual rate,
 * `ATTEST_LINES=1` makes it tell of every request on the console.
 */
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http, { type RefinedResponse, type RequestBody, type ResponseType } from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import { faultOf, isCached } from '../src/capacity/answer.ts';
import { dueMs, stageOfArrival } from '../src/capacity/arrivals.ts';
import { type CapacityPlan, type PlannedRequest, timeoutSeconds } from '../src/capacity/plan.ts';
import { type ProfileName, profiles, stagesOf } from '../src/capacity/profiles.ts';
import { arrivals } from './arrivals-scenario.ts';

const environment = __ENV;
const plan: CapacityPlan = JSON.parse(open(environment.ATTEST_PLAN ?? './plan.json'));
const contents = new SharedArray<string | Record<string, unknown>>('contents', () =>
  JSON.parse(open(environment.DATA ?? './data/texts.json')),
);

const baseUrl = (environment.BASE_URL ?? plan.baseUrl ?? '').replace(/\/+$/, '');
const cdnUrl = (environment.CDN_URL ?? plan.cdnUrl)?.replace(/\/+$/, '');
const saysEveryRequest = environment.ATTEST_LINES === '1';
const stages = plan.stages ?? profileStages();
const headers = authHeaders();
const timeout = `${timeoutSeconds(plan.promised)}s`;

function profileStages() {
  const name = (environment.PROFILE ?? 'smoke') as ProfileName;
  if (profiles[name] === undefined)
    throw new Error(`PROFILE=${name}: one of ${Object.keys(profiles).join(', ')}`);
  const usual = Number(environment.RATE ?? plan.requestsPerSecond);
  return stagesOf(name, { usual, peak: (usual / plan.requestsPerSecond) * plan.peakRequestsPerSecond });
}

/** `AUTH_HEADER='name: value'`; never part of a plan, which is kept. */
function authHeaders(): Record<string, string> {
  const [name = '', ...value] = (environment.AUTH_HEADER ?? '').split(':');
  return value.length === 0 ? {} : { [name.trim()]: value.join(':').trim() };
}

if (baseUrl === '') throw new Error('no target: give -e BASE_URL=https://… or a plan with a baseUrl');

const runners = Number(environment.RUNNERS ?? 0);
const wholeSeconds = stages.reduce((sum, { seconds }) => sum + seconds, 0);

export const options: Options = {
  discardResponseBodies: false,
  noVUConnectionReuse: false,
  systemTags: ['scenario', 'status', 'error_code'],
  summaryTrendStats: ['count', 'med', 'p(95)', 'p(99)', 'max'],
  // A refusal is an answer to be counted; following redirects would hide where it came from.
  maxRedirects: 0,
  thresholds: {
    attest_failed: [`rate<=${plan.promised.errorRatio}`],
    attest_request_duration: [`p(99)<=${plan.promised.p99Ms}`],
    dropped_iterations: ['count<1'],
  },
  scenarios: {
    requests: arrivals(stages, plan),
    // With several runners each says when it began and that it came to its end: one that vanished would not.
    ...(runners === 0 ? {} : { began: witness('began', '0s'), ended: witness('ended', `${wholeSeconds}s`) }),
  },
};

function witness(exec: string, startTime: string) {
  return {
    executor: 'per-vu-iterations' as const,
    exec,
    vus: runners,
    iterations: 1,
    startTime,
    maxDuration: '30s',
  };
}

const durations = new Trend('attest_request_duration', true);
const failures = new Rate('attest_failed');
const requests = new Counter('attest_requests');
const lags = new Trend('attest_start_lag', true);
const beginnings = new Counter('attest_runner_began');
const endings = new Counter('attest_runner_ended');

export const began = () => beginnings.add(1);
export const ended = () => endings.add(1);

/** Writes what reads will ask for. The runner has done so already, and put the ids into the plan. */
export function setup(): Record<string, string[]> {
  if (plan.ids !== undefined) return plan.ids;
  const ids: Record<string, string[]> = {};
  for (const write of plan.requests.filter(({ operation }) => operation === 'write')) {
    for (let index = 0; index < 10; index += 1) {
      const answer = send(write, `${baseUrl}${write.path}`, `setup-${index}`);
      const id = parsed(answer)?.id;
      if (id !== undefined) ids[write.path] = [...(ids[write.path] ?? []), String(id)];
    }
  }
  return ids;
}

/** Ids that this virtual user has written, and URLs that it was told of, newest last. */
const written: Record<string, string[]> = {};
const fetchable: string[] = [];
const shares = cumulative(plan.requests);
/** With the base URL: `setup()` writes only where the plan has no ids. */
type Known = Record<string, string[]>;

export function request(known: Known): void {
  const n = exec.scenario.iterationInTest;
  const drawn = draw(n);
  const { planned, url } = addressed(drawn, known, n);
  const t = exec.instance.currentTestRunDuration;
  // Every request is told of on the console, or in metrics that others add up: not both, it costs.
  const judged = String(stageOfArrival(n, stages)?.judged ?? false);
  if (!saysEveryRequest)
    lags.add(Math.max(0, Date.now() - exec.scenario.startTime - (dueMs(n, stages) ?? 0)));
  const answer = send(planned, url, String(n));
  // k6 cuts off what is under way when it is told to end: nobody knows what would have become of it.
  if (answer.status === 0 && /cancell?ed/.test(answer.error)) return;
  const ms = exec.instance.currentTestRunDuration - t;
  const bad = faultIn(answer, planned);
  const cached = planned.operation !== 'fetch' && isCached((name) => answer.headers[name]);
  const revision = answer.headers['X-Revision'];
  const isOther = revision !== undefined && plan.revision !== undefined && revision !== plan.revision;
  durations.add(ms, { operation: planned.operation, judged });
  failures.add(bad !== undefined);
  const slow = ms > plan.promised.p99Ms;
  requests.add(1, {
    operation: planned.operation,
    judged,
    outcome: bad === undefined ? (slow ? 'late' : 'good') : 'failed',
    ...(bad === undefined ? {} : { fault: bad }),
    ...(cached ? { cached: 'true' } : {}),
    ...(saysEveryRequest ? {} : { revision: revision ?? 'not told' }),
  });
  if (!saysEveryRequest) return;
  console.log(
    JSON.stringify({
      n,
      t,
      ms,
      op: planned.operation,
      ...(bad === undefined ? {} : { bad }),
      ...(cached ? { cached } : {}),
      ...(isOther ? { revision } : {}),
    }),
  );
}

/** The golden ratio's multiples fall evenly between 0 and 1: any ten requests in a row have the shares of the plan. */
function draw(n: number): PlannedRequest {
  const point = (n * 0.618033988749895) % 1;
  return (shares.find(({ until }) => point < until) ?? shares[shares.length - 1])!.planned;
}

function cumulative(planned: readonly PlannedRequest[]): { planned: PlannedRequest; until: number }[] {
  const total = planned.reduce((sum, { share }) => sum + share, 0);
  let until = 0;
  return planned.map((each) => {
    until += each.share / total;
    return { planned: each, until };
  });
}

/** What can be asked for now: a fetch without anything to fetch asks how far it is, a read without an id lists. */
function addressed(
  planned: PlannedRequest,
  known: Known,
  n: number,
): { planned: PlannedRequest; url: string } {
  const { operation, path } = planned;
  if (operation === 'fetch') {
    const target = fetchable[n % Math.max(1, fetchable.length)];
    if (target !== undefined && cdnUrl !== undefined) return { planned, url: target };
    return addressed({ ...planned, operation: 'read', expects: 'json' }, known, n);
  }
  if (operation !== 'read') return { planned, url: `${baseUrl}${path}` };
  const ids = [...(written[path] ?? []), ...(known[path] ?? [])];
  const id = ids[n % Math.max(1, ids.length)];
  if (id !== undefined) return { planned, url: `${baseUrl}${path}/${id}` };
  return { planned: { ...planned, operation: 'list' }, url: `${baseUrl}${path}` };
}

function send(planned: PlannedRequest, url: string, key: string): RefinedResponse<ResponseType | undefined> {
  const { method, operation } = planned;
  return http.request(method, url, bodyOf(planned, key), {
    headers: {
      ...headers,
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...(operation === 'write' ? { 'idempotency-key': `${planned.path}-${plan.run}-${key}` } : {}),
    },
    timeout,
    redirects: 0,
    responseType: operation === 'fetch' ? 'none' : 'text',
  });
}

function bodyOf({ operation, body, rawBody }: PlannedRequest, key: string): RequestBody | null {
  if (rawBody !== undefined) return rawBody;
  if (operation !== 'write') return body === undefined ? null : JSON.stringify(body);
  const content = contents[Math.abs(hash(key)) % contents.length];
  return JSON.stringify({ ...body, ...(typeof content === 'string' ? { content } : content) });
}

function hash(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index += 1) value = (value * 31 + text.charCodeAt(index)) | 0;
  return value;
}

function faultIn(answer: RefinedResponse<ResponseType | undefined>, planned: PlannedRequest) {
  const { operation, path, expects } = planned;
  const fault = faultOf(
    {
      status: answer.status,
      errorCode: answer.error_code,
      error: answer.error,
      contentType: (answer.headers['Content-Type'] ?? '').toLowerCase(),
      body: operation === 'fetch' ? undefined : String(answer.body ?? ''),
    },
    expects,
  );
  if (fault !== undefined) return fault;
  if (operation === 'write') {
    const id = parsed(answer)?.id;
    if (id === undefined) return undefined;
    written[path] = [...(written[path] ?? []), String(id)].slice(-20);
  }
  if (operation === 'read' && planned.field !== undefined) {
    const url = parsed(answer)?.[planned.field];
    // The CDN is named by the caller: what an answer says may point anywhere.
    if (typeof url === 'string' && cdnUrl !== undefined)
      fetchable.push(`${cdnUrl}/${url.replace(/^https?:\/\/[^/]+\//, '').replace(/^\//, '')}`);
    if (fetchable.length > 20) fetchable.shift();
  }
  return undefined;
}

function parsed(answer: RefinedResponse<ResponseType | undefined>): Record<string, unknown> | undefined {
  try {
    return JSON.parse(String(answer.body));
  } catch {
    return undefined;
  }
}

interface Summary {
  metrics: Record<
    string,
    { values: Record<string, number>; thresholds?: Record<string, { ok: boolean }> } | undefined
  >;
}

/** To a file for the runner; by hand a line for each thing that was promised. */
export function handleSummary(data: Summary): Record<string, string> {
  if (environment.ATTEST_SUMMARY !== undefined) return { [environment.ATTEST_SUMMARY]: JSON.stringify(data) };
  const {
    attest_requests: sent,
    attest_failed: failed,
    attest_request_duration: duration,
    dropped_iterations: dropped,
  } = data.metrics;
  const kept = Object.values(data.metrics).every((metric) =>
    Object.values(metric?.thresholds ?? {}).every(({ ok }) => ok),
  );
  const percent = (100 * (failed?.values.rate ?? 0)).toFixed(2);
  const lines = [
    `requests  ${sent?.values.count ?? 0}, ${(sent?.values.rate ?? 0).toFixed(1)} a second; due and not sent: ${dropped?.values.count ?? 0}`,
    `failed    ${percent} %, at most ${100 * plan.promised.errorRatio} % may`,
    `p99       ${(duration?.values['p(99)'] ?? 0).toFixed(1)} ms, at most ${plan.promised.p99Ms} ms may be`,
    kept ? 'the promises held in this run' : 'a promise was broken, or requests were not sent',
  ];
  return { stdout: `\n${lines.join('\n')}\n` };
}

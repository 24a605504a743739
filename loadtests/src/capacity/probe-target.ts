import type { CapacityTarget } from '@attest/evidence';
import { type Answer, type Fault, faultOf, faults, isCached } from './answer.js';
import type { CapacityPlan, Operation, PlannedRequest } from './plan.js';

/** One request as the probe sends it; injected, so that nothing else here needs a network. */
export type Send = (request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}) => Promise<ProbeAnswer>;

export interface ProbeAnswer extends Answer {
  readonly ms: number;
  readonly header: (name: string) => string | undefined;
}

export interface ProbeOptions {
  readonly plan: CapacityPlan;
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expectedRevision?: string;
  /** Where the service serves its metrics, for its revision and the start of its process. */
  readonly metricsUrl?: string;
  /** A text for writes. */
  readonly content: string | Record<string, unknown>;
  readonly send: Send;
}

export interface Probed {
  readonly target: CapacityTarget;
  /** With the ids that were written, the revision, and the content type that a named path has. */
  readonly plan: CapacityPlan;
}

const idsPerWrite = 10;

/** Asks each kind of request a few times, one after the other, before any load: a target that cannot answer is not loaded. */
export async function probeTarget(options: ProbeOptions): Promise<Probed> {
  const { plan, baseUrl, headers, expectedRevision } = options;
  const problems: string[] = [];
  const notes: string[] = [];
  const times: number[] = [];
  const revisions = new Set<string>();
  const ids: Record<string, string[]> = {};
  const requests: PlannedRequest[] = [];
  const metrics = await metricsOf(options);
  if (metrics?.revision !== undefined) revisions.add(metrics.revision);

  const inOrder = [...plan.requests].sort((a, b) => order[a.operation] - order[b.operation]);
  for (const [number, planned] of inOrder.entries()) {
    const { operation, path } = planned;
    if (operation === 'fetch') {
      if (plan.cdnUrl === undefined)
        notes.push(
          `no CDN was named (--cdn), so nothing is fetched from one: its ${planned.share} % go to reads`,
        );
      requests.push(planned);
      continue;
    }
    let accepted = planned;
    for (let index = 0; index < (operation === 'write' ? idsPerWrite : 3); index += 1) {
      const id = ids[path]?.[0];
      if (operation === 'read' && id === undefined) break;
      const answer = await options.send({
        method: planned.method,
        url: `${baseUrl}${path}${operation === 'read' ? `/${id}` : ''}`,
        headers: {
          ...headers,
          ...(planned.method === 'GET' ? {} : { 'content-type': 'application/json' }),
          // A plan may write differently to one path, and a key that is used again for something else is refused.
          ...(operation === 'write'
            ? { 'idempotency-key': `${path}-${plan.run}-probe-${number}-${index}` }
            : {}),
        },
        body: bodyOf(planned, options.content),
      });
      if (operation === 'plain') accepted = withSeenType(planned, answer, notes);
      const fault = faultOf(answer, accepted.expects);
      const what = `${planned.method} ${baseUrl}${path}`;
      if (fault !== undefined) {
        problems.push(`${what}: ${explained(fault, answer)}`);
        break;
      }
      if (isCached(answer.header))
        problems.push(
          `${what}: answered by a cache (${['Age', 'X-Cache', 'Cf-Cache-Status'].filter((name) => answer.header(name) !== undefined).join(', ')})`,
        );
      const revision = answer.header('X-Revision');
      if (revision !== undefined) revisions.add(revision);
      times.push(answer.ms);
      if (operation === 'write') {
        const written = idIn(answer);
        if (written !== undefined && ids[path]?.includes(written)) {
          notes.push(`${what} answers every write with the same id: its writes cannot be told apart`);
          break;
        }
        if (written !== undefined) ids[path] = [...(ids[path] ?? []), written];
        else if (index === 0) notes.push(`${what} answers without an id: what it stores cannot be read back`);
      }
    }
    requests.push(accepted);
  }
  if (requests.length === 0) {
    const answer = await options.send({ method: 'GET', url: baseUrl, headers, body: undefined });
    if (answer.status === 0)
      problems.push(`${baseUrl}: ${explained(faultOf(answer, '') ?? 'connection', answer)}`);
    times.push(answer.ms);
  }
  if (revisions.size > 1)
    problems.push(`the target answers as several revisions: ${[...revisions].join(', ')}`);
  const [revision] = revisions;
  if (expectedRevision !== undefined && revision !== expectedRevision)
    problems.push(
      `the target is revision ${revision ?? 'unknown'}, and ${expectedRevision} was to be measured`,
    );
  const isReadable = Object.keys(ids).length > 0 || !requests.some(({ operation }) => operation === 'write');
  return {
    target: {
      service: plan.service,
      url: baseUrl,
      revision: revision ?? null,
      ...(expectedRevision === undefined ? {} : { expectedRevision }),
      processStart: metrics?.processStart ?? null,
      usualMs: times.length === 0 ? null : (times.sort((a, b) => a - b)[times.length >> 1] as number),
      problems: [...new Set(problems)],
      notes,
    },
    plan: {
      ...plan,
      baseUrl,
      requests,
      ...(isReadable ? { ids } : {}),
      ...(revision === undefined ? {} : { revision }),
    },
  };
}

/** Writes first, because the others ask for what they stored. */
const order = { write: 0, read: 1, list: 2, plain: 3, fetch: 4 } as const satisfies Record<Operation, number>;

/** Of a path that somebody named the first answer says what to expect; HTML only if that was asked for. */
function withSeenType(planned: PlannedRequest, answer: ProbeAnswer, notes: string[]): PlannedRequest {
  if (planned.expects !== 'json' || answer.status < 200 || answer.status >= 300) return planned;
  const { contentType } = answer;
  if (contentType.includes('json') || contentType.includes('html')) return planned;
  const expects = contentType.split(';')[0]?.trim() ?? '';
  const note = `${planned.path} answers with ${expects || 'no content type'}, so that is expected of all answers`;
  if (!notes.includes(note)) notes.push(note);
  return { ...planned, expects };
}

function explained(fault: Fault, { status, contentType, error, header }: ProbeAnswer): string {
  const details = [
    status === 0 ? error : `status ${status}`,
    fault === 'redirect' ? `to ${header('Location') ?? 'nowhere'}` : '',
    fault === 'html' || fault === 'content-type' ? contentType || 'no content type' : '',
    fault === 'unauthorized' ? 'give credentials in ATTEST_AUTH_HEADER' : '',
  ].filter((detail) => detail !== '');
  return `${faults[fault]} (${details.join(', ')})`;
}

function bodyOf(
  { operation, body, rawBody }: PlannedRequest,
  content: ProbeOptions['content'],
): string | undefined {
  if (rawBody !== undefined) return rawBody;
  if (operation !== 'write') return body === undefined ? undefined : JSON.stringify(body);
  return JSON.stringify({ ...body, ...(typeof content === 'string' ? { content } : content) });
}

function idIn({ body }: ProbeAnswer): string | undefined {
  try {
    const id: unknown = JSON.parse(body ?? '').id;
    return id === undefined || id === null ? undefined : String(id);
  } catch {
    return undefined;
  }
}

/** `build_info` and the process's start from the service's own exposition. */
export async function metricsOf({
  metricsUrl,
  send,
  headers,
}: Pick<ProbeOptions, 'metricsUrl' | 'send' | 'headers'>): Promise<
  { revision?: string; processStart?: number } | undefined
> {
  if (metricsUrl === undefined) return undefined;
  const { status, body = '' } = await send({ method: 'GET', url: metricsUrl, headers, body: undefined });
  if (status !== 200) return undefined;
  const revision = /^build_info\{[^}]*\brevision="([^"]*)"/m.exec(body)?.[1];
  const started = /^process_start_time_seconds(?:\{[^}]*\})? (\S+)/m.exec(body)?.[1];
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(started === undefined ? {} : { processStart: Number(started) }),
  };
}

/** Why an answer is not a good one, and what that means. Words for people; the keys are tags and stand in the evidence. */
export const faults = {
  timeout: 'no answer within twice the promised p99',
  refused: 'nothing listens there',
  reset: 'the connection was cut',
  dns: 'the host name has no address',
  tls: 'the TLS handshake failed',
  connection: 'no connection could be made',
  sockets: 'the load generator ran out of sockets',
  redirect: 'a redirect in place of an answer',
  unauthorized: '401 or 403: the credentials are missing or wrong',
  'rate-limited': '429: the target limits the rate',
  unavailable: '503: the target is overloaded or down',
  'client-error': 'another 4xx',
  'server-error': 'another 5xx',
  status: 'a status that is none of 2xx to 5xx',
  html: 'HTML in place of data',
  'content-type': 'another content type than expected',
  'empty-body': '2xx without a body',
  'torn-body': 'a body that is not whole JSON',
  'error-body': '2xx with an error in the body',
} as const;

export type Fault = keyof typeof faults;

/** What any HTTP client can tell of an answer. */
export interface Answer {
  status: number;
  /** k6's error code, 0 for none. Source: https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
  errorCode: number;
  error: string;
  /** In lower case. */
  contentType: string;
  /** `undefined` where it was not read. */
  body: string | undefined;
}

/** Why this is not a good answer; `undefined` when it is one. Pure, and without imports: k6 runs it as well. */
export function faultOf(
  { status, errorCode, error, contentType, body }: Answer,
  expects: string,
): Fault | undefined {
  if (status === 0) return connectionFault(errorCode, error);
  if (status >= 300 && status < 400) return 'redirect';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'rate-limited';
  if (status === 503) return 'unavailable';
  if (status >= 400 && status < 500) return 'client-error';
  if (status >= 500) return 'server-error';
  if (status < 200) return 'status';
  // Cut off in the middle of the body, or too late.
  if (errorCode !== 0 && errorCode < 1400) return connectionFault(errorCode, error);
  if (status === 204) return expects === '' ? undefined : 'empty-body';
  if (!contentType.includes(expects) || (expects === '' && contentType.includes('html')))
    return contentType.includes('html') ? 'html' : 'content-type';
  return body === undefined || !expects.includes('json') ? undefined : bodyFault(body);
}

function connectionFault(errorCode: number, error: string): Fault {
  if (/too many open files|cannot assign requested address/.test(error)) return 'sockets';
  if (errorCode === 1050 || errorCode === 1211 || /timeout/i.test(error)) return 'timeout';
  if (errorCode === 1212 || /refused/.test(error)) return 'refused';
  if (errorCode >= 1100 && errorCode < 1200) return 'dns';
  if (errorCode >= 1300 && errorCode < 1400) return 'tls';
  if (errorCode === 1220 || /reset|EOF|broken pipe/.test(error)) return 'reset';
  return 'connection';
}

/** So many characters are parsed; of more only both ends are looked at, because a generator has better things to do. */
const parsedCharacters = 4096;

function bodyFault(body: string): Fault | undefined {
  const text = body.trim();
  if (text === '') return 'empty-body';
  if (text.length > parsedCharacters) {
    const ends = `${text[0]}${text[text.length - 1]}`;
    if (ends !== '{}' && ends !== '[]') return 'torn-body';
    return /^\{\s*"(error|errors)"\s*:\s*[{["]/.test(text) ? 'error-body' : undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'torn-body';
  }
  return saysError(value) ? 'error-body' : undefined;
}

/** Ways in which APIs say "200, but no": only at the top, where a resource has its own fields too. */
function saysError(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { error, errors, success, ok, id } = value as Record<string, unknown>;
  // A stored resource that has failed is a good answer about a bad resource.
  if (id !== undefined && id !== null) return false;
  const some = (field: unknown) =>
    field !== undefined && field !== null && field !== false && !(Array.isArray(field) && field.length === 0);
  return some(error) || some(errors) || success === false || ok === false;
}

/** Headers that only caches send; on a route that is to be measured they mean that somebody else has answered. */
export function isCached(header: (name: string) => string | undefined): boolean {
  if (header('Age') !== undefined || header('X-Cache') !== undefined) return true;
  return /^(hit|stale|updating)/i.test(header('Cf-Cache-Status') ?? '');
}

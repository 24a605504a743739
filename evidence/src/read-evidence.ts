import { readFileSync } from 'node:fs';
import type { Evidence, EvidenceKind, Recorded } from './evidence.js';
import { EvidenceError, fromFileSystem } from './evidence-error.js';

export interface EvidenceFileContent {
  readonly evidence: readonly Recorded[];
  /** What was left out, and why; for people. */
  readonly warnings: readonly string[];
}

/** @throws EvidenceError `not-found`, `no-permission`, or `bad-lines` naming every bad line */
export function readEvidence(path: string): EvidenceFileContent {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw fromFileSystem(`cannot read ${path}`, cause);
  }
  return parseEvidence(text, path);
}

/**
 * A last line without its line break is torn (the run was killed while writing it) and left out with a warning; any
 * other bad line means that somebody else wrote into the file, and nothing of it is believed.
 */
export function parseEvidence(text: string, path = 'evidence.jsonl'): EvidenceFileContent {
  const evidence: Recorded[] = [];
  const warnings: string[] = [];
  const problems: string[] = [];
  const lines = text.split('\n');
  lines.forEach((content, index) => {
    if (content.trim() === '') return;
    const line = index + 1;
    const parsed = parseLine(content);
    if (typeof parsed !== 'string') evidence.push({ ...parsed, line });
    else if (index === lines.length - 1) warnings.push(`${path}:${line} is torn and was left out`);
    else problems.push(`${path}:${line} ${parsed}`);
  });
  if (problems.length > 0) {
    throw new EvidenceError(
      'bad-lines',
      problems.join('\n'),
      'evidence is only ever appended to by the recorder; take the file from the run itself',
    );
  }
  return { evidence, warnings };
}

/** Of each kind the fields that the judges rely on, with the type that `typeof` gives. */
const requiredFields: Readonly<Record<EvidenceKind, Readonly<Record<string, string>>>> = {
  run: { run: 'string', target: 'string', environment: 'string', revision: 'string', whatIf: 'object' },
  phase: { phase: 'string', edge: 'string' },
  fault: { fault: 'string', phase: 'string', proofs: 'array' },
  failover: { event: 'string' },
  'not-observed': { of: 'string', because: 'string' },
  rollout: { event: 'string', service: 'string' },
  clients: { stream: 'string', second: 'number', arrivals: 'number', good: 'number', dropped: 'number' },
  clock: { offsetLowMs: 'number', offsetHighMs: 'number' },
  generator: { endedAsTold: 'boolean', iterations: 'number', droppedIterations: 'number' },
  notification: { channel: 'string', summary: 'string', receivedT: 'number' },
  price: { pairs: 'number', differenceMs: 'number', lowMs: 'number', highMs: 'number' },
  history: { verdict: 'string', reason: 'string', counts: 'object', lost: 'array' },
  'tool-failure': { tool: 'string' },
  interrupted: { signal: 'string' },
  'gave-up': { phase: 'string', reason: 'string' },
  breaker: { name: 'string', region: 'string', instance: 'string', samples: 'array' },
  bed: { upSeconds: 'number' },
  rehearsal: { seconds: 'number', loadPerSecond: 'number' },
  cleanup: { processesLeft: 'array', portsLeft: 'array', filesLeft: 'array' },
  alert: { name: 'string', status: 'string', receivedT: 'number' },
  'capacity-target': { when: 'string', service: 'string', url: 'string', problems: 'array', notes: 'array' },
  'capacity-control': { ceilingPerSecond: 'number' },
  'capacity-step': {
    purpose: 'string',
    perSecond: 'number',
    requests: 'number',
    failed: 'number',
    late: 'number',
    dropped: 'number',
    faults: 'object',
    latency: 'object',
    generator: 'object',
  },
  'capacity-scaling': { subject: 'string', scaleDownDelaySeconds: 'number', observations: 'array' },
  'capacity-search': { endedBy: 'string', detail: 'string' },
  'capacity-runner': { runner: 'string', finished: 'boolean', requests: 'number', problems: 'array' },
};

function parseLine(content: string): Evidence | string {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return 'is not JSON';
  }
  if (typeOf(value) !== 'object') return 'is not an object';
  const fields = value as Readonly<Record<string, unknown>>;
  if (typeof fields.kind !== 'string' || !Object.hasOwn(requiredFields, fields.kind)) {
    return `has the unknown kind ${JSON.stringify(fields.kind)}`;
  }
  const required = { t: 'number', at: 'string', ...requiredFields[fields.kind as EvidenceKind] };
  const wrong = Object.entries(required).filter(([name, type]) => typeOf(fields[name]) !== type);
  if (wrong.length > 0) {
    return `(${fields.kind}) needs ${wrong.map(([name, type]) => `"${name}" as ${type}`).join(', ')}`;
  }
  return value as Evidence;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

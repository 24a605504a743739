/**
 * The knee that `attest capacity` finds on servers of known capacity. Prints, asserts nothing; exit code 1 when one is
 * more than 5 % off. Run: `npm run bench:knee -- [runs of each kind] [first seed]`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EvidenceBody, Recorded } from '@attest/evidence';
import { capacityFacts, localProcesses, measureControl, runCapacity, sendHttp } from '@attest/loadtests';
import { findTool } from '@attest/tools';
import type { ModelName } from './known-models.js';
import { numberArgument } from './number-argument.js';
import { trueKnee, unevenness } from './true-knee.js';

const runsOfEach = numberArgument(0, 'runs of each server', 4);
const firstSeed = numberArgument(1, 'first seed', 1, 0);
const only = process.argv[4]?.split(',');
const promised = { errorRatio: 0.05, p99Ms: 1000 };
const tolerance = 0.05;
const slowsDown = 'slower with every request';

const concurrency = 8;

/**
 * What the promises make of a server's capacity: a limiter may refuse one request in twenty and still keep them; who can let
 * nobody wait refuses some of what arrives unevenly before that.
 */
const truths: Record<ModelName, (capacity: number, uneven: readonly number[]) => number | null> = {
  queue: (capacity) => capacity,
  'no-queue': (capacity, uneven) => trueKnee('no-queue', capacity, concurrency, promised.errorRatio, uneven),
  // Who counts over a whole second falls at a rare burst, which a step of seconds may not have.
  cliff: (capacity) => capacity,
  limit: (capacity) => capacity / (1 - promised.errorRatio),
  slows: () => null,
};

const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;
const k6 = (await findTool('k6')).path;
const folder = mkdtempSync(path.join(tmpdir(), 'attest-knee-'));
const processes = localProcesses();
const environment = { k6, processes, monotonicMs, wallMs: Date.now, signal: new AbortController().signal };
let ran = 0;
let wrong = 0;
try {
  const control = await measureControl(environment, path.join(folder, 'control'), 4000);
  console.log(
    `load generator against a server that does nothing: ${control.ceilingPerSecond} requests/s (p99 ${control.overheadP99Ms?.toFixed(1)} ms)`,
  );
  console.log(
    'server     seed  capacity  true knee  found    low     high   off     steps  seconds  why it ended',
  );
  for (let seed = firstSeed; seed < firstSeed + runsOfEach; seed += 1) {
    for (const [kind, truthOf] of Object.entries(truths) as [ModelName, (typeof truths)[ModelName]][]) {
      if (only !== undefined && !only.includes(kind)) continue;
      const capacity = 90 + Math.round(random(seed, kind) * 130);
      const { knee, uneven, steps, seconds, why, disturbed } = await find(
        kind,
        capacity,
        control.ceilingPerSecond,
        `${kind}-${seed}`,
      );
      const truth = truthOf(capacity, uneven);
      const off = truth === null || knee.value === null ? null : knee.value / truth - 1;
      // That there is none is a finding as well: a search that was cut off found nothing.
      const isRight =
        truth === null
          ? knee.value === null && why === slowsDown
          : off !== null && Math.abs(off) <= tolerance;
      ran += 1;
      if (!isRight) wrong += 1;
      console.log(
        [
          kind.padEnd(9),
          String(seed).padStart(5),
          String(capacity).padStart(9),
          (truth?.toFixed(1) ?? 'none').padStart(10),
          String(knee.value ?? 'none').padStart(7),
          String(knee.low ?? '–').padStart(7),
          String(knee.high ?? '–').padStart(7),
          (off === null ? '–' : `${(100 * off).toFixed(1)} %`).padStart(7),
          String(steps).padStart(6),
          seconds.toFixed(0).padStart(8),
          `${why}${isRight ? '' : '   WRONG'}`,
        ].join('  '),
      );
      for (const line of disturbed) console.log(line);
    }
  }
} finally {
  await processes.endAll();
  rmSync(folder, { recursive: true });
}
console.log(`${ran - wrong} of ${ran} within 5 % of the truth`);
process.exitCode = ran > 0 && wrong === 0 ? 0 : 1;

async function find(kind: ModelName, capacity: number, ceilingPerSecond: number, name: string) {
  const server = fork(path.join(import.meta.dirname, 'known-server.js'), [
    kind,
    String(capacity),
    String(concurrency),
  ]);
  const port = await new Promise<number>((resolve) =>
    server.once('message', (value) => resolve(Number(value))),
  );
  const started = monotonicMs();
  const evidence: Recorded[] = [];
  let arrivedMs: number[] = [];
  try {
    await runCapacity({
      ...environment,
      baseUrl: `http://127.0.0.1:${port}`,
      plan: {
        run: name,
        service: kind,
        requests: [{ operation: 'plain', share: 1, method: 'GET', path: '/', expects: 'json' }],
        promised,
        requestsPerSecond: 20,
        peakRequestsPerSecond: 100,
      },
      probe: { headers: {}, content: '', send: sendHttp(10_000, monotonicMs) },
      // Shorter than `attest capacity` takes, so that many runs are possible.
      work: {
        search: {
          startPerSecond: 40,
          climbSeconds: 3,
          refineSeconds: 7,
          budgetSeconds: 150,
          ceilingPerSecond,
        },
      },
      directory: path.join(folder, name),
      record: async (body: EvidenceBody) => {
        evidence.push({ ...body, t: monotonicMs() - started, at: '', line: evidence.length + 1 } as Recorded);
      },
      progress: {
        done: (what, detail) => process.env.VERBOSE && console.error(what, detail),
        live: () => undefined,
      },
      sleep: (ms) => sleep(ms),
    });
    const told = once(server, 'message');
    server.send('arrivals');
    [arrivedMs] = (await told) as [number[]];
  } finally {
    server.disconnect();
  }
  const facts = capacityFacts(evidence, promised);
  const search = facts.of('capacity-search')[0];
  const why = facts.slower === undefined ? `${search?.endedBy}` : slowsDown;
  const disturbed = facts.steps
    .filter(({ verdict }) => verdict.outcome === 'void')
    .map(({ step, verdict }) => `           ${step.perSecond}/s could not be measured: ${verdict.because}`);
  return {
    knee: facts.knee,
    uneven: unevenness(arrivedMs),
    steps: facts.steps.length,
    seconds: (monotonicMs() - started) / 1000,
    why,
    disturbed,
  };
}

/** The same for a seed and a kind, on every machine. */
function random(seed: number, kind: string): number {
  let state = seed * 2654435761;
  for (const letter of kind) state = Math.imul(state ^ letter.charCodeAt(0), 2246822519) >>> 0;
  state ^= state >>> 15;
  return (Math.imul(state, 3266489917) >>> 0) / 2 ** 32;
}

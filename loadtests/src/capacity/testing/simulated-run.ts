import type { CapacityStep, EvidenceBody, Recorded } from '@attest/evidence';
import { dueMs } from '../arrivals.js';
import { judgeStep } from '../judge-step.js';
import { type PromisedQuality, type Stage, timeoutSeconds } from '../plan.js';
import type { RequestLine } from '../request-line.js';
import { type Attempt, nextStep } from '../search.js';
import { stepOf } from '../step.js';
import type { SimulatedServer } from './simulated-server.js';

export const promised: PromisedQuality = { errorRatio: 0.05, p99Ms: 1000 };

/** A healthy k6. */
export const healthy: Omit<CapacityStep['generator'], 'lagP99Ms'> = {
  exitCode: 0,
  isOrderly: true,
  means: 'k6 ended as planned',
  lastLines: [],
  cores: 0.3,
  machineBusy: 0.4,
  clockJumpMs: 0,
};

interface Simulation {
  readonly server: SimulatedServer;
  /** Of k6's timers, ms. */
  readonly jitterMs?: () => number;
  /** From this rate on the generator drops requests that were due, for want of CPU. */
  readonly tiresAtPerSecond?: number;
}

/** The search of `attest capacity` on simulated time: the same choice of steps, the same steps, no k6. */
export function simulatedSearch(
  simulation: Simulation,
  overrides: { maxPerSecond?: number; steps?: number; budgetSeconds?: number } = {},
): Recorded[] {
  const evidence: Recorded[] = [];
  const record = (body: EvidenceBody) =>
    void evidence.push({
      ...body,
      t: evidence.length,
      at: '2026-01-02T03:04:05.000Z',
      line: evidence.length + 1,
    } as Recorded);
  for (const body of beginning) record(body);
  const search = {
    startPerSecond: 20,
    minPerSecond: 2,
    maxPerSecond: overrides.maxPerSecond ?? 3000,
    maxIs: overrides.maxPerSecond === undefined ? ('generator' as const) : ('max-rate' as const),
    errorRatio: promised.errorRatio,
    resolution: 1.035,
    secondsFor: (perSecond: number, purpose: Attempt['purpose']) =>
      purpose === 'climb' ? 5 : Math.min(32, Math.max(12, 2 + 400 / perSecond)),
  };
  const attempts: Attempt[] = [];
  let clock = 0;
  let left = overrides.budgetSeconds ?? Number.POSITIVE_INFINITY;
  const step = (perSecond: number, seconds: number, purpose: CapacityStep['purpose']) => {
    const made = simulatedStep(simulation, perSecond, seconds, purpose, clock);
    // Long enough for what waits to be answered.
    clock += 1000 * (seconds + 30);
    record({ kind: 'capacity-step', ...made });
    return made;
  };
  for (;;) {
    const next = nextStep(attempts, search, left);
    if (next.do === 'end' || attempts.length === overrides.steps) {
      const [endedBy, detail] =
        next.do === 'end' ? [next.endedBy, next.detail] : (['time', 'time was up'] as const);
      record({ kind: 'capacity-search', endedBy, detail });
      break;
    }
    const { perSecond, purpose } = next;
    const seconds = search.secondsFor(perSecond, purpose);
    left -= seconds;
    const made = step(perSecond, seconds, purpose);
    attempts.push({ purpose, perSecond, goodPerSecond: made.goodPerSecond, ...judgeStep(made, promised) });
  }
  step(attempts[0]?.perSecond ?? 20, 5, 'return');
  record(ending);
  return evidence;
}

export function simulatedStep(
  { server, jitterMs = () => 0, tiresAtPerSecond = Number.POSITIVE_INFINITY }: Simulation,
  perSecond: number,
  seconds: number,
  purpose: CapacityStep['purpose'],
  clock = 0,
): CapacityStep {
  const stages: Stage[] = [
    { name: 'ramp', perSecond, seconds: 1, judged: false },
    { name: 'steady', perSecond, seconds: seconds - 1, judged: true },
  ];
  const lines: RequestLine[] = [];
  for (let n = 0; ; n += 1) {
    const due = dueMs(n, stages);
    if (due === undefined) break;
    const t = due + jitterMs();
    const { ms, bad } = server(clock + t);
    const limit = 1000 * timeoutSeconds(promised);
    const isLate = ms > limit;
    lines.push({
      n,
      t,
      ms: isLate ? limit : ms,
      op: 'plain',
      ...(isLate ? { bad: 'timeout' } : bad === undefined ? {} : { bad }),
    });
  }
  return stepOf({
    lines,
    stages,
    stage: 1,
    warmUpSeconds: 1,
    promised,
    purpose,
    drops: perSecond < tiresAtPerSecond ? [] : [{ t: Number.POSITIVE_INFINITY, total: 30 }],
    virtualUsers: 10_000,
    cutShort: false,
    generator: healthy,
  });
}

const target = {
  service: 'api',
  url: 'http://127.0.0.1:1',
  revision: 'r1',
  processStart: null,
  usualMs: 10,
  problems: [],
  notes: [],
};

/** The lines of every run before its first step. */
export const beginning: readonly EvidenceBody[] = [
  {
    kind: 'run',
    run: '20260102T030405Z-capacity-api-knee-ab12',
    experiment: 'capacity api knee',
    target: 'test',
    environment: 'test',
    revision: 'c0ffee',
    whatIf: {},
    machine: { system: 'linux', cpuModel: 'x', cpus: 2, memoryMib: 1, node: '20' },
  },
  { kind: 'capacity-target', when: 'before', ...target },
  { kind: 'capacity-control', ceilingPerSecond: 6000, overheadP99Ms: 2 },
];

export const ending: EvidenceBody = { kind: 'capacity-target', when: 'after', ...target };

import path from 'node:path';
import type { CapacityStep, EvidenceBody } from '@attest/evidence';
import { faultOf } from './answer.js';
import { measureControl } from './control.js';
import { slowerIn } from './facts.js';
import { judgeStep } from './judge-step.js';
import { type CapacityPlan, type Stage, timeoutSeconds, virtualUsersFor } from './plan.js';
import { type ProbeOptions, probeTarget } from './probe-target.js';
import { shareBounds } from './proportion.js';
import type { RequestLine } from './request-line.js';
import { type RunEnvironment, runK6 } from './run-k6.js';
import { type Attempt, nextStep, type SearchOptions } from './search.js';
import { stepOf } from './step.js';

export interface CapacityOptions extends RunEnvironment {
  readonly plan: CapacityPlan;
  readonly baseUrl: string;
  readonly probe: Omit<ProbeOptions, 'plan' | 'baseUrl'>;
  /** Stages of a profile, or a search for the knee. */
  readonly work: { readonly profile: readonly Stage[] } | { readonly search: SearchPace };
  /** Holds a folder for each k6 of the run. */
  readonly directory: string;
  readonly record: (body: EvidenceBody) => Promise<unknown>;
  readonly progress: { done(what: string, detail?: string): void; live(text: string): void };
  readonly sleep: (ms: number) => Promise<void>;
}

export interface SearchPace {
  readonly startPerSecond: number;
  readonly maxPerSecond?: number;
  /** Measured seconds of a short and of a long step, without what warms up. */
  readonly climbSeconds: number;
  readonly refineSeconds: number;
  /** No step begins that would end later. */
  readonly budgetSeconds: number;
  /** Left out where several runs follow each other on one machine. */
  readonly ceilingPerSecond?: number;
}

export const usualPace = {
  startPerSecond: 20,
  climbSeconds: 3,
  refineSeconds: 10,
  // Ends within five minutes: a last wait, the return and a target that hangs afterwards come after it.
  budgetSeconds: 210,
} as const satisfies SearchPace;

/** Arrivals come up to the rate in a second, and another one is left for connections to be opened. */
const rampSeconds = 1;
const warmUpSeconds = 1;
/** More need more memory than a small machine has. */
const mostVirtualUsers = 6000;
/** Of what the generator reaches against a server that does nothing; the script does more with a real answer. */
const usableCeiling = 0.6;
const minPerSecond = 2;
const resolution = 1.035;
/** So many requests are needed for a p99 with room for one late one. */
const leastRequests = 400;
const longestStepSeconds = 30;
const mostCalmMs = 8000;

/** Runs the load of a service against a target, and records what it sees; the judge reads the record. */
export async function runCapacity(options: CapacityOptions): Promise<void> {
  const { record, progress, baseUrl, signal } = options;
  const { target, plan } = await probeTarget({ ...options.probe, plan: options.plan, baseUrl });
  await record({ kind: 'capacity-target', when: 'before', ...target });
  for (const note of target.notes) progress.done(note);
  if (target.problems.length > 0) {
    for (const problem of target.problems) progress.done('the target is not fit to be loaded', problem);
    return;
  }
  progress.done(
    `${plan.service} answers`,
    `${target.usualMs?.toFixed(1)} ms, revision ${target.revision ?? 'not told'}`,
  );
  if (signal.aborted) return;
  const work = new Work({ ...options, plan }, target.usualMs ?? 0);
  if ('search' in options.work) await work.search(options.work.search);
  else await work.profile(options.work.profile);
  if (signal.aborted) return;
  const after = await probeTarget({ ...options.probe, plan: options.plan, baseUrl });
  await record({ kind: 'capacity-target', when: 'after', ...after.target });
}

class Work {
  readonly #started: number;
  #k6s = 0;

  constructor(
    private readonly options: CapacityOptions,
    private readonly usualMs: number,
  ) {
    this.#started = options.monotonicMs();
  }

  async profile(stages: readonly Stage[]): Promise<void> {
    const { record, progress } = this.options;
    await this.#control(Math.max(...stages.map(({ perSecond }) => perSecond)));
    const steps = await this.#load([...stages], 'stage');
    for (const step of steps) {
      const { outcome, because } = judgeStep(step, this.options.plan.promised);
      await record({ kind: 'capacity-step', ...step, ...(step.judged ? { outcome, because } : {}) });
      if (step.judged) progress.done(`${step.stage}: ${step.perSecond}/s`, this.#told(step));
    }
    await record({ kind: 'capacity-search', endedBy: 'profile', detail: `${steps.length} stages` });
  }

  async search(pace: SearchPace): Promise<void> {
    const { record, progress, signal, plan } = this.options;
    const ceiling =
      pace.ceilingPerSecond ?? (await this.#control((pace.maxPerSecond ?? 5000) / usableCeiling));
    if (ceiling === undefined) return;
    const reach = Math.max(minPerSecond, Math.floor(ceiling * usableCeiling));
    const search: SearchOptions = {
      startPerSecond: Math.min(pace.startPerSecond, reach),
      minPerSecond,
      maxPerSecond: Math.min(pace.maxPerSecond ?? reach, reach),
      maxIs: pace.maxPerSecond !== undefined && pace.maxPerSecond <= reach ? 'max-rate' : 'generator',
      errorRatio: plan.promised.errorRatio,
      resolution,
      secondsFor: (perSecond, purpose) => secondsFor(perSecond, purpose, pace),
    };
    const attempts: Attempt[] = [];
    const steps: CapacityStep[] = [];
    for (;;) {
      const next = nextStep(attempts, search, pace.budgetSeconds - this.#elapsedSeconds);
      if (next.do === 'end') {
        await record({ kind: 'capacity-search', endedBy: next.endedBy, detail: next.detail });
        break;
      }
      const { perSecond, purpose } = next;
      const seconds = secondsFor(perSecond, purpose, pace);
      progress.live(`${perSecond}/s for ${seconds.toFixed(0)} s`);
      const step = await this.#step(perSecond, seconds, purpose);
      if (signal.aborted) return;
      const verdict = judgeStep(step, plan.promised);
      await record({ kind: 'capacity-step', ...step, outcome: verdict.outcome, because: verdict.because });
      steps.push(step);
      attempts.push({ purpose, perSecond, ...verdict, goodPerSecond: step.goodPerSecond });
      progress.done(
        `${perSecond}/s ${verdict.outcome === 'void' ? 'could not be measured' : verdict.outcome}`,
        verdict.outcome === 'held' ? this.#told(step) : verdict.because,
      );
      await this.#calm();
      // Once something failed it is worth a few seconds to see whether the target has worn out, before looking for its limit.
      if (
        verdict.outcome === 'failed' &&
        attempts.filter(({ outcome }) => outcome === 'failed').length === 1
      ) {
        steps.push(...(await this.#return(attempts, pace)));
        if (slowerIn(steps) === undefined) continue;
        await record({
          kind: 'capacity-search',
          endedBy: 'slower',
          detail: 'the target gets slower with every request',
        });
        return;
      }
    }
    await this.#return(attempts, pace);
  }

  /** The first rate once more: a target that gets slower with every request is slower now, and no rate was a steady one. */
  async #return(attempts: readonly Attempt[], pace: SearchPace): Promise<CapacityStep[]> {
    const [first] = attempts;
    if (first === undefined || this.options.signal.aborted) return [];
    const step = await this.#step(first.perSecond, secondsFor(first.perSecond, 'climb', pace), 'return');
    await this.options.record({ kind: 'capacity-step', ...step });
    this.options.progress.done(`back to ${first.perSecond}/s`, this.#told(step));
    return [step];
  }

  async #control(upTo: number): Promise<number | undefined> {
    const { record, progress } = this.options;
    progress.live('the load generator against a server that does nothing');
    const measure = () => measureControl(this.options, this.#directory('control'), upTo);
    const first = await measure();
    // What else the machine did just then may have been chance; twice it is not.
    const control = first.ceilingPerSecond === 0 && !this.options.signal.aborted ? await measure() : first;
    await record({ kind: 'capacity-control', ...control });
    progress.done(
      `the load generator reaches ${control.ceilingPerSecond}/s here`,
      control.problem ?? `p99 of a server that does nothing: ${control.overheadP99Ms?.toFixed(1)} ms`,
    );
    return control.problem === undefined && control.ceilingPerSecond > 0
      ? control.ceilingPerSecond
      : undefined;
  }

  async #step(
    perSecond: number,
    seconds: number,
    purpose: 'climb' | 'refine' | 'return',
  ): Promise<CapacityStep> {
    const stages: Stage[] = [
      { name: 'ramp', perSecond, seconds: rampSeconds, judged: false },
      { name: 'steady', perSecond, seconds: seconds - rampSeconds, judged: true },
    ];
    const [step] = (await this.#load(stages, purpose)).slice(1);
    return step as CapacityStep;
  }

  async #load(stages: Stage[], purpose: CapacityStep['purpose']): Promise<CapacityStep[]> {
    const { plan } = this.options;
    const highest = Math.max(...stages.map(({ perSecond }) => perSecond));
    const virtualUsers = Math.min(mostVirtualUsers, virtualUsersFor(highest, plan.promised));
    const isSearch = purpose !== 'stage';
    const outcome = await runK6(this.options, {
      directory: this.#directory(isSearch ? `${purpose}-${highest}` : 'profile'),
      plan: { ...plan, stages, run: `${plan.run}-${this.#k6s}` },
      virtualUsers,
      ...(isSearch ? { isBeyondDoubt: (lines) => isBeyondDoubt(lines, plan) } : {}),
      onLines: (lines) => this.options.progress.live(`${highest}/s: ${lines.length} answers`),
    });
    return stages.map((_, index) =>
      stepOf({
        ...outcome,
        stages,
        stage: index,
        warmUpSeconds: isSearch && index > 0 ? warmUpSeconds : 0,
        promised: plan.promised,
        purpose,
        virtualUsers,
      }),
    );
  }

  /** Waits until what was left of the last step is answered: the next one must not pay for it. */
  async #calm(): Promise<void> {
    const { probe, plan, baseUrl, sleep, signal } = this.options;
    const planned =
      plan.requests.find(({ operation }) => operation === 'list' || operation === 'plain') ??
      plan.requests[0];
    if (planned === undefined) return;
    const calmMs = Math.max(3 * this.usualMs, this.usualMs + 20);
    const seen: number[] = [];
    const untilMs = this.options.monotonicMs() + mostCalmMs;
    while (this.options.monotonicMs() < untilMs && !signal.aborted) {
      const answer = await probe.send({
        method: 'GET',
        url: `${baseUrl}${planned.path}`,
        headers: probe.headers,
        body: undefined,
      });
      const isGood = planned.method !== 'GET' || faultOf(answer, planned.expects) === undefined;
      seen.push(isGood ? answer.ms : Number.POSITIVE_INFINITY);
      const newest = seen.slice(-3);
      const slowest = Math.max(...newest);
      // As quick as ever; or as quick as it gets, for a queue that drains is quicker each time.
      const isLevel = slowest - Math.min(...newest) < Math.max(10, 0.05 * slowest);
      if (newest.length === 3 && (slowest <= calmMs || (seen.length > 5 && isLevel))) return;
      await sleep(150);
    }
  }

  #directory(name: string): string {
    this.#k6s += 1;
    return path.join(this.options.directory, `${String(this.#k6s).padStart(2, '0')}-${name}`);
  }

  get #elapsedSeconds(): number {
    return (this.options.monotonicMs() - this.#started) / 1000;
  }

  #told({ requests, failed, late, p50Ms, p99Ms, generator }: CapacityStep): string {
    const cores = generator.cores === null ? '' : `, generator ${generator.cores.toFixed(2)} cores`;
    return `${requests} requests, ${failed} failed, ${late} late, p50 ${p50Ms ?? '–'} ms, p99 ${p99Ms ?? '–'} ms${cores}`;
  }
}

/** Of a step, with what comes before it is measured. */
function secondsFor(perSecond: number, purpose: Attempt['purpose'], pace: SearchPace): number {
  const measured =
    purpose === 'climb'
      ? pace.climbSeconds
      : Math.min(longestStepSeconds, Math.max(pace.refineSeconds, leastRequests / perSecond));
  return rampSeconds + warmUpSeconds + measured;
}

/** Whether going on would only hurt the target: many more than promised fail or are late, and not by chance. */
function isBeyondDoubt(lines: readonly RequestLine[], { promised }: CapacityPlan): boolean {
  const seen = lines.slice(-400);
  if (
    seen.length < 100 ||
    (lines.at(-1)?.t ?? 0) < 1000 * (rampSeconds + warmUpSeconds + timeoutSeconds(promised))
  )
    return false;
  const failed = shareBounds(seen.filter(({ bad }) => bad !== undefined).length, seen.length);
  const late = shareBounds(seen.filter(({ ms }) => ms > promised.p99Ms).length, seen.length);
  return (failed?.low ?? 0) > Math.max(0.3, 3 * promised.errorRatio) || (late?.low ?? 0) > 0.3;
}

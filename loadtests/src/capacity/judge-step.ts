import type { CapacityStep } from '@attest/evidence';
import type { Fault } from './answer.js';
import { faults } from './answer.js';
import { type PromisedQuality, timeoutSeconds } from './plan.js';
import { neededFor, shareBounds } from './proportion.js';

/** What limited a step that failed. */
export type Limit = 'errors' | 'latency' | 'backlog';

export interface StepVerdict {
  /** `unclear`: too few requests to tell; `void`: the generator was not able to ask. */
  readonly outcome: 'held' | 'failed' | 'unclear' | 'void';
  readonly limits: readonly Limit[];
  /** A clause. */
  readonly because: string;
}

/** The largest share of requests that may take longer than the promised p99, by what "p99" means. */
const lateRatio = 0.01;
/** A rate of one in two hundred above the capacity is taken for growth, ten more milliseconds are not. */
const growing = { perSecond: 0.005, leastMs: 10 };
/** Growth that a step must rule out, for its rate to be called steady. */
const steadyBelowPerSecond = 0.03;
/** Requests that are sent so much later than due make a burst of a steady stream. */
const mostLagMs = ({ p99Ms }: PromisedQuality) => Math.max(50, 0.1 * p99Ms);
/** A generator that is given CPU gives up when it was told to. */
const mostOvertime = 1.25;

/** Whether the promises hold at this rate, as far as this step can tell. */
export function judgeStep(step: CapacityStep, promised: PromisedQuality): StepVerdict {
  const limits = limitsOf(step, promised);
  const defects = generatorDefects(step, promised);
  if (limits.length > 0 && !isOwnDelay(step, promised))
    return { outcome: 'failed', limits: limits.map(({ limit }) => limit), because: join(limits) };
  if (defects.length > 0) return { outcome: 'void', limits: [], because: defects.join('; ') };
  const doubts = doubtsOf(step, promised);
  if (doubts.length > 0) return { outcome: 'unclear', limits: [], because: doubts.join('; ') };
  return { outcome: 'held', limits: [], because: 'the promises held, and no backlog grew' };
}

/** Whether all that fell short is time, of which the generator may have added its own: it was late to send, or to give up. */
function isOwnDelay(step: CapacityStep, promised: PromisedQuality): boolean {
  const answered = shareBounds(step.failed - step.timedOut, step.requests);
  if (answered !== undefined && answered.low > promised.errorRatio) return false;
  return ownLagMs(step) > mostLagMs(promised) || overtimeMs(step, promised) > 0;
}

/** An arrival that was dropped makes all later ones look late by what lies between two. */
const ownLagMs = ({ generator, dropped, perSecond }: CapacityStep): number =>
  (generator.lagP99Ms ?? 0) - (1000 * dropped) / perSecond;

/** How much longer it waited than it was told to, where that is more than chance. */
function overtimeMs({ p99Ms }: CapacityStep, promised: PromisedQuality): number {
  const limit = 1000 * timeoutSeconds(promised);
  return p99Ms !== null && p99Ms > mostOvertime * limit ? p99Ms - limit : 0;
}

const join = (limits: readonly { because: string }[]) => limits.map(({ because }) => because).join('; ');

/** What the promise on latency is about: answers, and what was given up waiting for one. */
const waitedFor = ({ requests, failed, timedOut }: CapacityStep) => requests - failed + timedOut;

function limitsOf(step: CapacityStep, { errorRatio, p99Ms }: PromisedQuality) {
  const { requests, failed, late, timedOut, growth, windowSeconds } = step;
  const limits: { limit: Limit; because: string }[] = [];
  const errors = shareBounds(failed, requests);
  if (errors !== undefined && errors.low > errorRatio) {
    limits.push({
      limit: 'errors',
      because: `${percent(failed / requests)} of ${count(requests)} requests failed (${worstFaults(step)}), at most ${percent(errorRatio)} may`,
    });
  }
  const waited = waitedFor(step);
  const slow = late + timedOut;
  const slowness = shareBounds(slow, waited);
  if (slowness !== undefined && slowness.low > lateRatio) {
    const dropped =
      step.dropped === 0 ? '' : `, and ${count(step.dropped)} more could not even be sent while they hung`;
    limits.push({
      limit: 'latency',
      because: `${percent(slow / waited)} of ${count(waited)} requests took longer than ${p99Ms} ms, at most 1 % may${dropped}`,
    });
  }
  if (
    growth !== null &&
    growth.low > growing.perSecond &&
    growth.perSecond * windowSeconds * 1000 > growing.leastMs
  ) {
    limits.push({
      limit: 'backlog',
      because: `requests took ${(growth.perSecond * 1000).toFixed(0)} ms longer with every second: the backlog grew`,
    });
  }
  return limits;
}

/** What kept the generator from asking as it should. */
export function generatorDefects(step: CapacityStep, promised: PromisedQuality): string[] {
  const { generator, dropped, virtualUsers, requests } = step;
  const defects: string[] = [];
  if (!generator.isOrderly) defects.push(`${generator.means} (exit code ${generator.exitCode ?? 'none'})`);
  if (requests === 0) defects.push('nothing was measured: not one request was sent');
  if (dropped > 0) {
    const users =
      virtualUsers.allocated < virtualUsers.needed
        ? `it had ${count(virtualUsers.allocated)} virtual users where ${count(virtualUsers.needed)} are needed`
        : 'its virtual users were not given CPU in time';
    defects.push(`the load generator dropped ${count(dropped)} requests that were due: ${users}`);
  }
  const sockets = step.faults.sockets ?? 0;
  if (sockets > 0) defects.push(`the load generator ran out of sockets ${count(sockets)} times`);
  if (generator.lagP99Ms !== null && generator.lagP99Ms > mostLagMs(promised)) {
    defects.push(`the load generator sent requests up to ${generator.lagP99Ms.toFixed(0)} ms late (p99)`);
  }
  const overtime = overtimeMs(step, promised);
  if (overtime > 0)
    defects.push(
      `the load generator waited ${overtime.toFixed(0)} ms longer for answers than it was to (p99)`,
    );
  if (
    step.sentPerSecond !== null &&
    step.windowSeconds > 1 &&
    step.sentPerSecond < 0.95 * step.perSecond &&
    !step.cutShort &&
    step.purpose !== 'stage'
  ) {
    defects.push(
      `the load generator sent ${step.sentPerSecond.toFixed(0)} of ${step.perSecond} requests a second`,
    );
  }
  if (Math.abs(generator.clockJumpMs) > 500) {
    defects.push(`the machine's clock jumped by ${(generator.clockJumpMs / 1000).toFixed(1)} s`);
  }
  return defects;
}

function doubtsOf(step: CapacityStep, { errorRatio }: PromisedQuality): string[] {
  const { requests, failed, late, timedOut, growth } = step;
  const doubts: string[] = [];
  const errors = shareBounds(failed, requests);
  if (errors === undefined || errors.high > errorRatio) {
    doubts.push(
      `${count(failed)} of ${count(requests)} requests failed, too few requests to say that it is at most ${percent(errorRatio)}`,
    );
  }
  const waited = waitedFor(step);
  const slowness = shareBounds(late + timedOut, waited);
  if (slowness === undefined || slowness.high > lateRatio) {
    doubts.push(
      `${count(waited)} requests are too few for a p99, of which ${count(late + timedOut)} were late (${count(neededFor(lateRatio))} without a late one would do)`,
    );
  }
  if (growth === null) doubts.push('too few requests to see whether a backlog grew');
  else if (growth.high > steadyBelowPerSecond) {
    doubts.push(`a backlog that grows by up to ${percent(growth.high)} of the rate cannot be ruled out`);
  }
  return doubts;
}

function worstFaults({ faults: seen }: CapacityStep): string {
  return Object.entries(seen)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([fault, times]) => `${count(times)} × ${faults[fault as Fault] ?? fault}`)
    .join(', ');
}

const percent = (ratio: number) => `${Number((ratio * 100).toFixed(2))} %`;
const count = (value: number) => value.toLocaleString('en-US');

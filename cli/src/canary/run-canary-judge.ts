import { setTimeout } from 'node:timers/promises';
import { PrometheusUnavailable } from '@attest/controllers';
import type { CliContext } from '../context.js';
import { describeError } from '../describe-error.js';
import { judgeRange, type LiveJudgement, type LiveQuestion, livePlan, watchCanary } from './judge-live.js';

const exitCodes = { good: 0, bad: 1, unknown: 3 } as const;
const decisions = { good: 'promote', bad: 'rollback', unknown: 'inconclusive' } as const;

/** Answers on stdout, with what decides in the first line; what is refused goes to stderr like every error. */
export async function runCanaryJudge(
  { config, out, err, exitCode }: CliContext,
  question: LiveQuestion & { readonly watch: boolean; readonly json: boolean },
): Promise<void> {
  const plan = livePlan((await config()).platform, question);
  const clock = {
    now: () => Date.now() / 1000,
    sleep: (seconds: number) => setTimeout(seconds * 1000),
  };
  const { stepSeconds } = question;
  const end = Math.floor(clock.now() / stepSeconds) * stepSeconds;
  const start = end - Math.ceil(plan.seconds / stepSeconds) * stepSeconds;
  let judgement: LiveJudgement;
  try {
    judgement = question.watch
      ? await watchCanary(question, plan, clock, (line) => err(`${line}\n`))
      : await judgeRange(question, plan, { start, end, stepSeconds });
  } catch (error) {
    if (!(error instanceof PrometheusUnavailable)) throw error;
    err(
      describeError(Object.assign(error, { fix: 'is --prometheus the address of a Prometheus that runs?' })),
    );
    return exitCode(3);
  }
  if (judgement.finding === 'refused') {
    const { kind, problem, fix } = judgement.refusal;
    err(`attest: ${problem}\n  fix: ${fix}\n`);
    return exitCode(kind === 'wrong' ? 2 : 3);
  }
  const { finding, reason } = judgement;
  const decision = decisions[finding];
  const metric = finding === 'bad' ? judgement.metric : null;
  const secondsMore = finding === 'unknown' ? (judgement.secondsMore ?? null) : null;
  const { service, baseline, canary } = question;
  const answer = { service, baseline, canary, decision, metric, reason, secondsMore };
  out(question.json ? `${JSON.stringify(answer, null, 2)}\n` : `${decision}: ${reason}\n`);
  exitCode(exitCodes[finding]);
}

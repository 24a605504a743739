/**
 * Makes any k6 script one that `attest capacity` can drive: the rate is the plan's, and each call of `k6/http` is told of
 * as the requests of `capacity.ts` are. The script's own checks, sleeps and options count for nothing.
 */
import exec from 'k6/execution';
import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import type { Options } from 'k6/options';
import { faultOf, isCached } from '../src/capacity/answer.ts';
import type { CapacityPlan } from '../src/capacity/plan.ts';
import { arrivals } from './arrivals-scenario.ts';

const plan: CapacityPlan = JSON.parse(open(__ENV.ATTEST_PLAN ?? './plan.json'));

export const options: Options = {
  systemTags: ['scenario', 'status', 'error_code'],
  maxRedirects: 0,
  scenarios: {
    requests: arrivals(plan.stages ?? [], plan),
  },
};

type Call = (...args: unknown[]) => unknown;
const methods = ['get', 'head', 'post', 'put', 'patch', 'del', 'options', 'request'] as const;
// A module is one object in each virtual user, so what the script calls is what is put here.
const calls = http as unknown as Record<string, Call>;
for (const method of methods) {
  const original = calls[method] as Call;
  calls[method] = (...args) => {
    const t = exec.instance.currentTestRunDuration;
    const answer = original.apply(http, args) as RefinedResponse<ResponseType | undefined>;
    const isCancelled = answer.status === 0 && /cancell?ed/.test(answer.error);
    if (!isCancelled) tell(t, exec.instance.currentTestRunDuration - t, answer);
    return answer;
  };
}

let told = 0;

/** Runs an iteration of the script. One that makes no request through `k6/http` is told of as nothing, and measures nothing. */
export function tellOf(iteration: () => unknown): void {
  told = 0;
  iteration();
}

function tell(t: number, ms: number, answer: RefinedResponse<ResponseType | undefined>): void {
  told += 1;
  const contentType = (answer.headers['Content-Type'] ?? '').toLowerCase();
  const { status, error_code: errorCode, error } = answer;
  const expects = contentType.includes('json') ? 'json' : '';
  const body = typeof answer.body === 'string' ? answer.body : undefined;
  const bad = faultOf({ status, errorCode, error, contentType, body }, expects);
  const cached = isCached((name) => answer.headers[name]);
  const revision = answer.headers['X-Revision'];
  const isOther = revision !== undefined && plan.revision !== undefined && revision !== plan.revision;
  console.log(
    JSON.stringify({
      n: exec.scenario.iterationInTest,
      // Only the first request of an iteration was due; the others follow it.
      ...(told > 1 ? { follows: true } : {}),
      t,
      ms,
      op: 'plain',
      ...(bad === undefined ? {} : { bad }),
      ...(cached ? { cached } : {}),
      ...(isOther ? { revision } : {}),
    }),
  );
}

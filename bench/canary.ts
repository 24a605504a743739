/**
 * Simulated rollouts, judged by Attest and by re-implementations of what others do: how often a good canary is rolled back, and how
 * soon a bad one is found. Prints a table; asserts nothing. Run: `npm run bench:canary -- [rollouts of each scenario]`.
 */
import { canaryPolicy } from '@attest/controllers';
import { arborKumori } from '@attest/platform';
import { type Judge, judges } from './canary-judges.js';
import { type Behaviour, rollout, type Scenario, seeded } from './canary-traffic.js';
import { numberArgument } from './number-argument.js';

const rollouts = numberArgument(0, 'rollouts', 600);
const policy = canaryPolicy(arborKumori);

const usual: Behaviour = { errorRate: 0.01, medianSeconds: 0.08, sigma: 0.7, cpu: 0.4 };
const p99Ms = Math.round(usual.medianSeconds * Math.exp(2.326 * usual.sigma) * 1000);

const steady = (canary: Partial<Behaviour>, baseline: Partial<Behaviour> = {}) => ({
  at: () => ({ canary: { ...usual, ...canary }, baseline: { ...usual, ...baseline } }),
});

const scenario = (name: string, canaryRps: number, bad: boolean, at: Pick<Scenario, 'at'>): Scenario => ({
  name: `${name}, ${canaryRps}/s`,
  canaryRps,
  bad,
  ...at,
});

/** Something that hits both: for ten minutes four times the errors, and a drift over the rollout. */
const incident: Pick<Scenario, 'at'> = {
  at: (minute) => {
    const errorRate = minute >= 20 && minute < 30 ? 0.04 : 0.005 + 0.0001 * minute;
    return { canary: { ...usual, errorRate }, baseline: { ...usual, errorRate } };
  },
};

const leak: Pick<Scenario, 'at'> = {
  at: (minute) => ({ canary: { ...usual, cpu: usual.cpu * (1 + 0.05 * minute) }, baseline: usual }),
};

const late: Pick<Scenario, 'at'> = {
  at: (minute) => ({ canary: { ...usual, errorRate: minute < 20 ? 0.01 : 0.03 }, baseline: usual }),
};

const scenarios: readonly Scenario[] = [
  ...[0.02, 0.2, 1, 10, 100].map((rps) => scenario('good, 1 % errors', rps, false, steady({}))),
  scenario('good, 0.1 % errors', 10, false, steady({ errorRate: 0.001 }, { errorRate: 0.001 })),
  scenario('good, no errors at all', 10, false, steady({ errorRate: 0 }, { errorRate: 0 })),
  scenario('good, both at 4.5 %', 10, false, steady({ errorRate: 0.045 }, { errorRate: 0.045 })),
  scenario('good, incident of both', 10, false, incident),
  scenario('good, p99 of both 960 ms', 10, false, steady({ medianSeconds: 0.188 }, { medianSeconds: 0.188 })),
  scenario('good, CPU 1.1 times', 10, false, steady({ cpu: 0.44 })),
  ...[0.5, 2, 10, 100].map((rps) => scenario('errors 1 % → 2 %', rps, true, steady({ errorRate: 0.02 }))),
  scenario('errors 0.5 % → 1 %', 10, true, steady({ errorRate: 0.01 }, { errorRate: 0.005 })),
  scenario('errors 0.2 % → 0.4 %', 10, true, steady({ errorRate: 0.004 }, { errorRate: 0.002 })),
  ...[0.5, 2, 10].map((rps) => scenario('errors 1 % → 20 %', rps, true, steady({ errorRate: 0.2 }))),
  scenario('errors 1 % → 3 % after 20 min', 10, true, late),
  scenario('both at 8 %', 10, true, steady({ errorRate: 0.08 }, { errorRate: 0.08 })),
  ...[1, 10].map((rps) => scenario('p99 doubled', rps, true, steady({ medianSeconds: 0.16 }))),
  scenario('CPU 1.5 times', 10, true, steady({ cpu: 0.6 })),
  scenario('CPU leak, 5 % a minute', 10, true, leak),
];

interface Row {
  readonly backPercent: number;
  readonly minutes: readonly number[];
}

function judged(judge: Judge, of: Scenario): Row {
  const minutes: number[] = [];
  for (let seed = 1; seed <= rollouts; seed += 1) {
    const running = judge(policy);
    for (const interval of rollout(seeded(seed * 7919), of, policy)) {
      if (!running.look(interval)) continue;
      minutes.push(interval.t / 60);
      break;
    }
  }
  return { backPercent: (minutes.length / rollouts) * 100, minutes: minutes.sort((a, b) => a - b) };
}

/** The minute by which this share of all rollouts was rolled back. */
function minuteOf({ minutes }: Row, share: number): string {
  const found = minutes[Math.ceil(share * rollouts) - 1];
  return found === undefined ? 'never' : String(found);
}

const names = Object.keys(judges) as (keyof typeof judges)[];
const start = performance.now();
console.log(`# Canary judges on simulated rollouts

\`npm run bench:canary -- ${rollouts}\`: ${scenarios.length} scenarios, ${rollouts} whole rollouts of each
(${(scenarios.length * rollouts).toLocaleString('en-US')} rollouts; 5 % for 30 min, then 10, 25, 50, 100 % for 15 min each; one look a minute; every judge sees
the same traffic). The traffic is the canary's in its first stage; usually 1 % errors, p99 ${p99Ms} ms, CPU 0.4 with 8 % noise. All judges but Attest are our
own re-implementations.

A good canary: how many percent of the rollouts were rolled back although nothing was wrong. A bad one: the minute by which half, and 95 %, of the
rollouts were rolled back.
`);
console.log(`| scenario, requests of the canary | ${names.join(' | ')} |`);
console.log(`|---|${names.map(() => '---').join('|')}|`);
for (const each of scenarios) {
  const cells = names.map((name) => {
    const row = judged(judges[name], each);
    return each.bad
      ? `${minuteOf(row, 0.5)} / ${minuteOf(row, 0.95)}`
      : `${Number(row.backPercent.toFixed(2))} %`;
  });
  console.log(`| ${each.bad ? 'bad: ' : ''}${each.name} | ${cells.join(' | ')} |`);
}
console.error(`${((performance.now() - start) / 1000).toFixed(0)} s`);

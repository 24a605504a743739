import type { AlertKind } from '@attest/alerts';
import { command } from '../blocks/commands.js';
import { silence } from '../blocks/mitigations.js';
import { queries, sometimes } from '../blocks/queries.js';
import type { Check, Mitigation, Query, RunbookContext, WriteRunbook } from '../runbook.js';

const budgetOf = ({ platform }: RunbookContext) => platform.cost.monitoring?.dailyBudgetUsd ?? 0;

const spent = ({ say }: RunbookContext): Query =>
  sometimes(
    `sum by (environment) (${say.series('cost_day_usd')})`,
    'dollars of the day (UTC) so far, all bills',
  );

const expected = (context: RunbookContext): Check => ({
  question: 'What will the day end with?',
  look: sometimes(
    `sum by (environment) (${context.say.series('cost_day_forecast_usd')})`,
    'dollars that the day (UTC) is expected to end with, all bills',
  ),
  expect: `Above ${budgetOf(context)}: the difference is what has to be saved before the day is over.`,
  otherwise: 'Below: the last hours were cheaper than forecast. Look again in an hour.',
});

const anomalies = ({ say }: RunbookContext): Check => ({
  question: 'The cost of what?',
  look: sometimes(
    `sum by (resource_type) (increase(${say.series('cost_anomalies_total')}[2h]))`,
    'hours of the last two that cost far from what was expected, by kind of resource',
  ),
  expect: 'One kind: whoever uses it knows what was changed.',
  otherwise: 'Several at once: a bill was corrected or is late, or traffic changed for all of them.',
});

const driver = (context: RunbookContext): Check => ({
  question: 'What drives it?',
  look: queries.gpuCost(context.say),
  expect: `All lines together well below ${(budgetOf(context) / 24).toFixed(0)} dollars an hour, which is the budget ÷ 24.`,
  otherwise: 'One model above its usual: more of it is asked for, it takes longer, or it is retried.',
});

const wanted = ({ say }: RunbookContext): Check => ({
  question: 'Is it wanted?',
  look: queries.trafficByRegion(say),
  expect: 'Traffic grew as the cost did: success costs. Ask whether the budget should follow.',
  otherwise: 'Traffic as always and cost above it: something is wasted. Look for retries and idle instances.',
});

const retried = ({ say }: RunbookContext): Check => ({
  question: 'Is failure paid for?',
  look: queries.predictions(say),
  expect: 'outcome success almost alone.',
  otherwise: 'Failures: each is paid and tried again. Follow gpu_success_burn first.',
});

const fewerInstances = ({ platform }: RunbookContext): Mitigation => ({
  what: 'Lower the minimum of GPU instances',
  when: 'They idle: predictions in flight are far fewer than instances.',
  how: (platform.gpu?.clusters ?? []).map(({ region, gpuType }) =>
    command(
      `curl -fsS -X PATCH "https://api.replicate.com/v1/deployments/$OWNER/$DEPLOYMENT" -H "Authorization: Bearer $REPLICATE_API_TOKEN" -d '{"min_instances":1}'   # ${gpuType} in ${region}`,
    ),
  ),
  isReversible: true,
  blastRadius: 'The next predictions wait for a cold start of minutes.',
  undo: 'Set min_instances back.',
});

const cost =
  (title: string, meaning: string, name: string, first?: (context: RunbookContext) => Check): WriteRunbook =>
  (context) => ({
    title,
    meaning,
    impact: `Money: the budget is $${budgetOf(context)} a day. Customers notice nothing, unless the answer to it is wrong.`,
    checks: [
      ...(first === undefined ? [] : [first(context)]),
      {
        question: 'How much is it, of all bills?',
        look: spent(context),
        expect: `Below ${budgetOf(context)}.`,
        otherwise: 'Above: find the driver before the day is over.',
      },
      driver(context),
      wanted(context),
      retried(context),
    ],
    mitigations: [fewerInstances(context), silence(name)],
    escalate: `${context.platform.cost.monitoring?.reporting?.recipients.join(' and ') ?? 'Whoever owns the budget'}, the same day. Nobody is woken for money that is spent on customers.`,
    recovered: queries.gpuCost(context.say),
    falsePositives: [
      'A yearly bill that is booked on one day: spread it.',
      'A load test or a game day that was announced.',
    ],
    dashboard: 'cost_analysis',
    symptoms: ['the bill is higher than expected', 'the budget is exceeded'],
    related: ['gpu_success_burn', 'gpu_queue_time_burn'],
  });

export const costKinds = {
  daily_budget_exceeded: cost(
    'Today costs more than the budget',
    'All bills of the day so far are above the daily budget, and the day (UTC) is not over.',
    'daily_budget_exceeded',
  ),
  daily_budget_forecast: cost(
    'Today will cost more than the budget',
    'The forecast, from the hours so far and the weeks before, has been above the daily budget for half an hour.',
    'daily_budget_forecast',
    expected,
  ),
  cost_anomaly: cost(
    'An hour cost far more, or less, than expected',
    'An hour of the last two was far from the forecast for it. Less than expected counts, too: something may have stopped.',
    'cost_anomaly',
    anomalies,
  ),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;

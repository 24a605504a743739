import type { AlertKind } from '@attest/alerts';
import { command } from '../blocks/commands.js';
import { silence } from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import type { Check, Mitigation, RunbookContext, WriteRunbook } from '../runbook.js';

const provider = ({ platform }: RunbookContext) => platform.gpu?.provider ?? 'the GPU provider';

const byModel = ({ say }: RunbookContext): Check => ({
  question: 'One model, or all of them?',
  look: queries.predictions(say),
  expect: 'One model alone: that model, its version, or its hardware at the provider.',
  otherwise: 'All models: the provider, the token, or our way to it.',
});

const vendorStatus = (context: RunbookContext): Check => ({
  question: 'Does the provider say that something is wrong?',
  look: command(
    'curl -fsS https://www.replicatestatus.com/api/v2/status.json   # the status page of the provider',
  ),
  expect: 'All systems operational.',
  otherwise: `An incident at ${provider(context)}: subscribe to it, tell support, and do not change anything of ours.`,
});

const moreInstances = ({ platform }: RunbookContext): Mitigation => ({
  what: 'Raise the minimum of GPU instances',
  when: 'Predictions wait for a GPU and all of those that run are busy.',
  how: (platform.gpu?.clusters ?? []).map(({ region, gpuType, minInstances, maxInstances }) =>
    command(
      `curl -fsS -X PATCH "https://api.replicate.com/v1/deployments/$OWNER/$DEPLOYMENT" -H "Authorization: Bearer $REPLICATE_API_TOKEN" -d '{"min_instances":${Math.min(maxInstances, minInstances * 2)}}'   # ${gpuType} in ${region}, at most ${maxInstances}`,
    ),
  ),
  isReversible: true,
  blastRadius: 'Cost: instances are paid while they are online, idle or not. Look at the budget first.',
  undo: 'Set min_instances back; the runbook daily_budget_exceeded tells why it matters.',
});

const failing: WriteRunbook = (context) => ({
  title: 'Predictions fail',
  meaning: `Too many predictions of a GPU cluster fail at ${provider(context)}. They are tried again as long as their job may be.`,
  impact: 'Images come late or never. Failed predictions are paid.',
  checks: [
    byModel(context),
    vendorStatus(context),
    {
      question: 'Do they fail at once, or after a long time?',
      look: queries.gpuWait(context.say),
      expect: 'Short waits: they are refused or crash. Look at the input and at the version of the model.',
      otherwise: 'Long waits: they time out in the queue of the provider. Follow gpu_queue_time_burn.',
    },
    {
      question: 'What does it cost?',
      look: queries.gpuCost(context.say),
      expect: 'About what it cost yesterday at this time.',
      otherwise: 'Far more: retries are paid. Pause the queue of the model until the cause is known.',
    },
  ],
  mitigations: [silence('gpu_success_burn'), moreInstances(context)],
  escalate: `Support of ${provider(context)}, with ids of failed predictions; the team that chose the model.`,
  recovered: queries.predictions(context.say),
  falsePositives: [
    'Inputs that the model refuses (content filter): not a failure of ours. Count them as an outcome of their own.',
  ],
  dashboard: 'gpu_and_queues',
  symptoms: ['images are not generated', 'predictions fail'],
  related: ['gpu_queue_time_burn', 'dead_letters', 'daily_budget_exceeded'],
});

export const gpuKinds = {
  gpu_success_burn: failing,
  gpu_queue_time_burn: (context) => ({
    ...failing(context),
    title: 'Predictions wait for a GPU',
    meaning:
      'Too many predictions wait longer for a GPU than the objective allows: queue and cold start at the provider.',
    impact: 'Images come late. Nothing is lost, and waiting costs nothing.',
    checks: [
      {
        question: 'Which model waits, on which GPU?',
        look: queries.gpuWait(context.say),
        expect: 'One model: more of it is asked for than its instances can do, or they sleep.',
        otherwise: 'All: the provider has no capacity. Look at its status.',
      },
      {
        question: 'How many are under way?',
        look: queries.gpuInFlight(context.say),
        expect: 'About as many as instances run: they are all busy. Raise the minimum.',
        otherwise: 'Few: instances start too late. A cold start takes minutes; keep more of them warm.',
      },
      vendorStatus(context),
      {
        question: 'Is there budget for more?',
        look: queries.gpuCost(context.say),
        expect: `Well below ${context.platform.cost.monitoring?.dailyBudgetUsd ?? 'the budget'} ÷ 24 dollars an hour.`,
        otherwise: 'Near the budget: ask before you add instances.',
      },
    ],
    mitigations: [moreInstances(context), silence('gpu_queue_time_burn')],
    recovered: queries.gpuWait(context.say),
    falsePositives: [
      'The first predictions after a quiet night: cold starts. If that hurts, keep one instance warm.',
    ],
    symptoms: ['images take minutes', 'predictions stay in “starting”'],
    related: ['gpu_success_burn', 'queue_age_burn', 'daily_budget_forecast'],
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;

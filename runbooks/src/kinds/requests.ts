import type { AlertKind } from '@attest/alerts';
import { releaseCommands } from '../blocks/commands.js';
import { failOver, restartProcess, rollBack, scaleOut, silence } from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import type { Check, RunbookContext, WriteRunbook } from '../runbook.js';

const oneRegion = ({ say }: RunbookContext): Check => ({
  question: 'One region, or all of them?',
  look: queries.errorsByRegion(say),
  expect: 'One region alone is high: its database, its network or its release. Go on with that region.',
  otherwise: 'All regions are high: the code, or something that they share. Look at the release next.',
});

const reachable = ({ say }: RunbookContext): Check => ({
  question: 'Does the edge still reach the servers?',
  look: queries.origins(say),
  expect: '1 for every service and region. The servers answer, and answer badly.',
  otherwise:
    'A 0 is a region that is gone for the edge: follow origin_unhealthy, or service_down when it is every region.',
});

const isItTheRelease = ({ say }: RunbookContext): Check => ({
  question: 'Is it a release?',
  look: queries.revisions(say),
  expect: 'One revision of each service.',
  otherwise:
    'Two revisions, or processes that started when the trouble did: roll back now, read the diff afterwards.',
});

const isItTheDatabase = ({ say }: RunbookContext): Check => ({
  question: 'Is it the database?',
  look: queries.databaseErrors(say),
  expect: 'Close to 0.',
  otherwise: 'Statements fail for every service: follow database_availability_burn.',
});

const whichRoute = ({ say }: RunbookContext): Check => ({
  question: 'One route, or every route?',
  look: queries.errorsByRoute(say),
  expect: 'Every route is alike: something that they share.',
  otherwise:
    'One route stands out: a dependency of that route, or the change that touched it. Name it in the incident.',
});

/** By name of the service that has most to do with it; there may be several. */
const firstService = ({ platform }: RunbookContext) => platform.services[0]?.id ?? 'service';

const onCallOf = 'the team that owns the service';

const errorRate =
  (title: string, meaning: string): WriteRunbook =>
  (context) => ({
    title,
    meaning,
    impact:
      'Customers see error pages and failed requests, right now. Writes that were answered with an error were not stored, or are stored and safe to send again (idempotency key).',
    checks: [
      oneRegion(context),
      reachable(context),
      isItTheRelease(context),
      isItTheDatabase(context),
      whichRoute(context),
    ],
    mitigations: [
      rollBack(context),
      restartProcess(firstService(context), context.environment),
      failOver(context),
    ],
    escalate: `After 15 minutes without a cause, or at once when every service is affected: ${onCallOf}, and the incident lead. Say which region, which revision, and what you have ruled out.`,
    recovered: queries.errorsByRegion(context.say),
    falsePositives: [
      'A client that retries a request that can only fail. The route shows it; the error is still real for that client.',
      'Very little traffic: below the event floor of the rule it fires only when everything fails.',
    ],
    dashboard: 'service_health',
    symptoms: ['error pages', 'requests fail with 5xx', 'customers say that nothing works'],
    related: ['service_down', 'database_availability_burn', 'canary_rollback'],
    drill: 'region-loss',
  });

const latency =
  (title: string, meaning: string): WriteRunbook =>
  (context) => {
    const { say } = context;
    return {
      title,
      meaning,
      impact:
        'Pages load slowly, and callers with short time-outs give up (status 499). Slow requests hold connections: if it gets worse, it becomes errors.',
      checks: [
        {
          question: 'One region, or all of them?',
          look: queries.latencyByRegion(say),
          expect: 'One region alone: its database, its machines, or the distance to something it calls.',
          otherwise: 'All regions: the code, the load, or a dependency that they share.',
        },
        {
          question: 'Is it slow inside the service, or in front of it?',
          look: queries.latencyByRoute(say),
          expect: 'As slow as at the edge: the time is spent inside. The slowest route is the place to look.',
          otherwise: 'Fast inside and slow at the edge: requests wait for a free process. Add instances.',
        },
        {
          question: 'Is the process itself full?',
          look: queries.eventLoop(say),
          expect: 'Below 0.1 s.',
          otherwise:
            'Above 0.1 s: too little CPU or long synchronous work. Add instances; if a release brought it, roll back.',
        },
        {
          question: 'Is it the database?',
          look: queries.databaseLatency(say),
          expect: 'Well below the p99 of the requests.',
          otherwise:
            'A slow COMMIT: follow replication_lagging. Anything else slow: follow database_latency_burn.',
        },
        isItTheRelease(context),
      ],
      mitigations: [rollBack(context), scaleOut(context), failOver(context)],
      escalate: `In working hours, ${onCallOf}; at night only when errors follow (high error rate) or it doubles within 30 minutes.`,
      recovered: queries.latencyByRegion(say),
      falsePositives: [
        'A batch of large requests that were slow before, too. The route shows it: give it an objective of its own.',
        'The minutes after a deployment, until new processes are warm.',
      ],
      dashboard: 'service_health',
      symptoms: ['pages load slowly', 'time-outs', 'clients give up (499)'],
      related: ['database_latency_burn', 'replication_lagging', 'gpu_queue_time_burn'],
    };
  };

const burnMeaning = (what: string) =>
  `${what}, over a long and a short window at once: it is not a spike, and it still goes on. The labels say how fast: \`burn\` is how many times too fast the error budget is spent, \`long\` and \`short\` are the windows.`;

export const requestKinds = {
  error_rate_breach: errorRate(
    'Too many requests fail',
    'At the edge, more requests of a service in one region fail (5xx, or no answer at all) than the architecture allows. It is measured at the edge because a dead server reports no errors.',
  ),
  availability_burn: errorRate(
    'Too many requests fail for what the objective allows',
    burnMeaning('Requests fail at the edge'),
  ),
  latency_breach: latency(
    'The slowest one percent is too slow',
    'At the edge, one request in a hundred of a service in one region takes longer than the architecture allows.',
  ),
  latency_burn: latency(
    'Too many requests are slow for what the objective allows',
    burnMeaning('Requests take longer than the objective allows'),
  ),

  service_down: (context) => ({
    title: 'No region serves it',
    meaning:
      'Every origin of the service has failed the health checks of the edge for at least 30 seconds. Whoever asks for it now gets an error, however few ask.',
    impact:
      'A total outage of this service. The failover controller may be at work already: look before you act.',
    checks: [
      {
        question: 'What is the failover controller doing?',
        look: queries.failoverState(context.say),
        expect: 'monitoring: it sees nothing to fail over to, or the primary is not what is broken. Go on.',
        otherwise:
          'failing_over: wait for it, two minutes at most. refused or failed: follow failover_failed.',
      },
      {
        ...reachable(context),
        expect: '0 for the service in every region: it is true.',
        otherwise:
          'A 1 somewhere: it is coming back, or only one region is gone. Then follow origin_unhealthy.',
      },
      {
        question: 'Are the processes there?',
        look: queries.instances(context.say),
        expect:
          'Processes in every region: they run and are not ready. Their readiness names a dependency, almost always the database.',
        otherwise:
          'None: the orchestrator cannot start them (a bad image, no capacity, a missing secret), or the machines are gone.',
      },
      {
        question: 'What was released last?',
        look: releaseCommands(context.platform, context.environment)[0] ?? {
          kind: 'command',
          run: 'git log -3',
        },
        expect: 'Nothing within the last hour.',
        otherwise: 'A release within the hour: roll it back before anything else.',
      },
    ],
    mitigations: [
      rollBack(context),
      restartProcess(firstService(context), context.environment),
      failOver(context),
    ],
    escalate:
      'At once: the incident lead and the owner of the platform. Tell customers within 15 minutes, even when nothing is known.',
    recovered: queries.origins(context.say),
    falsePositives: [
      'The health checks themselves are broken, and traffic flows: the error rate is low. Mend the check; the edge still sends no traffic while it fails.',
    ],
    dashboard: 'service_health',
    symptoms: ['the site is down', 'nothing works', '502 or 504 from the edge'],
    related: ['origin_unhealthy', 'failover_failed', 'database_down'],
    drill: 'region-loss',
  }),

  origin_unhealthy: (context) => ({
    title: 'One region of a service is out of rotation',
    meaning:
      'For at least two minutes the health checks of the edge have failed in one region. The other regions serve its traffic.',
    impact:
      'Customers may notice nothing. There is one region fewer to fail over to: the next fault is an outage.',
    checks: [
      {
        ...reachable(context),
        expect: '0 for the region that the alert names, 1 elsewhere. Go on with that region.',
        otherwise: '0 in every region: follow service_down. 1 everywhere: it is back.',
      },
      {
        question: 'Do the other regions carry the load?',
        look: queries.errorsByRegion(context.say),
        expect: 'Close to 0 everywhere.',
        otherwise: 'Errors elsewhere: this is more than one region. Follow high error rate first.',
      },
      {
        question: 'Are processes running in that region?',
        look: queries.instances(context.say),
        expect:
          'As many as in the others: they run and do not answer. One that hangs is replaced; all of them: network or database of the region.',
        otherwise: 'Fewer or none: the orchestrator of the region, or the region itself.',
      },
      {
        question: 'Does the database of the region answer?',
        look: queries.databases(context.say),
        expect: '1 in every region.',
        otherwise: '0: follow database_down; the services wait for it.',
      },
    ],
    mitigations: [
      restartProcess(firstService(context), context.environment),
      rollBack(context),
      silence('origin_unhealthy'),
    ],
    escalate:
      'When it is the primary region, or a second one follows: the incident lead. Otherwise in working hours.',
    recovered: queries.origins(context.say),
    falsePositives: [
      'A deployment that replaces all instances of a region at once: fix the deployment, so that some always are ready.',
    ],
    dashboard: 'service_health',
    symptoms: ['one region gets no traffic', 'health checks fail'],
    related: ['service_down', 'database_down', 'target_down'],
    drill: 'region-loss',
  }),

  error_budget_spent: (context) => ({
    title: 'The objective is missed for its window',
    meaning:
      'Over the whole window, usually 30 days, more failed than the objective allows. Nothing need be on fire now: if it is, another alert says so.',
    impact:
      'The promise to customers is already broken. What is left to decide is what not to risk until it recovers.',
    checks: [
      {
        question: 'Which objective, and by how much?',
        look: queries.budget(context.say),
        expect: 'Below 0 for the one that is named in the alert.',
        otherwise: 'Above 0 again: old failures have left the window. Close the alert.',
      },
      {
        question: 'Does it still burn?',
        look: queries.burn(context.say),
        expect: 'Below 1: it recovers by itself as days pass.',
        otherwise:
          'Above 1: something still fails. The dashboard shows since when; follow the burn alert of that objective.',
      },
      {
        question: 'Was it one incident or many small ones?',
        look: queries.errorsByRoute(context.say),
        expect: 'Near 0 now: it was one incident. Its review has the answer.',
        otherwise:
          'A route that always fails a little: a defect that nobody feels and that spends the budget. Plan its fix.',
      },
    ],
    mitigations: [
      {
        what: 'Stop risky changes',
        when: 'Until the budget is above 0 again.',
        how: [
          {
            kind: 'command',
            run: `gh workflow disable deploy.yml   # or require an approval for ${context.environment}`,
          },
        ],
        isReversible: true,
        blastRadius: 'Releases of that service wait. Fixes of what spends the budget are let through.',
        undo: 'gh workflow enable deploy.yml',
      },
      silence('error_budget_spent'),
    ],
    escalate: `${onCallOf}, in working hours; it is a decision about priorities, not an emergency.`,
    recovered: queries.budget(context.say),
    falsePositives: [
      'A planned maintenance that nobody excluded. Exclude the window; do not lower the objective.',
    ],
    dashboard: 'slo',
    symptoms: ['the monthly objective is missed'],
    related: ['availability_burn', 'latency_burn'],
  }),

  ratio_burn: (context) => ({
    title: 'Too much of what the platform counts itself fails',
    meaning: burnMeaning('A ratio that the platform defines in its own catalog (failed over all)'),
    impact: 'Whatever the ratio counts fails for customers. The summary of the alert names it.',
    checks: [
      {
        question: 'Which objective burns?',
        look: queries.burn(context.say),
        expect: 'One line far above 1. Its objective in the catalog says what is counted.',
        otherwise: 'All near 0: it is over. Close the alert, and keep the time for the review.',
      },
      isItTheRelease(context),
      {
        question: 'Do requests fail, too?',
        look: queries.statuses(context.say),
        expect: '2xx almost alone: the failure is in work that happens later. Look at queues.',
        otherwise: '5xx: follow high error rate; this is its shadow.',
      },
    ],
    mitigations: [rollBack(context), silence('ratio_burn')],
    escalate: `${onCallOf}; whoever wrote the objective knows what it protects.`,
    recovered: queries.burn(context.say),
    falsePositives: [
      'The counter of failures counts what a customer does wrong. Count that as its own outcome.',
    ],
    dashboard: 'slo',
    symptoms: ['a figure of the platform’s own fails'],
    related: ['availability_burn', 'queue_success_burn'],
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;

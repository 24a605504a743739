import type { AlertKind } from '@attest/alerts';
import { releaseCommands } from '../blocks/commands.js';
import { rollBack, silence } from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import type { Check, RunbookContext, WriteRunbook } from '../runbook.js';

export const decisions = ({ say }: RunbookContext): Check => ({
  question: 'What did the judge decide?',
  look: {
    kind: 'query',
    promql: `sum by (service, decision) (increase(${say.series('canary_decisions_total')}[1h]))`,
    reads: 'decisions of an hour, by service',
    mayBeEmpty: true,
  },
  expect: 'One rollback of the service that the alert names.',
  otherwise: 'Several of one service: somebody tries the same release again and again. Stop that.',
});

export const bothRevisions = ({ say }: RunbookContext): Check => ({
  question: 'Is the old revision back everywhere?',
  look: queries.revisions(say),
  expect: 'One revision of the service, the old one.',
  otherwise: 'Two: the rollback hangs. Roll back by hand (below).',
});

const fine = ({ say }: RunbookContext): Check => ({
  question: 'Are customers served well?',
  look: queries.errorsByRegion(say),
  expect: 'Close to 0: the old revision serves.',
  otherwise: 'High: it is not the release, or not only. Follow high error rate.',
});

export const rolloutKinds = {
  canary_rolled_back: (context) => ({
    title: 'A new revision was rolled back',
    meaning:
      'The judge found the canary worse than the revision it was to replace, in errors, latency or CPU, and certain of it. Users are served by the old one.',
    impact: 'A few customers met the canary while it was judged. None meets it now.',
    checks: [
      decisions(context),
      bothRevisions(context),
      fine(context),
      {
        question: 'What was in the release?',
        look: releaseCommands(context.platform, context.environment)[0] ?? {
          kind: 'command',
          run: 'git log -3',
        },
        expect: 'The revision that was rolled back, and the one before.',
        otherwise: 'Nothing new: a configuration or a flag changed. Look at those.',
      },
    ],
    mitigations: [rollBack(context), silence('canary_rolled_back')],
    escalate:
      'The author of the release, in working hours. Nobody tries it again before the reason is known.',
    recovered: queries.errorsByRegion(context.say),
    falsePositives: [
      'The canary met a customer that always fails. The judge compares with the baseline at the same time; with very little traffic it says inconclusive, not rollback.',
    ],
    dashboard: 'service_health',
    symptoms: ['a release was undone', 'the new version does not arrive'],
    related: ['canary_rollback', 'canary_undecided'],
  }),
  canary_undecided: (context) => ({
    title: 'A new revision could not be judged',
    meaning:
      'Too little was measured to say whether the canary is good. It was not promoted, and not rolled back as bad.',
    impact: 'None for customers. The release waits.',
    checks: [
      decisions(context),
      {
        question: 'Was there traffic?',
        look: queries.trafficByRegion(context.say),
        expect: 'Too little for the share of the canary: wait for the day, or give it a larger share.',
        otherwise: 'Enough: the canary did not report, or reported under another revision.',
      },
      bothRevisions(context),
    ],
    mitigations: [rollBack(context), silence('canary_undecided')],
    escalate: 'The author of the release. It is no emergency.',
    recovered: queries.revisions(context.say),
    falsePositives: ['A release at night. Release when there is traffic.'],
    dashboard: 'service_health',
    symptoms: ['the release hangs'],
    related: ['canary_rolled_back', 'canary_rollback'],
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;

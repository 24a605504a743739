import { command, failoverState } from './blocks/commands.js';
import { queries } from './blocks/queries.js';
import type { Runbook, RunbookContext } from './runbook.js';

/** A game-day experiment, as far as a runbook has to know it. */
export interface PractisedExperiment {
  /** As on the command line, `region-loss`. */
  readonly name: string;
  readonly title: string;
  /** What is believed to happen. */
  readonly hypothesis: string;
}

/** How to practise it, and how to stop. */
export function experimentRunbook(
  { name, title, hypothesis }: PractisedExperiment,
  { platform, say }: RunbookContext,
): Runbook & { name: string } {
  return {
    name: `gameday_${name.replaceAll('-', '_')}`,
    title: `Game day: ${title}`,
    meaning: `The experiment \`${name}\`. Believed: ${hypothesis}`,
    impact:
      'On the reference platform: none. On a real one: what the fault does to customers, for as long as it is in place. Announce it, and have somebody who can stop it.',
    checks: [
      {
        question: 'Is everything well before you begin?',
        look: queries.errorsByRegion(say),
        expect: 'Close to 0. The run itself waits for a steady state and gives up without one.',
        otherwise: 'Not today: you could not tell the fault from what was there before.',
      },
      {
        question: 'Is there somewhere to go?',
        look: queries.origins(say),
        expect: '1 for every service in every region.',
        otherwise: 'Mend it first.',
      },
      {
        question: 'Do standbys confirm commits?',
        look: queries.standbys(say),
        expect: 'At least as many as a commit waits for.',
        otherwise: 'Stop: it would lose writes, or writes would wait.',
      },
      {
        question: 'What does it do, exactly?',
        look: command('attest gameday --list'),
        expect: `A line for ${name}: its fault, and the claims that it decides.`,
        otherwise: 'No such line: the name has changed.',
      },
    ],
    mitigations: [
      {
        what: 'Run it',
        when: 'All checks are as expected, in working hours, everybody knows.',
        how: [command(`attest gameday ${name}`)],
        isReversible: true,
        blastRadius:
          'On the reference platform nothing but this machine. The fault is undone at the end, also after Ctrl-C, and its undoing is proven.',
        undo: 'Ctrl-C: the fault is taken away, the report says what was seen.',
      },
      {
        what: 'Stop it',
        when: 'Customers suffer more than was announced, or anything happens that nobody expected.',
        how: [command('kill -INT "$ATTEST_PID"   # or Ctrl-C in its terminal'), failoverState],
        isReversible: true,
        blastRadius: 'None.',
        undo: 'Run it again another day.',
      },
    ],
    escalate: `The owner of the game day decides to stop. After a real failover, the return from ${platform.failover.takeover} is planned: failover_completed.`,
    recovered: queries.errorsByRegion(say),
    falsePositives: [
      'A run that is inconclusive has measured nothing: it says neither that the promise holds nor that it is broken.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['a drill is due'],
    related: ['failover_running', 'failover_completed', 'failover_failed'],
    drill: name,
  };
}

import type { Annotations } from '@attest/alerts';
import type { Objective } from '@attest/slo';
import { limitOf, type Tell } from './runbook-tells.js';
import type { Labels, Scenario } from './scenario.js';
import type { Told } from './witness.js';

/** What must be seen of an alert. */
export interface Wanted {
  readonly receiver: string;
  /** What it says; the figure is whatever was measured. */
  readonly annotations: Readonly<Record<keyof Annotations, RegExp>>;
  readonly tell: Tell;
  readonly objective: Objective | undefined;
}

/** A query of the runbook, asked while the alert fired. */
export interface Asked {
  /** The question of a check, or `recovered`. */
  readonly question: string;
  /** Series that it reads and that nobody scrapes in this scenario: it was not asked. */
  readonly lacks: readonly string[];
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

/** What was seen of an alert. */
export interface Seen {
  readonly isFiring: boolean;
  /** Of this instance of the alert, by whatever receiver. */
  readonly told: readonly Told[];
  /** Alertmanager has it and says that a graver one silences it. */
  readonly isInhibited: boolean;
  /** What the receiver's channel was sent, as a person reads it. */
  readonly messages: readonly string[];
  /** Links that lead nowhere. */
  readonly lost: readonly string[];
  readonly asked: readonly Asked[];
  /** What the command answered that tells of this alert, where it is a command. */
  readonly answer?: string;
}

/** What is wrong with how an alert fired; nothing: it is as it should be. Pure. */
export function judge(scenario: Scenario, wanted: Wanted, seen: Seen): string[] {
  if (!seen.isFiring) return ['does not fire'];
  return [
    ...(scenario.isInhibited ? silenceOf(seen) : tellingOf(wanted, seen)),
    ...seen.lost.map((link) => `leads nowhere: ${link}`),
    ...seen.asked.flatMap(emptiness),
    ...tellOf(scenario, wanted, seen),
  ];
}

const silenceOf = ({ isInhibited, told }: Seen): string[] => [
  ...(isInhibited ? [] : ['is not silenced by the graver alert of its promise']),
  ...told.map(({ receiver }) => `tells ${receiver}, though a graver alert of its promise fires`),
];

function tellingOf({ receiver, annotations }: Wanted, { told, messages }: Seen): string[] {
  const right = told.find((one) => one.receiver === receiver);
  const others = new Set(told.map((one) => one.receiver).filter((one) => one !== receiver));
  const wrong = [...others].map((other) => `tells ${other}, not ${receiver}`);
  if (right === undefined) return wrong.length > 0 ? wrong : [`fires, and ${receiver} is not told`];
  const unsaid = Object.entries(annotations)
    .filter(([name, pattern]) => !pattern.test(right.annotations[name] ?? ''))
    .map(([name, pattern]) => `${name} is «${right.annotations[name] ?? ''}», not ${pattern}`);
  const { summary = '', description = '' } = right.annotations;
  // The heartbeat is a machine.
  const isRead =
    receiver === 'heartbeat' || messages.some((one) => one.includes(summary) && one.includes(description));
  return [...wrong, ...unsaid, ...(isRead ? [] : [`no message to ${receiver} says «${summary}»`])];
}

const emptiness = ({ question, lacks, samples }: Asked): string[] =>
  lacks.length > 0 || samples.some(({ value }) => Number.isFinite(value))
    ? []
    : [`«${question}» of its runbook answers nothing, though its series are there`];

function tellOf({ alert, labels }: Scenario, { tell, objective }: Wanted, { asked, answer }: Seen): string[] {
  if ('untold' in tell) {
    const answered = asked.filter(({ lacks }) => lacks.length === 0);
    return answered.map(({ question }) => `«${question}» is answered: say what it tells (${tell.untold})`);
  }
  if ('runs' in tell)
    return tell.says.test(answer ?? '') ? [] : [`${tell.runs} answers «${answer ?? ''}», not ${tell.says}`];
  const its = asked.find(({ question }) =>
    tell.asks === 'recovered' ? question === 'recovered' : tell.asks.test(question),
  );
  if (its === undefined) return [`its runbook has no check ${tell.asks}`];
  if (its.lacks.length > 0) return [];
  const of = Object.entries(tell.of(labels, objective));
  const lines = its.samples.filter((sample) => of.every(([name, value]) => sample.labels[name] === value));
  const { shows } = tell;
  const about = { alert, limit: limitOf(alert), objective };
  const isTold =
    shows === 'nothing'
      ? lines.length === 0
      : lines.length > 0 && lines.every(({ value }) => shows(value, about));
  const shown = its.samples.map(({ labels: line, value }) => `${JSON.stringify(line)} ${value}`).join(', ');
  return isTold ? [] : [`«${its.question}» does not show it: ${shown || 'nothing'}`];
}

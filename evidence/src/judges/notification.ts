import type { NotificationEvidence, Recorded } from '../evidence.js';
import { type ClaimJudge, unmeasured } from './finding.js';
import { promisedNames, seconds } from './promise.js';

/** Vendors deliver at once here; a message still missing this long after the failover ended is not on its way. */
const deliveryPatienceMs = 5000;

/** Every channel of the catalog received a message about this failover after it began. */
export const notification: ClaimJudge = {
  reads: ['failover', 'notification'],
  violationStandsDespite: ['no-traffic', 'generator-dropped', 'generator-failed'],
  judge(claim, { of, trigger, ending, evidence }) {
    const channels = promisedNames(claim);
    if (channels === undefined) return unmeasured(claim, 'The promise does not list the channels.');
    if (trigger === undefined) {
      return unmeasured(claim, 'No failover was triggered, so there was nothing to tell anybody.');
    }
    const about = of('notification').filter(
      (message) => message.receivedT >= trigger.t && isAboutFailover(message),
    );
    const first = channels.map((channel) => about.find((message) => message.channel === channel));
    const reached = channels.filter((_, index) => first[index] !== undefined);
    const missing = channels.filter((_, index) => first[index] === undefined);
    const received = first.filter((message) => message !== undefined);
    const times = received.map(({ channel, receivedT }) => `${channel} ${seconds(receivedT - trigger.t)}`);
    const told = `${reached.length} of ${channels.length} channels`;
    const basedOn = [trigger, ...received];
    if (missing.length === 0) {
      return {
        outcome: 'held',
        measured: { value: reached, unit: claim.promised.unit },
        reason: `All ${channels.length} channels received a message about the failover: ${times.join(', ')} after the trigger.`,
        basedOn,
      };
    }
    const newestT = evidence.reduce((newest, { t }) => Math.max(newest, t), 0);
    if (ending === undefined || newestT - ending.t < deliveryPatienceMs) {
      return unmeasured(
        claim,
        `${told} had received a message; the run ended too early to say so of ${missing.join(', ')}.`,
        basedOn,
      );
    }
    return {
      outcome: 'broken',
      measured: { value: reached, unit: claim.promised.unit },
      reason: `Only ${told} received a message about the failover; nothing reached ${missing.join(', ')}.`,
      basedOn: [...basedOn, ending],
    };
  },
};

/** An alert about errors is not a word about the failover. Where the sender is unknown the summary has to say so. */
function isAboutFailover({ sender, summary }: Recorded<NotificationEvidence>): boolean {
  return sender === undefined ? /fail-?over/i.test(summary) : sender === 'controller';
}

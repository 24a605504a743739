import type { FailoverStatus } from '@attest/controllers';
import type { Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';

/** What a failover would do, before anybody has agreed to it. */
export interface FailoverPlan {
  readonly from: string;
  readonly to: string;
  readonly epoch: number;
  readonly steps: readonly string[];
  /** Who is told. */
  readonly notify: readonly string[];
  readonly promisedSeconds: number;
}

/** @throws CliError `bad-option` when there is nothing to fail over to */
export function failoverPlan(
  { failover, regions }: Platform,
  { primary, epoch }: FailoverStatus,
  wantedRegion: string | undefined,
): FailoverPlan {
  const to = wantedRegion ?? failover.takeover;
  const problem = !regions.some(({ id }) => id === to)
    ? `${to} is not a region of the catalog`
    : to === primary
      ? `${to} is primary already`
      : undefined;
  if (problem !== undefined) {
    throw new CliError(
      'bad-option',
      `failover to ${to}: ${problem}`,
      `the catalog lets ${failover.takeover} take over; a region that has taken over stays primary until the old one is seeded anew and failed back to`,
    );
  }
  const { steps, notify, durationSeconds } = failover;
  return { from: primary, to, epoch: epoch + 1, steps, notify, promisedSeconds: durationSeconds };
}

export function formatPlan({ from, to, epoch, steps, notify, promisedSeconds }: FailoverPlan): string {
  return [
    `Failover from ${from} to ${to}, epoch ${epoch}:`,
    ...steps.map((step, index) => `  ${index + 1}. ${step.replaceAll('_', ' ')}`),
    `Writes stop until ${to} is promoted; promised are less than ${promisedSeconds} s in all.`,
    notify.length > 0 ? `Told are ${notify.join(', ')}.` : 'Nobody is told.',
    `Afterwards ${from} refuses writes, and has to be seeded anew before anything can go back to it.`,
    '',
  ].join('\n');
}

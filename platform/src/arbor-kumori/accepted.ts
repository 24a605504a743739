import type { PlatformInput } from '../schema/index.js';

/** Contradictions of the document that a decision (`decisions.ts`) has already answered; everything else stays open. */
export const accepted: NonNullable<PlatformInput['accepted']> = [
  {
    rule: 'zero-loss-with-asynchronous-replicas',
    reason:
      'Decision synchronous-replication: a commit waits for one of two standbys (ANY 1), on PostgreSQL servers that can do it; what the document draws is run with --what-if replication=async.',
    owner: 'platform-owner',
    until: '2027-05-31',
  },
  {
    rule: 'secondary-cannot-take-over',
    path: 'regions[2]',
    reason:
      'Decision takeover-region: only eu-west-1 takes over; the loss of a second region is not planned for.',
    owner: 'platform-owner',
    until: '2027-05-31',
  },
];

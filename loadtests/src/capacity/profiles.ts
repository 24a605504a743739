import type { Stage } from './plan.js';

export type ProfileName = 'smoke' | 'load' | 'stress' | 'spike' | 'soak' | 'breakpoint';

interface Rates {
  /** An ordinary moment. */
  readonly usual: number;
  /** The most that the service must bear when it has scaled. */
  readonly peak: number;
}

interface Profile {
  /** What it answers, for people. */
  readonly question: string;
  /** `share` is between the usual rate (0) and the peak (1); `of` multiplies the usual rate in its place. */
  readonly stages: readonly {
    name: string;
    seconds: number;
    of?: number;
    share?: number;
    atLeast?: number;
    judged: boolean;
  }[];
}

/**
 * The shapes that the field knows under these names, as data.
 * Source: https://grafana.com/docs/k6/latest/testing-guides/test-types/
 */
export const profiles = {
  smoke: {
    question: 'does it work at all?',
    stages: [
      { name: 'ramp', seconds: 2, of: 0.1, atLeast: 10, judged: false },
      // 300 good answers are the fewest that say anything about a p99.
      { name: 'smoke', seconds: 30, of: 0.1, atLeast: 10, judged: true },
    ],
  },
  load: {
    question: 'do the promises hold in an ordinary hour?',
    stages: [
      { name: 'ramp', seconds: 15, of: 1, judged: false },
      { name: 'load', seconds: 120, of: 1, judged: true },
    ],
  },
  stress: {
    question: 'does it scale to its peak, shed what is beyond, and come back?',
    stages: [
      { name: 'ramp', seconds: 10, of: 1, judged: false },
      { name: 'usual', seconds: 30, of: 1, judged: true },
      { name: 'to a quarter', seconds: 60, share: 0.25, judged: false },
      { name: 'a quarter', seconds: 60, share: 0.25, judged: true },
      { name: 'to a half', seconds: 60, share: 0.5, judged: false },
      { name: 'a half', seconds: 60, share: 0.5, judged: true },
      { name: 'to the peak', seconds: 90, share: 1, judged: false },
      { name: 'peak', seconds: 90, share: 1, judged: true },
      { name: 'beyond', seconds: 60, share: 1.5, judged: false },
      { name: 'back', seconds: 30, of: 1, judged: false },
      { name: 'recovered', seconds: 60, of: 1, judged: true },
    ],
  },
  spike: {
    question: 'does it survive a rush, and come back?',
    stages: [
      { name: 'ramp', seconds: 10, of: 1, judged: false },
      { name: 'usual', seconds: 30, of: 1, judged: true },
      { name: 'rush', seconds: 5, share: 1, judged: false },
      { name: 'spike', seconds: 30, share: 1, judged: false },
      { name: 'back', seconds: 10, of: 1, judged: false },
      { name: 'recovered', seconds: 60, of: 1, judged: true },
    ],
  },
  soak: {
    question: 'does it leak, fill up or slow down?',
    stages: [
      { name: 'ramp', seconds: 30, of: 1, judged: false },
      { name: 'first quarter', seconds: 450, of: 1, judged: true },
      { name: 'second quarter', seconds: 450, of: 1, judged: true },
      { name: 'third quarter', seconds: 450, of: 1, judged: true },
      { name: 'last quarter', seconds: 450, of: 1, judged: true },
    ],
  },
  // By hand a straight line up; `attest capacity` searches step by step instead.
  breakpoint: {
    question: 'where does it break?',
    stages: [{ name: 'up', seconds: 300, share: 2, judged: false }],
  },
} as const satisfies Record<ProfileName, Profile>;

export const profileNames = Object.keys(profiles) as ProfileName[];

/** The arrivals of a profile for a service with these rates; whole requests a second, at least one. */
export function stagesOf(name: ProfileName, { usual, peak }: Rates): Stage[] {
  const { stages }: Profile = profiles[name];
  return stages.map(({ name: stage, seconds, of, share, atLeast = 1, judged }) => {
    const perSecond = of === undefined ? usual + (share ?? 0) * (peak - usual) : of * usual;
    return { name: stage, seconds, perSecond: Math.max(atLeast, Math.round(perSecond)), judged };
  });
}

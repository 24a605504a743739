import type { Source } from '../../schema/index.js';

/** A release whose last security fix has a date. */
export interface EndOfLife {
  product: string;
  /** As catalogs spell it: a runtime, a framework, the tag of an image. */
  pattern: RegExp;
  /** ISO date, the last day of support. */
  until: string;
  successor: string;
  source: Source;
}

const retrieved = '2026-11-23';

const node: Source = {
  title: 'Node.js release schedule',
  url: 'https://github.com/nodejs/Release#release-schedule',
  retrieved,
};

export const endOfLife: readonly EndOfLife[] = [
  {
    product: 'Node.js 18',
    pattern: /^(node\.js |node:)18\b/i,
    until: '2025-04-30',
    successor: 'Node.js 24',
    source: node,
  },
  {
    product: 'Node.js 20',
    pattern: /^(node\.js |node:)20\b/i,
    until: '2026-04-30',
    successor: 'Node.js 24',
    source: node,
  },
  {
    product: 'Next.js 15',
    pattern: /^next\.js 15\b/i,
    until: '2026-10-21',
    successor: 'Next.js 16',
    source: {
      title: 'Next.js support policy: two years after the first release, 2024-10-21',
      url: 'https://nextjs.org/support-policy',
      retrieved,
    },
  },
];

/** Models that their maker has switched off. */
export const retiredModels: Readonly<Record<string, { until: string; source: Source }>> = {
  'dall-e-3': {
    until: '2026-05-12',
    source: {
      title: 'OpenAI: deprecations',
      url: 'https://developers.openai.com/api/docs/deprecations',
      retrieved,
    },
  },
};

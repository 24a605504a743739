import type { Source } from '../../schema/index.js';

/** Rules about personal data that a platform certifies, by the name of the certification. */
export const dataMinimisation: Readonly<Record<string, Source>> = {
  GDPR: {
    title: 'GDPR article 5 (1) (b) and (c): purpose limitation, data minimisation',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    retrieved: '2026-11-23',
  },
};

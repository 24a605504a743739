import type { PlatformInput } from '../schema/index.js';

/** Sections of the document that promise nothing, each with the reason. */
export const silentSections: NonNullable<PlatformInput['silentSections']> = [
  {
    section: 'Overview',
    reason: 'says what the document covers; every promise stands in the section that it names',
  },
  { section: 'Conclusion', reason: 'sums up the document and sets no value of its own' },
];

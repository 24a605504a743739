import type { Platform } from '../schema/index.js';
import { claims } from './claims.js';

export interface Coverage {
  /** Headings that no claim covers and no silent section excuses. */
  uncovered: string[];
  /** Silent sections that the document does not have. */
  staleSilent: string[];
  /** Silent sections that a claim covers all the same. */
  needlessSilent: string[];
  /** Sections of claims that the document does not have. */
  unknownSections: string[];
}

/**
 * Which headings of the architecture document are covered by claims. A `##` heading is covered by a claim
 * of its own or of one of its subsections, a `###` heading only by its own.
 */
export function coverage(platform: Platform, document: string): Coverage {
  const headings = headingsOf(document);
  const claimed = new Set(claims(platform).map((claim) => claim.section));
  const silent = platform.silentSections.map(({ section }) => section);
  const covered = (heading: string) =>
    claimed.has(heading) || [...claimed].some((section) => section.startsWith(`${heading} › `));
  return {
    uncovered: headings.filter((heading) => !covered(heading) && !silent.includes(heading)),
    staleSilent: silent.filter((section) => !headings.includes(section)),
    needlessSilent: silent.filter((section) => headings.includes(section) && covered(section)),
    unknownSections: [...claimed].filter((section) => !headings.includes(section)),
  };
}

/** Paths of the `##` and `###` headings of a Markdown document, numbers left out, fenced blocks skipped. */
export function headingsOf(document: string): string[] {
  const headings: string[] = [];
  let fence: string | undefined;
  let parent = '';
  for (const line of document.split(/\r?\n/)) {
    const marker = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (marker !== undefined) {
      if (fence === undefined) fence = marker;
      else if (marker.startsWith(fence)) fence = undefined;
    }
    const [, level, title] =
      (fence === undefined && /^(#{2,3})\s+(?:\d+\.\s+)?(.+?)\s*#*\s*$/.exec(line)) || [];
    if (level === undefined || title === undefined) continue;
    if (level.length === 2) parent = title;
    headings.push(level.length === 2 ? title : `${parent} › ${title}`);
  }
  return headings;
}

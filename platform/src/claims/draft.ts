import type { Claim, Promised } from './claim.js';

/** A claim before it is known which section it stands in. */
export type Draft = [id: string, statement: string, promised: Promised, check: string];

/** Claims of one section. Drafts that are `undefined` (the catalog says nothing about them) are left out. */
export function inSection(section: string, drafts: readonly (Draft | undefined)[]): Claim[] {
  return drafts.flatMap((draft) => {
    if (draft === undefined) return [];
    const [id, statement, promised, check] = draft;
    return [{ id, statement, section, promised, check }];
  });
}

/** A draft about a value that the catalog may lack. */
export function when<T>(value: T | undefined, draft: (value: T) => Draft): Draft | undefined {
  return value === undefined ? undefined : draft(value);
}

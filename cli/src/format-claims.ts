import type { Standing } from '@attest/evidence';
import type { Claim } from '@attest/platform';
import { table } from './table.js';

export interface ClaimRow extends Claim {
  /** By the name of the target. */
  readonly verdicts: Readonly<Record<string, { readonly standing: Standing }>>;
}

/** What `attest claims` prints: a table for each section with a column for each target, and how many stand where. */
export function formatClaims(rows: readonly ClaimRow[], targets: readonly string[]): string {
  const standing = ({ verdicts }: ClaimRow, target: string) => verdicts[target]?.standing ?? 'not run';
  const sections = [...bySection(rows)].map(([section, claims]) => {
    const cells = claims.map((row) => [
      row.id,
      row.statement,
      ...targets.map((target) => standing(row, target)),
    ]);
    return `${section}\n${table(['claim', 'statement', ...targets], cells)}\n`;
  });
  const tallies = targets.map((target) => `${target}: ${tally(rows.map((row) => standing(row, target)))}\n`);
  return [
    ...sections,
    ...tallies,
    `${rows.length} claims. attest explain CLAIM tells where one stands and how it is checked.\n`,
  ].join('');
}

function bySection(rows: readonly ClaimRow[]): Map<string, ClaimRow[]> {
  const sections = new Map<string, ClaimRow[]>();
  for (const row of rows) sections.set(row.section, [...(sections.get(row.section) ?? []), row]);
  return sections;
}

/** For example `5 held, 268 not run`. */
function tally(standings: readonly Standing[]): string {
  const counts = new Map<Standing, number>();
  for (const standing of standings) counts.set(standing, (counts.get(standing) ?? 0) + 1);
  return [...counts].map(([standing, count]) => `${count} ${standing}`).join(', ');
}

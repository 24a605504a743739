import type { Finding } from '@attest/platform';
import { paragraph } from './paragraph.js';

/** What `attest lint` prints: a block for each contradiction, and how many are open. */
export function formatFindings(findings: readonly Finding[]): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const accepted = findings.length - open.length;
  return [
    ...findings.map(formatFinding),
    `${open.length} ${open.length === 1 ? 'contradiction' : 'contradictions'} in the design, ${accepted} more accepted.\n`,
  ].join('\n');
}

function formatFinding(finding: Finding): string {
  const { rule, path, section, message, arithmetic, remedy, accepted, sources } = finding;
  const lines = [
    path,
    paragraph(`${accepted === undefined ? 'error' : 'accepted'}[${rule}]: ${message}`, 2),
    paragraph(`why: ${arithmetic}`, 4),
    paragraph(`fix: ${remedy}`, 4),
    paragraph(`section: ${section}`, 4),
    ...sources.map(({ title, url, retrieved }) => `    source: ${title}, ${url} (${retrieved})`),
  ];
  if (accepted !== undefined) {
    lines.push(paragraph(`accepted by ${accepted.owner} until ${accepted.until}: ${accepted.reason}`, 4));
  }
  return `${lines.join('\n')}\n`;
}

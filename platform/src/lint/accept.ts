import { where } from '../define/where.js';
import { nearest } from '../nearest.js';
import type { AcceptedFinding, Platform } from '../schema/index.js';
import type { Finding, RawFinding, Rule } from './finding.js';

/** Findings about acceptances; they cannot be accepted themselves. */
const acceptanceRules = {
  expired: 'acceptance-expired',
  unmatched: 'acceptance-unmatched',
} as const;

interface Found extends RawFinding {
  rule: string;
}

/**
 * Marks findings that the catalog accepts. An acceptance that has expired, or that accepts nothing,
 * is a finding of its own: the list must not rot.
 *
 * @param today ISO date; an acceptance counts up to and including its `until`.
 */
export function applyAcceptances(
  platform: Platform,
  found: readonly Found[],
  rules: readonly Rule[],
  today: string,
): Finding[] {
  const valid = platform.accepted.filter(({ until }) => until >= today);
  const findings = found.map((finding): Finding => {
    const acceptance = valid.find((candidate) => accepts(candidate, finding));
    const shown: Finding = { ...finding, path: where(platform, finding.path) };
    if (acceptance === undefined) return shown;
    const { reason, owner, until } = acceptance;
    return { ...shown, accepted: { reason, owner, until } };
  });
  return [...findings, ...rotten(platform, found, rules, today)];
}

/** A path accepts what it names and everything below it. */
function accepts(acceptance: AcceptedFinding, finding: Found): boolean {
  if (acceptance.rule !== finding.rule) return false;
  const { path } = acceptance;
  if (path === undefined || path === finding.path) return true;
  return finding.path.startsWith(`${path}.`) || finding.path.startsWith(`${path}[`);
}

function rotten(
  platform: Platform,
  found: readonly Found[],
  rules: readonly Rule[],
  today: string,
): Finding[] {
  return platform.accepted.flatMap((acceptance, i): Finding[] => {
    const path = where(platform, `accepted[${i}]`);
    const matched = found.find((finding) => accepts(acceptance, finding));
    if (matched === undefined) return [{ ...unmatched(acceptance, rules), path }];
    if (acceptance.until >= today) return [];
    return [
      {
        rule: acceptanceRules.expired,
        path,
        section: matched.section,
        message: `${acceptance.owner} accepted '${acceptance.rule}' until ${acceptance.until}, and it is still found`,
        arithmetic: `${acceptance.until} < ${today}`,
        remedy: matched.remedy,
        sources: [],
      },
    ];
  });
}

function unmatched({ rule, path, owner }: AcceptedFinding, rules: readonly Rule[]): Omit<Finding, 'path'> {
  const ids = rules.map(({ id }) => id);
  const close = ids.includes(rule) ? undefined : nearest(rule, ids);
  return {
    rule: acceptanceRules.unmatched,
    section: '',
    message: ids.includes(rule)
      ? `${owner} accepted '${rule}'${path === undefined ? '' : ` at ${path}`}, and nothing of the kind is found any more`
      : `${owner} accepted '${rule}', and there is no such rule`,
    arithmetic: '',
    remedy: close === undefined ? 'remove the acceptance' : `did you mean '${close}'?`,
    sources: [],
  };
}

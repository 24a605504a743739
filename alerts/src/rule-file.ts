import type { Platform } from '@attest/platform';
import { type Objective, objectives } from '@attest/slo';
import { type AlertRule, breachAlert, type RecordingRule, recordingRules } from './breach-alert.js';
import type { Links } from './links.js';
import { watchdog } from './watchdog.js';

export interface RuleGroup {
  name: string;
  rules: (RecordingRule | AlertRule)[];
}

/** A group per service: its rules are evaluated in order, so that an alert sees what was recorded just before it. */
export function ruleGroups(platform: Platform, environment: string, links: Links): RuleGroup[] {
  const all = objectives(platform);
  const groups = platform.services.map(({ id }): RuleGroup => {
    const its = all.filter((objective) => objective.service === id);
    return {
      name: `attest ${id}`,
      rules: [
        ...recordings(its, environment),
        ...its.map((objective) => breachAlert(objective, environment, links)),
      ],
    };
  });
  return [...groups, { name: 'attest meta', rules: [watchdog(environment, links)] }];
}

/** Several objectives may share an indicator, which is recorded once. */
function recordings(its: readonly Objective[], environment: string): RecordingRule[] {
  const all = its.flatMap((objective) => recordingRules(objective, environment));
  return [...new Map(all.map((rule) => [rule.record, rule])).values()];
}

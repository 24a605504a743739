import type { Job, Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';
import { list } from './wording.js';

export function pipelineClaims({ delivery: { pipeline } }: Platform): Claim[] {
  if (pipeline === undefined) return [];
  return inSection(pipeline.section, [
    ...Object.entries(pipeline.on).map(
      ([event, branches]): Draft => [
        `pipeline.on.${event.replaceAll('_', '-')}`,
        `The workflow runs on ${event} of ${list(branches)}`,
        is(branches),
        how.workflow,
      ],
    ),
    ...pipeline.jobs.flatMap(job),
  ]);
}

function job({ id, needs, if: condition, steps }: Job): Draft[] {
  const commands = steps.flatMap((step) => step.run ?? []);
  const actions = steps.flatMap((step) => (step.uses === undefined ? [] : [step.uses]));
  const drafts: Draft[] = [];
  if (needs.length > 0) {
    drafts.push([
      `pipeline.${id}.needs`,
      `The job ${id} starts only after ${list(needs)} passed`,
      is(needs),
      how.workflow,
    ]);
  }
  if (condition !== undefined) {
    drafts.push([
      `pipeline.${id}.condition`,
      `The job ${id} runs only if ${condition}`,
      is(condition),
      how.workflow,
    ]);
  }
  if (commands.length > 0) {
    drafts.push([
      `pipeline.${id}.commands`,
      `The job ${id} runs ${list(commands.map((c) => `\`${c}\``))}`,
      is(commands),
      how.workflow,
    ]);
  }
  if (actions.length > 0) {
    drafts.push([`pipeline.${id}.actions`, `The job ${id} uses ${list(actions)}`, is(actions), how.workflow]);
  }
  return drafts;
}

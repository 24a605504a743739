import type { Asked } from './judge.js';
import { nameOf } from './scenario.js';
import type { Sightings } from './watch.js';

/** What was seen of every alert, and which queries of its runbook could not be asked, as a page. */
export function reportOf(
  sightings: Sightings,
  problems: readonly string[],
): { summary: string[]; page: string } {
  const rows = [...sightings].flatMap(([{ name, world }, seen]) =>
    world.map((scenario) => ({ name, scenario, sighting: seen.get(scenario) })),
  );
  const asked = rows.flatMap(({ sighting }) => sighting?.asked ?? []);
  const unasked = asked.filter(isUnasked);
  const summary = [
    `${rows.filter(({ sighting }) => sighting !== undefined).length} of ${rows.length} alerts fired, in ${sightings.size} worlds; ` +
      `the last was told ${Math.max(...rows.map(({ sighting }) => sighting?.toldAfter ?? 0)).toFixed(0)} s after the start.`,
    `${asked.length - unasked.length} queries of their runbooks were answered. ${unasked.length} were not asked, because no series in the alert's case is what they read: ` +
      `${byCount(unasked.flatMap(({ lacks }) => lacks)).join(', ')}.`,
  ];
  const table = rows.map(({ name, scenario, sighting }) =>
    [
      '',
      nameOf(scenario),
      name,
      scenario.case,
      secondsOrNever(sighting?.firedAfter),
      scenario.isInhibited ? 'silenced by a graver alert' : secondsOrNever(sighting?.toldAfter),
      (sighting?.asked ?? [])
        .filter((one) => !isUnasked(one))
        .map(({ question }) => question)
        .join('<br>'),
      (sighting?.asked ?? [])
        .filter(isUnasked)
        .map(({ question, lacks }) => `${question} (${lacks.join(', ')})`)
        .join('<br>'),
      '',
    ].join(' | '),
  );
  const page = [
    '# Alerts that were fired for real',
    ...summary,
    problems.map((problem) => `- ${problem}`).join('\n'),
    [
      '| alert | world | case | fired after | told after | its runbook answered | not asked, for want of |',
      '|---|---|---|---|---|---|---|',
      ...table,
    ].join('\n'),
    '',
  ];
  return { summary, page: page.filter((part, index) => part !== '' || index > 3).join('\n\n') };
}

const isUnasked = ({ lacks }: Asked): boolean => lacks.length > 0;
const secondsOrNever = (seconds: number | undefined): string =>
  seconds === undefined ? 'never' : `${seconds.toFixed(0)} s`;

const byCount = (all: readonly string[]): string[] =>
  [...new Set(all)]
    .map((name) => ({ name, count: all.filter((other) => other === name).length }))
    .sort((one, other) => other.count - one.count)
    .map(({ name, count }) => `${name} ${count}×`);

import { evaluate, type Firing, type Subject } from './evaluate.js';
import { type Burned, burned, isAbout, pages } from './judge-month.js';
import { type Random, seeded } from './random.js';
import { type Incident, live, monthSeconds } from './service-month.js';

/** Seconds between scrapes and between evaluations, as the generated files have them. */
const stepSeconds = 15;

/** Requests a minute: each decade is a row of the table. */
const decades = [0.01, 0.1, 1, 10, 100] as const;

/** What is counted, of services with between this many requests a minute and ten times as many. */
export interface Row {
  from: number;
  months: number;
  falsePages: number;
  falseTickets: number;
  /** Incidents by how they burned, each with how many of them somebody was told of. */
  incidents: Record<IncidentClass, { told: number; paged: number; of: number }>;
}
export interface SimulationTable {
  months: number;
  rows: Row[];
}

/** Fewer failures than this are not told from chance by any rule that does not cry wolf: they are counted apart. */
const tellingFailures = 8;

/**
 * Incidents that burn at least 2 % of the budget of the month, by how fast, counted in requests: within an hour, within six
 * hours, or a tenth within three days. Somebody must be told of each. What fails only a few times, and what is so slow that it is
 * hardly above what the objective allows, is counted apart.
 */
export const incidentClasses = [
  'within-an-hour',
  'within-six-hours',
  'within-three-days',
  'few-failures',
  'slower',
] as const;
export type IncidentClass = (typeof incidentClasses)[number];

const targets = [0.99, 0.999, 0.9995];
const ceiling = 0.05;

export const emptyTable = (): SimulationTable => ({
  months: 0,
  rows: decades.map((from) => ({
    from,
    months: 0,
    falsePages: 0,
    falseTickets: 0,
    incidents: Object.fromEntries(
      incidentClasses.map((name) => [name, { told: 0, paged: 0, of: 0 }]),
    ) as Row['incidents'],
  })),
});

export function mergeTables(a: SimulationTable, b: SimulationTable): SimulationTable {
  return {
    months: a.months + b.months,
    rows: a.rows.map((row, i) => {
      const other = b.rows[i]!;
      return {
        from: row.from,
        months: row.months + other.months,
        falsePages: row.falsePages + other.falsePages,
        falseTickets: row.falseTickets + other.falseTickets,
        incidents: Object.fromEntries(
          incidentClasses.map((name) => [
            name,
            {
              told: row.incidents[name].told + other.incidents[name].told,
              paged: row.incidents[name].paged + other.incidents[name].paged,
              of: row.incidents[name].of + other.incidents[name].of,
            },
          ]),
        ) as Row['incidents'],
      };
    }),
  };
}

/** Service-months with healthy backgrounds and with incidents of any size; the same seed, the same table. */
export function simulate({ months, seed }: { months: number; seed: number }): SimulationTable {
  const table = emptyTable();
  const random = seeded(seed);
  for (let month = 0; month < months; month += 1) {
    const requestsPerMinute = random.logUniform(0.01, 1000);
    const row = table.rows[Math.min(decades.length - 1, Math.floor(Math.log10(requestsPerMinute) + 2))]!;
    const target = targets[Math.floor(random.next() * targets.length)]!;
    const subject: Subject = { target, windowDays: 30, ceiling };
    // A healthy service spends up to half of its budget all the time.
    const background = random.next() * 0.5 * (1 - target);
    const incidents = someIncidents(random, 1 - target);
    const { scrapes, truth } = live({ requestsPerMinute, background, incidents }, random, stepSeconds);
    const firings = evaluate(scrapes, subject, { evaluationSeconds: stepSeconds, endSeconds: monthSeconds });
    count(
      row,
      firings,
      incidents,
      incidents.map((incident, i) => burned(incident, truth.failures[i]!, truth, subject)),
    );
    table.months += 1;
  }
  return table;
}

function someIncidents(random: Random, budget: number): Incident[] {
  const incidents: Incident[] = [];
  // Apart from each other, so that it is known which one a firing is about.
  for (let from = random.next() * monthSeconds; from < monthSeconds; ) {
    const duration = random.logUniform(60, 3 * 86_400);
    const share = random.next() < 0.3 ? 1 : random.logUniform(budget, 1);
    incidents.push({ from, until: Math.min(monthSeconds, from + duration), share });
    from += duration + 4 * 86_400 + random.next() * monthSeconds;
  }
  return incidents;
}

function count(
  row: Row,
  firings: readonly Firing[],
  incidents: readonly Incident[],
  all: readonly Burned[],
): void {
  row.months += 1;
  for (const firing of firings)
    if (!incidents.some((incident) => isAbout(firing, incident)))
      if (pages(firing)) row.falsePages += 1;
      else row.falseTickets += 1;
  for (const [i, incident] of incidents.entries()) {
    const name = classOf(all[i]!);
    if (name === undefined) continue;
    const about = firings.filter((firing) => isAbout(firing, incident));
    row.incidents[name].of += 1;
    if (about.length > 0) row.incidents[name].told += 1;
    if (about.some(pages)) row.incidents[name].paged += 1;
  }
}

function classOf({ budget, worst }: Burned): IncidentClass | undefined {
  if (budget < 0.02) return undefined;
  const [hour, sixHours, threeDays] = worst;
  if (hour === undefined || sixHours === undefined || threeDays === undefined) return undefined;
  if (threeDays.failures < tellingFailures) return 'few-failures';
  if (hour.budget >= 0.02 && hour.failures >= tellingFailures) return 'within-an-hour';
  if (sixHours.budget >= 0.02 && sixHours.failures >= tellingFailures) return 'within-six-hours';
  if (threeDays.budget >= 0.1) return 'within-three-days';
  return 'slower';
}

export function formatTable({ months, rows }: SimulationTable): string {
  const cell = ({ told, paged, of }: { told: number; paged: number; of: number }) =>
    of === 0 ? '–' : `${told}/${of} (${paged} paged)`;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const total = rows.reduce(
    (sum, row) => ({ pages: sum.pages + row.falsePages, tickets: sum.tickets + row.falseTickets }),
    { pages: 0, tickets: 0 },
  );
  return [
    line(['requests/min', 'months', 'false pages/month', 'false tickets/month', ...incidentClasses]),
    line(Array.from({ length: 4 + incidentClasses.length }, () => '---')),
    ...rows.map((row) =>
      line([
        `${row.from}–${row.from * 10}`,
        String(row.months),
        (row.falsePages / row.months).toFixed(4),
        (row.falseTickets / row.months).toFixed(4),
        ...incidentClasses.map((name) => cell(row.incidents[name])),
      ]),
    ),
    'Incidents that burned at least 2 % of the budget: told of how many, of all.',
    `${(total.pages / months).toFixed(4)} false pages and ${(total.tickets / months).toFixed(4)} false tickets per service and 30 days.`,
  ].join('\n');
}

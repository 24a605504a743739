import type { NamedRunbook } from '../runbooks.js';

/** The index: by alert, by symptom, by service, and what is done by hand. */
export function indexPage(all: readonly NamedRunbook[]): string {
  const alerts = all.filter(({ about }) => about === 'alert');
  const services = [
    ...new Set(alerts.flatMap((each) => each.alerts.flatMap(({ service }) => service ?? []))),
  ].sort();
  const symptoms = all
    .flatMap((runbook) => runbook.symptoms.map((symptom) => ({ symptom, runbook })))
    .toSorted((a, b) => (a.symptom < b.symptom ? -1 : a.symptom > b.symptom ? 1 : 0));
  const bySymptom = new Map<string, NamedRunbook[]>();
  for (const { symptom, runbook } of symptoms)
    bySymptom.set(symptom, [...(bySymptom.get(symptom) ?? []), runbook]);
  return `${[
    '# Runbooks',
    'What to do, for a tired person at three in the morning. The link in an alert leads to its page; without an alert, look under “By symptom”.',
    '`attest runbook NAME --prometheus URL` prints a page in the terminal with the values of this moment filled in.',
    '## By alert',
    table(
      ['alert', 'means', 'severity'],
      alerts.map((each) => [linkTo(each), each.title, severitiesOf(each)]),
    ),
    '## By symptom',
    table(
      ['what you see', 'read'],
      [...bySymptom].map(([symptom, its]) => [symptom, its.map(linkTo).join(', ')]),
    ),
    '## By service',
    ...services.map(
      (service) =>
        `**${service}**: ${alerts
          .filter((each) => each.alerts.some((alert) => alert.service === service))
          .map(linkTo)
          .join(', ')}`,
    ),
    '## By hand',
    table(
      ['procedure', 'for'],
      all.filter(({ about }) => about === 'procedure').map((each) => [linkTo(each), each.title]),
    ),
    ...(all.some(({ about }) => about === 'experiment')
      ? [
          '## Game days',
          table(
            ['experiment', 'for'],
            all.filter(({ about }) => about === 'experiment').map((each) => [linkTo(each), each.title]),
          ),
        ]
      : []),
  ].join('\n\n')}\n`;
}

const linkTo = ({ name }: NamedRunbook): string => `[${name}](${name}.md)`;

const severitiesOf = ({ alerts }: NamedRunbook): string =>
  [...new Set(alerts.map(({ severity }) => severity))].filter((each) => each !== 'none').join(', ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

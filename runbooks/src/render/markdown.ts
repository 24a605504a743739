import { labelsOf } from '@attest/alerts';
import { type Check, type Command, environmentVariables, type Mitigation, type Query } from '../runbook.js';
import type { NamedRunbook } from '../runbooks.js';

/** Where the links of a runbook lead. */
export interface RunbookLinks {
  /** Grafana; dashboards are at `<dashboards>/d/<uid>`. */
  readonly dashboards: string;
}

/** The page of one runbook. */
export function toMarkdown(runbook: NamedRunbook, { dashboards }: RunbookLinks, environment: string): string {
  const { name, title, meaning, impact, checks, mitigations, escalate, recovered, falsePositives } = runbook;
  return `${[
    `# ${name}`,
    `**${title}.**${whoIsTold(runbook)}`,
    '## Meaning',
    meaning,
    '## Impact',
    impact,
    '## First five minutes',
    variablesOf(runbook),
    ...checks.map((check, index) => checkText(check, index + 1)),
    '## Mitigate',
    'Small and reversible things first. Do one, wait two minutes, look at “Verify recovered”.',
    ...mitigations.map((mitigation, index) => mitigationText(mitigation, index + 1)),
    '## Escalate',
    escalate,
    '## Verify recovered',
    `${fenced('promql', recovered.promql)}\n\n*Reads:* ${recovered.reads}. It is over when it has been good for ten minutes${runbook.about === 'alert' ? ' and the alert has resolved by itself' : ''}.`,
    '## False positives',
    falsePositives.map((each) => `- ${each}`).join('\n'),
    '## Links',
    linksOf(runbook, dashboards),
    '## Last drill',
    drillOf(runbook),
    ...(runbook.alerts.length > 0 ? ['## Alerts that lead here', alertTable(runbook, environment)] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function whoIsTold({ alerts, about }: NamedRunbook): string {
  if (about !== 'alert') return ' A procedure: no alert leads here.';
  const severities = [...new Set(alerts.map(({ severity }) => severity))].filter((each) => each !== 'none');
  return severities.length === 0 ? '' : ` Severity: ${severities.join(', ')}.`;
}

/** Which variables the commands of the page need. */
function variablesOf({ checks, mitigations }: NamedRunbook): string {
  const commands = [
    ...checks.flatMap(({ look }) => (look.kind === 'command' ? [look.run] : [])),
    ...mitigations.flatMap(({ how }) => how.map(({ run }) => run)),
  ].join('\n');
  const used = Object.entries(environmentVariables).filter(([name]) => commands.includes(name));
  if (used.length === 0) return '';
  return `Commands need, once in your shell:\n\n${used.map(([name, what]) => `- \`${name}\`: ${what}`).join('\n')}`;
}

function checkText({ question, look, expect, otherwise }: Check, number: number): string {
  return `### ${number}. ${question}\n\n${lookText(look)}\n\n**Expect:** ${expect}\n\n**Otherwise:** ${otherwise}`;
}

const lookText = (look: Query | Command): string =>
  look.kind === 'query'
    ? `${fenced('promql', look.promql)}\n\n*Reads:* ${look.reads}.`
    : fenced('sh', look.run);

function mitigationText(
  { what, when, how, isReversible, blastRadius, undo }: Mitigation,
  number: number,
): string {
  return [
    `### ${number}. ${what}`,
    when,
    ...(how.length > 0 ? [fenced('sh', how.map(({ run }) => run).join('\n'))] : []),
    `- Blast radius: ${blastRadius}\n- ${isReversible ? 'Undo' : '**Not reversible.** Undo'}: ${undo}`,
  ].join('\n\n');
}

function linksOf({ dashboard, related }: NamedRunbook, dashboards: string): string {
  return [
    `- Dashboard: [${dashboard}](${dashboards}/d/${dashboard})`,
    ...related.map((name) => `- Runbook: [${name}](${name}.md)`),
    '- All runbooks: [index](README.md)',
  ].join('\n');
}

const drillOf = ({ drill, name }: NamedRunbook): string =>
  drill === undefined
    ? 'No game-day experiment practises this one. Read it aloud with the team once a quarter.'
    : `Practised by \`attest gameday ${drill}\`. \`attest runbook ${name}\` tells when it last ran here, and its verdict.`;

function alertTable({ alerts }: NamedRunbook, environment: string): string {
  const rows = alerts.map((alert) => {
    const {
      service = 'the one that fires',
      region = 'the one that fires',
      ...rest
    } = labelsOf(alert, environment);
    const more = ['objective', 'queue', 'long', 'series'].flatMap((label) =>
      rest[label] ? [`${label} ${rest[label]}`] : [],
    );
    return `| ${alert.severity} | ${service} | ${region} | ${more.join(', ')} |`;
  });
  return ['| severity | service | region | |', '|---|---|---|---|', ...new Set(rows)].join('\n');
}

/** A fence that is longer than any in the text. */
function fenced(language: string, text: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}${language}\n${text}\n${fence}`;
}

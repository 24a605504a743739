import {
  lookAtPrometheus,
  type PrometheusClient,
  PrometheusError,
  prometheusClient,
} from '@attest/dashboards/preview';
import type { Check, Mitigation, NamedRunbook, Query } from '@attest/runbooks';
import { CliError } from './cli-error.js';
import type { CliContext } from './context.js';
import { findNamed } from './find-named.js';
import { knownRunbooks } from './known-runbooks.js';
import { lastDrill } from './last-drill.js';
import { paragraph } from './paragraph.js';

/** What a query answers now; without a Prometheus nothing. */
type Answer = (query: Query) => Promise<string[]>;

/** Exit code 3 when a Prometheus was given and could not be asked: the page is printed all the same. */
export async function printRunbook(
  context: CliContext,
  name: string,
  { prometheus, environment }: { prometheus?: string; environment: string },
): Promise<void> {
  const { platform } = await context.config();
  const [runbook] = findNamed(
    'runbook',
    [name],
    knownRunbooks(platform, environment),
    'generated/runbooks/README.md lists all of them',
  );
  if (runbook === undefined) return;
  const { answer, isBlind } = await answering(context, prometheus, environment);
  context.out(await textOf(runbook, answer, lastDrill(context.directory, runbook.drill)));
  context.exitCode(isBlind ? 3 : 0);
}

async function answering(
  { err }: CliContext,
  prometheus: string | undefined,
  environment: string,
): Promise<{ answer: Answer; isBlind: boolean }> {
  if (prometheus === undefined) return { answer: async () => [], isBlind: false };
  if (!URL.canParse(prometheus))
    throw new CliError(
      'bad-option',
      `--prometheus ${prometheus}: is no URL`,
      'give the base URL, e.g. --prometheus http://127.0.0.1:9090',
    );
  const client = prometheusClient(prometheus);
  const sight = await lookAtPrometheus(client, environment);
  if (sight.kind === 'ours') return { answer: (query) => now(client, query), isBlind: false };
  err(`attest: ${sight.reason} The values of this moment are left out.\n  fix: ${sight.fix}\n`);
  return { answer: async () => [], isBlind: true };
}

const mostLines = 12;

async function now(client: PrometheusClient, { promql, mayBeEmpty = false }: Query): Promise<string[]> {
  try {
    const samples = await client.instant(promql);
    if (samples.length === 0)
      return [mayBeEmpty ? 'now: nothing' : 'now: nothing — that is not as it should be'];
    const lines = samples
      .map(({ labels, value }) => {
        const names = Object.entries(labels).map(([label, text]) => `${label}=${text}`);
        return `now: ${names.join(' ')} → ${Number.isFinite(value) ? Number(value.toPrecision(4)) : 'not a number'}`;
      })
      .sort();
    const more = lines.length > mostLines ? [`now: … and ${lines.length - mostLines} more`] : [];
    return [...lines.slice(0, mostLines), ...more];
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    return [`now: not known, ${error.message}`];
  }
}

async function textOf(runbook: NamedRunbook, answer: Answer, drill: string): Promise<string> {
  const { name, title, meaning, impact, checks, mitigations, escalate, recovered, falsePositives, related } =
    runbook;
  const checked = await Promise.all(checks.map((check, index) => checkText(check, index + 1, answer)));
  const over = [...indented(recovered.promql), ...(await answer(recovered)).map((line) => `    ${line}`)];
  const section = (heading: string, lines: readonly string[]) =>
    [heading.toUpperCase(), ...lines, ''].join('\n');
  return `${[
    `${name}: ${title}\n`,
    section('Meaning', [paragraph(meaning, 2)]),
    section('Impact', [paragraph(impact, 2)]),
    section('First five minutes', checked),
    section(
      'Mitigate',
      mitigations.map((each, index) => mitigationText(each, index + 1)),
    ),
    section('Escalate', [paragraph(escalate, 2)]),
    section('Verify recovered', [
      ...over,
      paragraph(`reads: ${recovered.reads}. Good for ten minutes: it is over.`, 2),
    ]),
    section(
      'False positives',
      falsePositives.map((each) => paragraph(`- ${each}`, 2)),
    ),
    section('Links', [
      `  dashboard ${runbook.dashboard}`,
      ...(related.length > 0 ? [`  runbooks  ${related.join(', ')}`] : []),
    ]),
    section('Last drill', [paragraph(drill, 2)]),
  ].join('\n')}`;
}

async function checkText(
  { question, look, expect, otherwise }: Check,
  number: number,
  answer: Answer,
): Promise<string> {
  const asked =
    look.kind === 'query'
      ? [...indented(look.promql), ...(await answer(look)).map((line) => `    ${line}`)]
      : prompted(look.run);
  const reads = look.kind === 'query' ? [paragraph(`reads: ${look.reads}`, 5)] : [];
  return [
    `  ${number}. ${question}`,
    ...asked,
    ...reads,
    paragraph(`expect: ${expect}`, 5),
    paragraph(`otherwise: ${otherwise}`, 5),
  ].join('\n');
}

function mitigationText(
  { what, when, how, blastRadius, undo, isReversible }: Mitigation,
  number: number,
): string {
  return [
    `  ${number}. ${what}${isReversible ? '' : ' (not reversible)'}`,
    paragraph(`when: ${when}`, 5),
    ...how.flatMap(({ run }) => prompted(run)),
    paragraph(`blast radius: ${blastRadius}`, 5),
    paragraph(`undo: ${undo}`, 5),
  ].join('\n');
}

/** To be copied, so it is never wrapped. A prompt tells a command from a query. */
const indented = (text: string): string[] => text.split('\n').map((line) => `    ${line}`);
const prompted = (text: string): string[] => text.split('\n').map((line) => `    $ ${line}`);

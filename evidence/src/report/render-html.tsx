import type { Recorded } from '../evidence.js';
import { verdictLifeDays } from '../ledger.js';
import type { SeriesSummary } from '../series/summarize-series.js';
import { subjectOf, type VerdictDocument } from '../verdict.js';
import { Capacity } from './sections/capacity.js';
import { Notifications, PriceOfZeroLoss, ProofsOfFault, Surroundings, Writes } from './sections/details.js';
import { FailoverSteps } from './sections/failover.js';
import { Pictures } from './sections/pictures.js';
import { Series } from './sections/series.js';
import { Verdicts } from './sections/verdicts.js';
import { timelineOf } from './timeline.js';
import { wholePage } from './whole-page.js';
import { headline, title } from './words.js';

export interface ReportInput {
  readonly verdict: VerdictDocument;
  readonly evidence: readonly Recorded[];
  /** All runs that are counted together with this one. */
  readonly series?: SeriesSummary;
}

const kinds = { gameday: 'Game day', capacity: 'Load' } as const satisfies Record<
  VerdictDocument['kind'],
  string
>;

/** One page: the answer, the picture, the evidence. */
export function renderHtml({ verdict, evidence, series }: ReportInput): string {
  const name = title(subjectOf(verdict));
  const timeline = timelineOf(evidence);
  return wholePage(
    `${name}: ${headline(verdict)}`,
    <>
      <Header verdict={verdict} name={name} />
      <Troubles verdict={verdict} evidence={evidence} />
      <Verdicts verdict={verdict} />
      {series !== undefined && <Series series={series} />}
      {verdict.kind === 'capacity' ? (
        <Capacity verdict={verdict} evidence={evidence} />
      ) : (
        <>
          {timeline !== undefined && <Pictures timeline={timeline} />}
          <FailoverSteps evidence={evidence} timeline={timeline} />
          <Writes evidence={evidence} />
          <PriceOfZeroLoss evidence={evidence} />
          <ProofsOfFault evidence={evidence} />
          <Notifications evidence={evidence} />
          <Surroundings evidence={evidence} />
        </>
      )}
      <footer>
        Run <code>{verdict.run}</code>. Verdicts expire after {verdictLifeDays} days. Line numbers refer to
        evidence.jsonl.
      </footer>
    </>,
  );
}

function Header({ verdict, name }: { verdict: VerdictDocument; name: string }) {
  const changes = Object.entries(verdict.whatIf ?? {});
  return (
    <header>
      <p class="eyebrow">
        {kinds[verdict.kind]} · {name}
      </p>
      <h1>{headline(verdict)}</h1>
      <p class="facts">
        <span>
          Target <b>{verdict.target}</b>
        </span>
        <span>
          Environment <b>{verdict.environment}</b>
        </span>
        <span>
          Revision <b>{verdict.revision.slice(0, 12)}</b>
        </span>
        <span>
          Started <b>{`${verdict.startedAt.slice(0, 16).replace('T', ' ')} UTC`}</b>
        </span>
        <span>
          Took <b>{verdict.durationSeconds.toFixed(0)} s</b>
        </span>
      </p>
      {changes.length > 0 && (
        <p class="notice">
          <b>Not the design itself: </b>
          {changes.map(([key, value]) => `${key} = ${value}`).join(', ')}. These verdicts are kept out of the
          ledger.
        </p>
      )}
    </header>
  );
}

/** What went wrong with the run itself, before anybody believes its numbers. */
function Troubles({ verdict, evidence }: ReportInput) {
  return (
    <>
      {verdict.interrupted === true && (
        <p class="notice">
          <b>The run was interrupted.</b> It shows what was seen until then.
        </p>
      )}
      {(verdict.regressions ?? []).map(({ claim, sentence }) => (
        <p class="notice">
          <b>Worse than before: </b>
          <code>{claim}</code>. {sentence}
        </p>
      ))}
      {evidence.map((line) => {
        if (line.kind === 'gave-up') {
          return (
            <p class="notice">
              <b>The run gave up in the phase {line.phase}.</b> {line.reason}
            </p>
          );
        }
        if (line.kind !== 'tool-failure') return null;
        return (
          <p class="notice">
            <b>{line.tool} ended unexpectedly</b> ({line.signal ?? `code ${line.exitCode ?? 'unknown'}`}). Its
            last lines: <code>{line.lastLines.slice(-5).join(' ⏎ ')}</code>
          </p>
        );
      })}
    </>
  );
}

import type { Matrix } from '../matrix/matrix.js';
import { matrixOf } from '../matrix/matrix.js';
import { Badge, type Fact, Facts, Table } from '../report/sections/parts.js';
import { wholePage } from '../report/whole-page.js';
import { measuredText, number, plural, promisedText, verdictLooks } from '../report/words.js';
import { type ClaimVerdict, overall, type VerdictWord } from '../verdict.js';
import type { Before, GamedayRun } from './gameday-run.js';
import { gamedayStyle } from './gameday-style.js';
import { StripPicture } from './strip-picture.js';

/** One page of all that a game day put to the test: the answer, what did not hold, what clients saw of each, and what decided what. */
export function renderGamedayHtml(runs: readonly GamedayRun[]): string {
  const experiments = byExperiment(runs);
  const words = experiments.map(({ word }) => word);
  const heading = headingOf(words);
  return wholePage(
    `Game day: ${heading}`,
    <>
      <Header runs={runs} heading={heading} />
      <NotHeld runs={runs} />
      <WorseThanBefore runs={runs} />
      <Figures runs={runs} />
      <Experiments experiments={experiments} />
      <WhatDecidedWhat matrix={matrixOf(runs.map(({ verdict }) => verdict))} runs={runs} />
      <footer>
        Each experiment has a report of its own, with the evidence. Of several runs the worst is shown.
      </footer>
    </>,
    gamedayStyle,
  );
}

interface ExperimentRuns {
  readonly name: string;
  readonly word: VerdictWord;
  readonly runs: number;
  /** The worst of them, and of equal ones the last. */
  readonly shown: GamedayRun;
}

const nameOf = ({ verdict }: GamedayRun) => verdict.experiment ?? verdict.kind;
const wordOf = ({ verdict }: GamedayRun) => overall(verdict.summary);
const badness: Readonly<Record<VerdictWord, number>> = { held: 0, inconclusive: 1, broken: 2 };

function byExperiment(runs: readonly GamedayRun[]): ExperimentRuns[] {
  return [...new Set(runs.map(nameOf))].map((name) => {
    const mine = runs.filter((run) => nameOf(run) === name);
    const shown = mine.reduce((worst, run) => (badness[wordOf(run)] >= badness[wordOf(worst)] ? run : worst));
    return { name, word: wordOf(shown), runs: mine.length, shown };
  });
}

function headingOf(words: readonly VerdictWord[]): string {
  const count = (word: VerdictWord) => words.filter((one) => one === word).length;
  const total = `${number(words.length)} ${plural(words.length, 'experiment')}`;
  if (count('held') === words.length) return `The design held in all of ${total}`;
  const parts = [
    ...(count('broken') > 0 ? [`was broken in ${number(count('broken'))}`] : []),
    ...(count('inconclusive') > 0 ? [`could not be judged in ${number(count('inconclusive'))}`] : []),
  ];
  return `The design held in ${number(count('held'))} of ${total}, and ${parts.join(', and ')}`;
}

function Header({ runs, heading }: { runs: readonly GamedayRun[]; heading: string }) {
  const verdicts = runs.map(({ verdict }) => verdict);
  const starts = verdicts.map(({ startedAt }) => Date.parse(startedAt));
  const ends = verdicts.map(
    ({ startedAt, durationSeconds }) => Date.parse(startedAt) + durationSeconds * 1000,
  );
  const minutes = (Math.max(...ends) - Math.min(...starts)) / 60_000;
  const only = (values: readonly string[]) => [...new Set(values)].join(', ');
  const facts: readonly Fact[] = [
    ['Target', only(verdicts.map(({ target }) => target))],
    ['Environment', only(verdicts.map(({ environment }) => environment))],
    ['Revision', only(verdicts.map(({ revision }) => revision.slice(0, 12)))],
    ['Started', `${new Date(Math.min(...starts)).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    ['Took', `${minutes.toFixed(0)} min`],
  ];
  return (
    <header>
      <p class="eyebrow">Game day</p>
      <h1>{heading}.</h1>
      <p class="facts">
        {facts.map(([label, value]) => (
          <span>
            {label} <b>{value}</b>
          </span>
        ))}
      </p>
    </header>
  );
}

/** What somebody has to look at, before everything that is well. */
function NotHeld({ runs }: { runs: readonly GamedayRun[] }) {
  const wrong = runs.flatMap((run) =>
    run.verdict.claims.filter(({ verdict }) => verdict !== 'held').map((claim) => ({ run, claim })),
  );
  if (wrong.length === 0) return null;
  return (
    <section aria-labelledby="not-held">
      <h2 id="not-held">What did not hold</h2>
      <div class="card">
        {wrong.map(({ run, claim }) => (
          <article class="wrong">
            <h3>
              <Badge verdict={claim.verdict} /> {claim.statement}
            </h3>
            <p>
              <a href={run.report}>{nameOf(run)}</a>: {claim.reason}
            </p>
          </article>
        ))}
      </div>
    </section>
  );
}

function WorseThanBefore({ runs }: { runs: readonly GamedayRun[] }) {
  const worse = runs.flatMap((run) =>
    (run.verdict.regressions ?? []).map((regression) => ({ run, ...regression })),
  );
  if (worse.length === 0) return null;
  return (
    <section aria-labelledby="worse">
      <h2 id="worse">Worse than before</h2>
      <div class="card">
        {worse.map(({ run, claim, sentence }) => (
          <article class="wrong">
            <h3>
              <a href={run.report}>{nameOf(run)}</a> <code>{claim}</code>
            </h3>
            <p>{sentence}</p>
          </article>
        ))}
      </div>
    </section>
  );
}

/** Of promises that several experiments put to the test, the worst that was measured. */
const worstOf = ['failover.detection-time', 'failover.duration'] as const;

function Figures({ runs }: { runs: readonly GamedayRun[] }) {
  const claims = runs.flatMap(({ verdict }) => verdict.claims);
  const facts: Fact[] = worstOf.flatMap((id) => {
    const seen = claims.filter((claim) => claim.id === id && typeof claim.measured.value === 'number');
    const [first] = seen;
    if (first === undefined) return [];
    const worst = seen.reduce((most, one) =>
      Number(one.measured.value) > Number(most.measured.value) ? one : most,
    );
    const label = `${lastPart(id)}, worst of ${seen.length}; promised ${promisedText(first.promised)}`;
    return [[label, measuredText(worst.measured)] as const];
  });
  const acked = runs.reduce((sum, run) => sum + run.acked, 0);
  facts.push(
    ['Acknowledged writes', number(acked)],
    ['Promises and expectations judged', number(claims.length)],
  );
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">Figures</h2>
      <Facts facts={facts} />
    </section>
  );
}

/** As many of the runs before as a line has room for. */
const shownBefore = 12;

function Experiments({ experiments }: { experiments: readonly ExperimentRuns[] }) {
  const severalRuns = experiments.some(({ runs }) => runs > 1);
  return (
    <section aria-labelledby="experiments">
      <h2 id="experiments">What clients saw</h2>
      <p class="lead">
        Each strip is a run from its beginning to its end: pale where every request was good, amber where some
        were not, red where more than 5 % were not. The line below is the fault, with marks where it was
        noticed (blue) and where clients were served again (green).
      </p>
      <Table<ExperimentRuns>
        columns={[
          { label: 'Experiment', cell: ({ name, shown }) => <a href={shown.report}>{name}</a> },
          { label: 'Verdict', cell: ({ word }) => <Badge verdict={word} /> },
          ...(severalRuns
            ? [{ label: 'Runs', isNumber: true, cell: ({ runs }: ExperimentRuns) => number(runs) }]
            : []),
          {
            label: 'Clients',
            cell: ({ shown }) =>
              shown.strip === undefined ? 'not seen' : <StripPicture strip={shown.strip} />,
          },
          { label: 'Measured', cell: ({ shown }) => <Measured claims={shown.verdict.claims} /> },
          { label: 'Runs before', cell: ({ shown }) => <RunsBefore before={shown.before} /> },
        ]}
        rows={experiments}
      />
    </section>
  );
}

/** The figures by which a manager tells one run from another. */
const tellingFigures: readonly (readonly [id: string, label: string])[] = [
  ['failover.detection-time', 'noticed'],
  ['failover.duration', 'served again'],
  ['expectation.served', 'worst 10 s'],
];

function Measured({ claims }: { claims: readonly ClaimVerdict[] }) {
  const shown = tellingFigures.flatMap(([id, label]) =>
    claims.filter((claim) => claim.id === id).map(({ measured }) => ({ label, measured })),
  );
  return (
    <span class="figures">
      {shown.map(({ label, measured }, index) => (
        <>
          {index > 0 && <br />}
          {label} <b>{measured.unit === 'ratio' ? asPercent(measured.value) : measuredText(measured)}</b>
        </>
      ))}
    </span>
  );
}

const asPercent = (value: ClaimVerdict['measured']['value']) =>
  typeof value === 'number' ? `${(value * 100).toFixed(1)} % good` : 'not measured';

function RunsBefore({ before }: { before: readonly Before[] }) {
  if (before.length === 0) return <span class="muted">none</span>;
  const held = before.filter(({ word }) => word === 'held').length;
  return (
    <>
      <span class="before" title={`${held} of ${before.length} held`}>
        {before.length > shownBefore && '… '}
        {before.slice(-shownBefore).map(({ word }) => (
          <span class={word}>{verdictLooks[word].sign}</span>
        ))}
      </span>
      <Durations seconds={before.flatMap(({ durationSeconds }) => durationSeconds ?? [])} />
    </>
  );
}

function Durations({ seconds }: { seconds: readonly number[] }) {
  if (seconds.length === 0) return null;
  const sorted = seconds.toSorted((one, other) => one - other);
  const half = sorted[Math.floor((sorted.length - 1) / 2)] as number;
  return (
    <div class="figures">
      half within <b>{half.toFixed(1)} s</b>, all within <b>{(sorted.at(-1) as number).toFixed(1)} s</b>
    </div>
  );
}

function WhatDecidedWhat({ matrix, runs }: { matrix: Matrix; runs: readonly GamedayRun[] }) {
  const statements = new Map(
    runs.flatMap(({ verdict }) => verdict.claims.map(({ id, statement }) => [id, statement])),
  );
  return (
    <section aria-labelledby="matrix">
      <h2 id="matrix">What decided what</h2>
      <p class="lead">
        A row an experiment, a column a promise of the design or an expectation that goes with it.
      </p>
      <div class="card scroll">
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">Experiment</th>
              {matrix.claims.map((id) => (
                <th scope="col" class="claim-name" title={statements.get(id)}>
                  <span>{id}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map(({ experiment, cells }) => (
              <tr>
                <td>{experiment}</td>
                {cells.map((word, index) => (
                  <td class={word ?? 'none'} title={word && `${matrix.claims[index]}: ${word}`}>
                    {word === undefined ? '·' : verdictLooks[word].sign}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const lastPart = (id: string) => {
  const words = id.slice(id.lastIndexOf('.') + 1).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

import { Badge, type Fact, Facts } from '../report/sections/parts.js';
import { wholePage } from '../report/whole-page.js';
import { measuredText, number, plural, promisedText } from '../report/words.js';
import type { VerdictWord } from '../verdict.js';
import { byExperiment, nameOf } from './experiment-runs.js';
import { Experiments } from './experiments-section.js';
import type { GamedayRun } from './gameday-run.js';
import { gamedayStyle } from './gameday-style.js';
import { WhatDecidedWhat } from './matrix-section.js';

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
      <WhatDecidedWhat verdicts={runs.map(({ verdict }) => verdict)} />
      <footer>
        Each experiment has a report of its own, with the evidence. Of several runs the worst is shown.
      </footer>
    </>,
    gamedayStyle,
  );
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

const lastPart = (id: string) => {
  const words = id.slice(id.lastIndexOf('.') + 1).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

import { nearestRank } from '../clients.js';
import { Badge, Table } from '../report/sections/parts.js';
import { measuredText, number, verdictLooks } from '../report/words.js';
import type { ClaimVerdict } from '../verdict.js';
import type { ExperimentRuns } from './experiment-runs.js';
import type { Before } from './gameday-run.js';
import { StripPicture } from './strip-picture.js';

/** As many of the runs before as a line has room for. */
const shownBefore = 12;

/** A line an experiment: what clients saw of it, from its beginning to its end, and how the runs before it ended. */
export function Experiments({ experiments }: { experiments: readonly ExperimentRuns[] }) {
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
  const half = nearestRank(sorted, 0.5) as number;
  return (
    <div class="figures">
      half within <b>{half.toFixed(1)} s</b>, all within <b>{(sorted.at(-1) as number).toFixed(1)} s</b>
    </div>
  );
}

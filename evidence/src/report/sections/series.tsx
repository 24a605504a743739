import type { SeriesClaim, SeriesSummary } from '../../series/summarize-series.js';
import { number, plural } from '../words.js';
import { Table } from './parts.js';

/** What the runs of a series allow to be said of all such runs. */
export function Series({ series: { series, runs, acked, claims } }: { series: SeriesSummary }) {
  return (
    <section aria-labelledby="series">
      <h2 id="series">Confidence</h2>
      <p class="lead">
        {number(runs)} {plural(runs, 'run')} of series <code>{series}</code>, each with the fault at a random
        moment, {number(acked)} acknowledged writes in all. The worst run bounds a share of all such runs,
        whatever their distribution (Wilks 1941).
      </p>
      <Table<SeriesClaim>
        columns={[
          { label: 'Claim', cell: ({ id }) => <code>{id}</code> },
          // Not last: there references to lines stand, which do not wrap.
          { label: 'Says', cell: ({ sentence }) => sentence },
          { label: 'Held', isNumber: true, cell: ({ held }) => number(held) },
          { label: 'Broken', isNumber: true, cell: ({ broken }) => number(broken) },
          { label: 'Inconclusive', isNumber: true, cell: ({ inconclusive }) => number(inconclusive) },
        ]}
        rows={claims}
      />
    </section>
  );
}

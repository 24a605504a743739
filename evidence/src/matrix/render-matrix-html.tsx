import { Badge, Table } from '../report/sections/parts.js';
import { wholePage } from '../report/whole-page.js';
import { number, plural } from '../report/words.js';
import type { Matrix, MatrixRow } from './matrix.js';

/** One page: which promise was put to which test, and what came of it. */
export function renderMatrixHtml({ claims, rows }: Matrix): string {
  const verdicts = rows.flatMap(({ cells }) => cells.filter((word) => word !== undefined));
  const held = verdicts.filter((word) => word === 'held').length;
  const heading = `${number(held)} of ${number(verdicts.length)} ${plural(verdicts.length, 'verdict')} held, in ${number(rows.length)} ${plural(rows.length, 'experiment')}`;
  return wholePage(
    `Game days: ${heading}`,
    <>
      <header>
        <p class="eyebrow">Game days · experiments and claims</p>
        <h1>{heading}.</h1>
      </header>
      <Table<MatrixRow>
        columns={[
          { label: 'Experiment', cell: ({ experiment }) => <code>{experiment}</code> },
          { label: 'Runs', isNumber: true, cell: ({ runs }) => number(runs) },
          ...claims.map((id, index) => ({
            label: id,
            cell: ({ cells }: MatrixRow) => {
              const word = cells[index];
              return word === undefined ? '·' : <Badge verdict={word} />;
            },
          })),
        ]}
        rows={rows}
      />
      <footer>A dot: the experiment does not decide the claim. Of several runs the worst counts.</footer>
    </>,
  );
}

import { renderToString } from 'preact-render-to-string';
import { Badge, Table } from '../report/sections/parts.js';
import { style } from '../report/style.js';
import { number, plural } from '../report/words.js';
import type { Matrix, MatrixRow } from './matrix.js';

/** Nothing is loaded and nothing is run; the page says so to the browser, which then forbids it. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One page that needs no network: which promise was put to which test, and what came of it. */
export function renderMatrixHtml({ claims, rows }: Matrix): string {
  const verdicts = rows.flatMap(({ cells }) => cells.filter((word) => word !== undefined));
  const held = verdicts.filter((word) => word === 'held').length;
  const heading = `${number(held)} of ${number(verdicts.length)} ${plural(verdicts.length, 'verdict')} held, in ${number(rows.length)} ${plural(rows.length, 'experiment')}`;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={contentPolicy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`Game days: ${heading}`}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>
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
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

import type { ComponentChildren } from 'preact';
import type { VerdictWord } from '../../verdict.js';
import { verdictLooks } from '../words.js';

export function Badge({ verdict }: { verdict: VerdictWord }) {
  const { word, sign } = verdictLooks[verdict];
  return (
    <span class={`badge ${verdict}`}>
      <span aria-hidden="true">{sign}</span>
      {word}
    </span>
  );
}

export interface Column<Row> {
  readonly label: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

interface TableProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** One cell a column, below a line. */
  readonly total?: readonly ComponentChildren[];
}

/** A table that becomes a list of labelled values on a phone. */
export function Table<Row>({ columns, rows, total }: TableProps<Row>) {
  const className = (column: Column<Row>) => (column.isNumber ? 'n' : undefined);
  return (
    <div class="card">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={className(column)}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => (
                <td class={className(column)} data-label={column.label}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td class={className(column)} data-label={column.label}>
                  {total[index]}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

export function Facts({ facts, words = false }: { facts: readonly Fact[]; words?: boolean }) {
  return (
    <dl class={words ? 'words' : undefined}>
      {facts.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type Fact = readonly [label: string, value: ComponentChildren];

/** A line of the evidence, in words that can be searched for. */
export function LineReference({ line }: { line: number | string }) {
  return <span class="muted">line {line}</span>;
}

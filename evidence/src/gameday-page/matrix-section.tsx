import { matrixOf } from '../matrix/matrix.js';
import { verdictLooks } from '../report/words.js';
import type { VerdictDocument } from '../verdict.js';

/** Which promise was put to which test, and what came of it. */
export function WhatDecidedWhat({ verdicts }: { verdicts: readonly VerdictDocument[] }) {
  const matrix = matrixOf(verdicts);
  const statements = new Map(
    verdicts.flatMap(({ claims }) => claims.map(({ id, statement }) => [id, statement])),
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

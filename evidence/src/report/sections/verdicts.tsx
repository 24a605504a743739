import type { ClaimVerdict, VerdictDocument } from '../../verdict.js';
import { lineRanges, measuredText, promisedText } from '../words.js';
import { Badge } from './parts.js';

/** The answer: every claim with its number, its promise, and the sentence that says why. */
export function Verdicts({ verdict }: { verdict: VerdictDocument }) {
  return (
    <section aria-labelledby="verdicts">
      <h2 id="verdicts">Verdicts</h2>
      <div class="card">
        {verdict.claims.map((claim) => (
          <Claim claim={claim} />
        ))}
        {verdict.claims.length === 0 && <p class="claim">No claim was judged.</p>}
      </div>
    </section>
  );
}

function Claim({ claim }: { claim: ClaimVerdict }) {
  const { promised, measured, evidence } = claim;
  const list = Array.isArray(promised.value) ? promised.value : undefined;
  return (
    <article class="claim">
      <div class="state">
        <Badge verdict={claim.verdict} />
      </div>
      <div class="what">
        <h3>{claim.statement}</h3>
        <p class="reason">{unbroken(claim.reason)}</p>
        <p class="lines">
          <code>{claim.id}</code>
          {evidence.length > 0 &&
            ` · evidence ${evidence.length === 1 ? 'line' : 'lines'} ${lineRanges(evidence)}`}
          {claim.modelled === true && ' · modelled, says nothing about a real target'}
        </p>
      </div>
      <div class="figure">
        <div class={measured.value === null ? 'value words' : 'value'}>
          {measuredText(measured, promised)}
        </div>
        <div class="label">measured</div>
      </div>
      <div class="figure promise">
        {list === undefined ? (
          <div class="value">{promisedText(promised)}</div>
        ) : (
          <ul>
            {list.map((name) => (
              <li>{name}</li>
            ))}
          </ul>
        )}
        <div class="label">promised</div>
      </div>
    </article>
  );
}

/** Keeps a number together with its sign and unit at the end of a line. */
function unbroken(text: string): string {
  return text.replaceAll(/(?<=[<>=≥]) (?=\d)|(?<=\d) (?=(?:s|ms|min|%)\b)/g, '\u00a0');
}

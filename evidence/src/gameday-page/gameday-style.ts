/** What only the page of a game day needs. */
export const gamedayStyle = `
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
.wrong { padding: 16px 24px; } .wrong + .wrong { border-top: 1px solid var(--line); }
.wrong h3 { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; }
.wrong p { color: var(--muted); font-size: 14px; margin-top: 4px; overflow-wrap: anywhere; }
.strip { display: block; width: 100%; min-width: 220px; height: 22px; }
.strip .good { fill: var(--held); opacity: 0.35; } .strip .mixed { fill: var(--inconclusive); opacity: 0.75; } .strip .bad { fill: var(--broken); }
.strip .fault { fill: var(--text); opacity: 0.55; } .strip .detected { fill: var(--writes); } .strip .recovered { fill: var(--held); }
.figures { white-space: nowrap; font-size: 13px; color: var(--muted); } .figures b { color: var(--text); font-weight: 550; }
.before { white-space: nowrap; font-size: 12px; letter-spacing: 1px; }
.scroll { overflow-x: auto; }
.matrix { font-size: 13px; width: auto; min-width: 100%; }
.matrix th, .matrix td { padding: 3px 4px; text-align: center; line-height: 18px; white-space: nowrap; }
.matrix th:first-child, .matrix td:first-child { text-align: left; padding-left: 24px; vertical-align: bottom; }
.matrix th.claim-name { vertical-align: bottom; height: 250px; padding: 12px 4px; border-bottom: 1px solid var(--line); display: table-cell; }
.matrix th.claim-name span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 230px; white-space: normal; line-height: 15px; text-align: left; }
.matrix tbody tr:hover td { background: var(--soft); }
.matrix td.held, .matrix td.broken, .matrix td.inconclusive { font-weight: 700; }
.matrix td.broken { background: var(--broken-soft); } .matrix td.inconclusive { background: var(--inconclusive-soft); }
.matrix td.none { color: var(--line); }
@media (max-width: 640px) {
  .matrix { display: table; } .matrix thead { display: table-header-group; } .matrix tbody { display: table-row-group; }
  .matrix tr { display: table-row; } .matrix td, .matrix td:first-child { display: table-cell; padding: 3px 4px; border-top: 1px solid var(--line); }
  .matrix td::before { content: none; }
  .wrong { padding: 14px 16px; } .strip { min-width: 0; } .badge { justify-self: start; }
}
`;

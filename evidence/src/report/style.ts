/** The page's only style: nothing is loaded, fonts are the reader's own. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f7f8fa; --card: #ffffff; --text: #1b1f27; --muted: #5d6675; --line: #e4e7ec; --soft: #f2f4f7;
  --held: #12734f; --held-soft: #e7f5ee; --broken: #b42318; --broken-soft: #fdecea;
  --inconclusive: #8a5200; --inconclusive-soft: #fdf3e1; --writes: #4653c8; --reads: #0b7f74;
  --fault: rgba(180, 35, 24, 0.12); --failover: rgba(70, 83, 200, 0.2);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d0f13; --card: #14171d; --text: #e8eaee; --muted: #9aa3b2; --line: #2a2f3a; --soft: #1b1f27;
    --held: #57d19d; --held-soft: #12291f; --broken: #ff8a7d; --broken-soft: #331a18;
    --inconclusive: #f0b352; --inconclusive-soft: #2e2413; --writes: #8f9bff; --reads: #3fc9b8;
    --fault: rgba(255, 138, 125, 0.18); --failover: rgba(143, 155, 255, 0.28);
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased;
}
main { max-width: 1120px; margin: 0 auto; padding: 56px 32px 80px; }
h1 { font-size: 32px; line-height: 1.2; letter-spacing: -0.022em; font-weight: 650; margin: 0; text-wrap: balance; }
h2 { font-size: 19px; line-height: 1.3; letter-spacing: -0.012em; font-weight: 620; margin: 0; }
h3 { font-size: 15px; font-weight: 600; margin: 0; }
p { margin: 0; }
code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.eyebrow { color: var(--muted); font-size: 14px; margin-bottom: 10px; }
.facts { color: var(--muted); margin-top: 14px; display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 14px; }
.facts b { color: var(--text); font-weight: 550; }
section { margin-top: 48px; }
section > p.lead { color: var(--muted); margin-top: 4px; max-width: 74ch; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin-top: 16px; }
.notice { margin-top: 20px; padding: 12px 16px; border-radius: 10px; background: var(--inconclusive-soft); color: var(--text); }
.notice.broken { background: var(--broken-soft); }
.notice b { font-weight: 600; }

.badge {
  display: inline-flex; align-items: center; gap: 6px; padding: 2px 10px 2px 8px; border-radius: 999px;
  font-size: 13px; line-height: 20px; font-weight: 600; white-space: nowrap;
}
.badge span { font-size: 12px; }
.held { color: var(--held); } .badge.held { background: var(--held-soft); }
.broken { color: var(--broken); } .badge.broken { background: var(--broken-soft); }
.inconclusive { color: var(--inconclusive); } .badge.inconclusive { background: var(--inconclusive-soft); }
.notice.broken { color: var(--text); }

.claim { display: grid; grid-template-columns: 128px minmax(0, 1fr) 110px 176px; gap: 4px 24px; padding: 18px 24px; align-items: start; }
.claim + .claim { border-top: 1px solid var(--line); }
.claim .reason { color: var(--muted); margin-top: 4px; font-size: 14px; overflow-wrap: anywhere; }
.claim .lines { color: var(--muted); font-size: 13px; margin-top: 6px; overflow-wrap: anywhere; }
.figure { text-align: right; }
.figure .value { font-size: 20px; line-height: 26px; font-weight: 600; letter-spacing: -0.01em; }
.figure .value.words { font-size: 15px; font-weight: 500; letter-spacing: 0; }
.figure ul { list-style: none; margin: 3px 0 2px; padding: 0; font-size: 13px; line-height: 20px; font-weight: 500; }
.figure .label { color: var(--muted); font-size: 13px; }

figure { margin: 16px 0 0; padding: 24px 24px 16px; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--muted); font-size: 13px; margin-top: 10px; display: flex; flex-wrap: wrap; gap: 4px 20px; }
.key { display: inline-flex; align-items: center; gap: 8px; }
.key i { width: 20px; height: 0; border-top: 2px solid; display: inline-block; }
.key i.dashed { border-top-style: dashed; }
.key i.band { height: 12px; border: 0; border-radius: 3px; }
.narrow { display: none; }
.dark { display: none; }
@media (prefers-color-scheme: dark) { .light { display: none; } .dark { display: block; } }

table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { text-align: left; padding: 10px 12px; vertical-align: top; overflow-wrap: break-word; }
td:last-child { white-space: nowrap; }
th { color: var(--muted); font-weight: 500; font-size: 13px; border-bottom: 1px solid var(--line); }
tr + tr td { border-top: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 24px; } th:last-child, td:last-child { padding-right: 24px; }
th.n, td.n { text-align: right; white-space: nowrap; }
tfoot td { border-top: 1px solid var(--line); font-weight: 600; }
.muted { color: var(--muted); }

dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); margin: 16px 0 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
dl > div { box-shadow: 1px 0 0 var(--line), 0 1px 0 var(--line); padding: 14px 20px; }
dt { color: var(--muted); font-size: 13px; } dd { margin: 2px 0 0; font-size: 17px; font-weight: 570; overflow-wrap: anywhere; }
dl.words dd { font-size: 14px; font-weight: 450; }
dl.words { grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); }
footer { color: var(--muted); font-size: 13px; margin-top: 56px; }

@media (max-width: 820px) { .claim { grid-template-columns: 128px minmax(0, 1fr) 120px; } .claim .promise { grid-column: 3; } }
@media (max-width: 640px) {
  main { padding: 32px 16px 56px; }
  h1 { font-size: 25px; }
  section { margin-top: 36px; }
  .wide { display: none; } .narrow { display: block; }
  figure { padding: 18px 12px 12px; }
  .claim { grid-template-columns: 1fr 1fr; padding: 16px; gap: 10px 16px; }
  .claim > .state, .claim > .what { grid-column: 1 / -1; }
  .figure, .claim .promise { text-align: left; grid-column: auto; }
  thead { display: none; }
  table, tbody, tfoot, tr, td { display: block; }
  tr { padding: 12px 16px; } tr + tr, tfoot tr { border-top: 1px solid var(--line); }
  tr + tr td, tfoot td { border: 0; }
  td, td:first-child, td:last-child, td.n { padding: 2px 0; text-align: left; white-space: normal; display: grid; grid-template-columns: 108px minmax(0, 1fr); gap: 12px; }
  td:empty { display: none; }
  td::before { content: attr(data-label); color: var(--muted); font-weight: 400; }
  dl { grid-template-columns: 1fr 1fr; } dl.words { grid-template-columns: 1fr; } dl > div { padding: 12px 14px; }
}
@media print { body { background: none; } main { padding: 0; } section { break-inside: avoid; } }
`;

/** The page's only style: nothing is loaded, fonts are the reader's own. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #ffffff; --text: #1b1f27; --muted: #586070; --line: #e2e5ea; --soft: #eef0f4;
  --good: #12734f; --good-soft: #e4f3eb; --bad: #b42318; --bad-soft: #fcebe9; --note: #7a4a00; --note-soft: #fbf2e0;
  --promise: #9a5b00;
  --c1: #4653c8; --c2: #0b7f74; --c3: #b3541e; --c4: #7a3fb0; --c5: #1c6fb8; --c6: #9c2f63; --c7: #5b6b12; --c8: #55607a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0c0e12; --card: #14171d; --text: #e8eaee; --muted: #9fa8b7; --line: #2a2f3a; --soft: #1c2028;
    --good: #57d19d; --good-soft: #12291f; --bad: #ff8a7d; --bad-soft: #331a18; --note: #f0b352; --note-soft: #2e2413;
    --promise: #f0b352;
    --c1: #8f9bff; --c2: #3fc9b8; --c3: #ff9e64; --c4: #c79bf2; --c5: #6db7f2; --c6: #f28cb8; --c7: #b9cc5a; --c8: #a3afc7;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: auto; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased;
}
a { color: var(--c1); text-underline-offset: 3px; }
h1, h2, h3, h4, p { margin: 0; }
main { max-width: 1360px; margin: 0 auto; padding: 40px 32px 80px; }
h1 { font-size: 28px; line-height: 1.2; letter-spacing: -0.02em; font-weight: 650; text-wrap: balance; }
h2 { font-size: 21px; line-height: 1.3; letter-spacing: -0.014em; font-weight: 640; }
h3 { font-size: 14px; font-weight: 600; color: var(--muted); margin: 28px 0 10px; }
h4 { font-size: 14px; line-height: 1.35; font-weight: 600; }
.facts { color: var(--muted); margin-top: 10px; display: flex; flex-wrap: wrap; gap: 2px 20px; }
.facts b { color: var(--text); font-weight: 550; }
nav { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 22px; }
nav a { padding: 5px 12px; border: 1px solid var(--line); border-radius: 999px; background: var(--card); color: var(--text); text-decoration: none; white-space: nowrap; }
nav a:hover { border-color: var(--muted); }
nav a b { color: var(--bad); font-weight: 600; margin-left: 4px; }
.notice { margin-top: 22px; padding: 12px 16px; border-radius: 10px; background: var(--note-soft); }
.notice b { color: var(--note); } .notice.bad { background: var(--bad-soft); } .notice.bad b { color: var(--bad); }
section { margin-top: 56px; scroll-margin-top: 16px; }
section > p { color: var(--muted); margin-top: 3px; max-width: 80ch; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 390px), 1fr)); gap: 14px; }
.grid.stats { grid-template-columns: repeat(4, minmax(0, 1fr)); } .grid.stats.by3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px 12px; min-width: 0; display: flex; flex-direction: column; }
.panel svg { display: block; width: 100%; height: auto; }
.panel .picture { margin: 8px 0 4px; }
.head { display: flex; gap: 8px; justify-content: space-between; align-items: baseline; }
.mark { font-size: 12px; line-height: 18px; font-weight: 600; padding: 1px 8px; border-radius: 999px; white-space: nowrap; }
.mark.good { color: var(--good); background: var(--good-soft); } .mark.bad { color: var(--bad); background: var(--bad-soft); }
.why { color: var(--muted); font-size: 13px; margin-top: 8px; }
.promised { color: var(--promise); font-size: 13px; margin-top: 2px; }
.state { flex: 1; min-height: 96px; margin: 10px 0 4px; padding: 12px 14px; border-radius: 8px; background: var(--soft); color: var(--muted); font-size: 13px; overflow-wrap: anywhere; }
.state b { display: block; color: var(--text); font-weight: 600; margin-bottom: 2px; }
.state.failed { background: var(--bad-soft); } .state.failed b { color: var(--bad); }
.values { list-style: none; margin: 10px 0 0; padding: 0; }
.values li { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; }
.values .n { font-size: 22px; line-height: 30px; font-weight: 620; letter-spacing: -0.015em; white-space: nowrap; }
.values .n.bad { color: var(--bad); } .values .n.good { color: var(--good); }
.values .what { color: var(--muted); overflow-wrap: anywhere; }
.legend { list-style: none; margin: 6px 0 0; padding: 0; font-size: 12.5px; line-height: 19px; }
.legend li { display: grid; grid-template-columns: 18px minmax(0, 1fr) auto; gap: 7px; align-items: baseline; }
.legend i { border-top: 2px solid; position: relative; top: -4px; } .legend i.d1 { border-top-style: dashed; } .legend i.d2 { border-top-style: dotted; }
.legend .name { overflow-wrap: anywhere; } .legend .v { color: var(--muted); white-space: nowrap; }
.more { color: var(--muted); font-size: 12.5px; margin-top: 4px; }
.tracks { list-style: none; margin: 10px 0 0; padding: 0; font-size: 12.5px; }
.tracks li { display: grid; grid-template-columns: minmax(0, 1fr) 44%; gap: 10px; align-items: center; padding: 3px 0; }
.tracks .name { overflow-wrap: anywhere; } .tracks .v { color: var(--muted); }
.track { display: flex; height: 15px; border-radius: 4px; overflow: hidden; background: var(--soft); }
.track span { display: block; } .track .yes { background: var(--c2); } .track .no { background: repeating-linear-gradient(135deg, var(--c8) 0 3px, transparent 3px 7px); }
.trackkey { color: var(--muted); font-size: 12.5px; margin-top: 6px; display: flex; gap: 16px; }
.trackkey span { display: inline-flex; gap: 6px; align-items: center; } .trackkey .track { width: 18px; height: 10px; align-items: stretch; }
.trackkey .track span { width: 100%; }
.foot { margin-top: auto; padding-top: 8px; font-size: 13px; }
footer { color: var(--muted); font-size: 13px; margin-top: 56px; }
@media (max-width: 1000px) { .grid.stats, .grid.stats.by3 { grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr)); } }
@media (max-width: 640px) {
  main { padding: 24px 14px 56px; } h1 { font-size: 23px; } section { margin-top: 40px; } .grid { gap: 10px; } .grid.stats, .grid.stats.by3 { grid-template-columns: minmax(0, 1fr); }
}
@media print { .panel { break-inside: avoid; } body { background: none; } }
`;

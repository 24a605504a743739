/** Of the runbook pages: nothing is loaded, fonts are the reader's own. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #ffffff; --text: #1b1f27; --muted: #586070; --line: #e2e5ea; --soft: #eef0f4;
  --accent: #4653c8; --note: #7a4a00; --note-soft: #fbf2e0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0c0e12; --card: #14171d; --text: #e8eaee; --muted: #9fa8b7; --line: #2a2f3a; --soft: #1c2028;
    --accent: #9aa5ff; --note: #f0b352; --note-soft: #2e2413;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 84px; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; -webkit-font-smoothing: antialiased; }
header { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); }
header > div { max-width: 860px; margin: 0 auto; padding: 12px 24px; display: flex; gap: 16px; align-items: center; }
header a { color: var(--text); font-weight: 620; text-decoration: none; white-space: nowrap; }
.search { position: relative; flex: 1; min-width: 0; }
.search input { width: 100%; font: inherit; font-size: 15px; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 7px 12px; }
.search input::placeholder { color: var(--muted); opacity: 1; }
.search input:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.search ul { position: absolute; inset: 44px 0 auto 0; margin: 0; padding: 6px; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 12px 32px rgb(0 0 0 / 0.18); max-height: 70vh; overflow: auto; }
.search ul:empty { display: none; }
.search li a { display: block; padding: 7px 10px; border-radius: 6px; white-space: normal; font-weight: 600; overflow-wrap: anywhere; }
.search li a span { display: block; color: var(--muted); font-weight: 400; font-size: 14px; line-height: 1.4; }
.search li a:hover, .search li a:focus-visible { background: var(--soft); outline: none; }
main { max-width: 860px; margin: 0 auto; padding: 32px 24px 96px; }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 10px; overflow-wrap: anywhere; }
h2 { font-size: 21px; line-height: 1.3; letter-spacing: -0.012em; margin: 44px 0 10px; padding-top: 20px; border-top: 1px solid var(--line); }
h3 { font-size: 17px; line-height: 1.4; margin: 28px 0 8px; }
p, ul { margin: 10px 0; } ul { padding-left: 22px; }
a { color: var(--accent); text-underline-offset: 3px; overflow-wrap: anywhere; }
code { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--soft); border-radius: 5px; padding: 1px 5px; overflow-wrap: anywhere; }
.code { position: relative; }
pre { margin: 10px 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 13px 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { background: none; padding: 0; font-size: 13.5px; }
.code button { position: absolute; top: 8px; right: 8px; font: 600 12px/20px system-ui, sans-serif; color: var(--text); background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 2px 9px; cursor: pointer; }
.code button:focus-visible { outline: 2px solid var(--accent); }
.code pre { padding-right: 76px; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 15px; }
th { text-align: left; color: var(--muted); font-weight: 550; font-size: 14px; }
th, td { padding: 8px 12px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
footer { color: var(--muted); font-size: 14px; margin-top: 56px; }
@media (max-width: 640px) {
  header > div { padding: 10px 14px; } main { padding: 22px 14px 64px; } h1 { font-size: 25px; }
  table, thead, tbody, tr, td { display: block; } thead { display: none; } td { border: 0; padding: 2px 0; } tr { padding: 10px 0; border-bottom: 1px solid var(--line); }
}
@media print { header { position: static; } .search, .code button { display: none; } }
`;

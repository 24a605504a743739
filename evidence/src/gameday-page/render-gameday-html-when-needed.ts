import type { GamedayRun } from './gameday-run.js';

/** The page of `renderGamedayHtml`, whose renderer is loaded only when a page is made. */
export async function renderGamedayHtmlWhenNeeded(runs: readonly GamedayRun[]): Promise<string> {
  const { renderGamedayHtml } = await import('./render-gameday-html.js');
  return renderGamedayHtml(runs);
}

import type { ReportInput } from './render-html.js';

/**
 * One page that needs no network: the answer, the picture, the evidence. The chart library takes longer to load than
 * most commands take altogether, so it is loaded here and not with the package.
 */
export async function renderHtmlWhenNeeded(input: ReportInput): Promise<string> {
  const { renderHtml } = await import('./render-html.js');
  return renderHtml(input);
}

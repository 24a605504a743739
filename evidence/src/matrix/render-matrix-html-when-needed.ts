import type { Matrix } from './matrix.js';

/** The page of `renderMatrixHtml`, whose renderer is loaded only when a page is made. */
export async function renderMatrixHtmlWhenNeeded(matrix: Matrix): Promise<string> {
  const { renderMatrixHtml } = await import('./render-matrix-html.js');
  return renderMatrixHtml(matrix);
}

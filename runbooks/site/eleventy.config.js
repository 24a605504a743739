import path from 'node:path';
import { documentsOf } from './documents.js';
import { shellOf } from './page.js';

const input = path.resolve(import.meta.dirname, '../../generated/runbooks');

/** Makes pages of the generated Markdown: `npm run site:runbooks`. */
export default function config(eleventy) {
  const page = shellOf(documentsOf(input));
  eleventy.setQuietMode(true);
  eleventy.addGlobalData(
    'permalink',
    () =>
      ({ page: { fileSlug, inputPath } }) =>
        `${/README\.md$/.test(inputPath) ? 'index' : fileSlug}.html`,
  );
  eleventy.addTransform('page', (content) => {
    const title = /<h1[^>]*>(.*?)<\/h1>/.exec(content)?.[1] ?? 'Runbooks';
    return page(
      title,
      content
        .replaceAll(/href="README\.md"/g, 'href="index.html"')
        .replaceAll(/href="([a-zA-Z0-9_]+)\.md"/g, 'href="$1.html"')
        .replaceAll('<table>', '<div class="wide"><table>')
        .replaceAll('</table>', '</table></div>'),
    );
  });
  return {
    dir: { input: 'generated/runbooks', output: 'artifacts/runbooks' },
    // Queries and templates of alerts have braces of their own.
    markdownTemplateEngine: false,
    templateFormats: ['md'],
  };
}

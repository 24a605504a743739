import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { style } from './style.js';

const require = createRequire(import.meta.url);
const library = readFileSync(
  require.resolve('minisearch').replace(/cjs.index\.cjs$/, 'umd/index.js'),
  'utf8',
).replace(/\/\/# sourceMappingURL=.*$/m, '');
const behaviour = readFileSync(new URL('./behaviour.js', import.meta.url), 'utf8');

/** Escaped so that no text of a page can end the script. */
const json = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** One script with everything in it, allowed by its hash: the page loads nothing and works from a file. */
export function shellOf(documents) {
  const script = `${library}\nconst documents = ${json(documents)};\n${behaviour}`;
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return (title, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><div>
<a href="index.html">Runbooks</a>
<div class="search"><input type="search" id="search" placeholder="Search: an alert, a symptom, a service" aria-label="Search the runbooks" autocomplete="off"><ul id="found" aria-live="polite"></ul></div>
</div></header>
<main>
${body}
<footer>Generated from the catalog by <code>attest generate</code>.</footer>
</main>
<script>${script}</script>
</body>
</html>
`;
}

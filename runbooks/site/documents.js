import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What is searched of each page of a folder of runbooks: the words that somebody would try. */
export function documentsOf(folder) {
  const index = readFileSync(path.join(folder, 'README.md'), 'utf8');
  const rowsWith = (name) =>
    index
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes(`(${name}.md)`))
      .map((line) => line.split('|')[1]?.trim() ?? '')
      .filter((cell) => !cell.startsWith('['));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort()
    .map((file) => {
      const name = file.replace(/\.md$/, '');
      const text = readFileSync(path.join(folder, file), 'utf8');
      const between = (from, to) => text.split(`## ${from}\n`)[1]?.split(`## ${to}`)[0]?.trim() ?? '';
      return {
        name,
        title: /^\*\*(.+?)\.?\*\*/m.exec(text)?.[1] ?? name,
        meaning: between('Meaning', 'Impact'),
        symptoms: rowsWith(name).join(', '),
        services: [
          ...new Set(
            [...text.matchAll(/^\| (?:critical|warning|info) \| ([a-z0-9-]+) \|/gm)].map(
              ([, service]) => service,
            ),
          ),
        ].join(' '),
      };
    });
}

import type { Platform } from '@attest/platform';
import { indexPage } from './render/index-page.js';
import { type RunbookLinks, toMarkdown } from './render/markdown.js';
import { type RunbookOptions, runbooks } from './runbooks.js';

/** A file to be written; only the command line writes it. */
export interface Artefact {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly content: string;
}

/** Placeholder (RFC 2606) until a platform says where it serves them. */
const defaultLinks: RunbookLinks = { dashboards: 'https://grafana.example.com' };

export interface GenerateOptions extends RunbookOptions {
  readonly links?: RunbookLinks;
}

/** A page for each runbook, and their index. Pure. */
export function generate(
  platform: Platform,
  { links = defaultLinks, ...options }: GenerateOptions,
): Artefact[] {
  const all = runbooks(platform, options);
  const names = all.map(({ name }) => name);
  return [
    ...all.map((runbook) => ({
      path: `generated/runbooks/${runbook.name}.md`,
      content: linked(toMarkdown(runbook, links, options.environment), runbook.name, names),
    })),
    { path: 'generated/runbooks/README.md', content: indexPage(all) },
  ];
}

/** Names of other runbooks become links, wherever a sentence mentions them; code and headings stay as they are. */
function linked(page: string, own: string, names: readonly string[]): string {
  const others = new Set(names.filter((name) => name !== own && name.includes('_')));
  let isCode = false;
  return page
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) isCode = !isCode;
      if (isCode || /^(#|\||- (Dashboard|Runbook|All))/.test(line)) return line;
      return line.replaceAll(/`[^`]*`|\b[a-z]+(?:_[a-z]+)+\b/g, (word) =>
        others.has(word) ? `[${word}](${word}.md)` : word,
      );
    })
    .join('\n');
}

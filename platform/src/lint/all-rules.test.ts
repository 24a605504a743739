import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { twoServices } from '../../../test/fixtures/two-services.js';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Finding, Rule } from './finding.js';
import { lint } from './lint.js';
import { rules } from './rules.js';

const today = '2026-11-23';
const ids = Object.keys(rules);
const docs = path.resolve(import.meta.dirname, '../../../docs/lint');
const snapshot = path.join(import.meta.dirname, '__snapshots__/arbor-kumori.txt');

const shown = (findings: readonly Finding[]): string =>
  findings
    .map(({ rule, path: where, section, message, arithmetic, remedy, sources, accepted }) =>
      [
        where,
        `  ${accepted === undefined ? 'error' : 'accepted'}[${rule}]: ${message}`,
        `    why: ${arithmetic}`,
        `    fix: ${remedy}`,
        `    section: ${section}`,
        ...sources.map(({ title, url, retrieved }) => `    source: ${title}, ${url} (${retrieved})`),
        ...(accepted === undefined
          ? []
          : [`    accepted by ${accepted.owner} until ${accepted.until}: ${accepted.reason}`]),
        '',
      ].join('\n'),
    )
    .join('\n');

/** Every section that the catalog names. */
const sections = new Set(
  [...JSON.stringify(arborKumori).matchAll(/"section":"([^"]+)"/g)].map(([, name]) => name),
);

describe('all rules', () => {
  const findings = lint(arborKumori, { today });

  it('show what a person sees of the design as it is drawn', async () => {
    expect(existsSync(snapshot), `${snapshot} is missing: write it with vitest --update and read it`).toBe(
      true,
    );
    await expect(shown(findings)).toMatchFileSnapshot(snapshot);
  });

  it('each find something in it', () => {
    const found = new Set(findings.map(({ rule }) => rule));
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
  });

  it('accept nothing but what was decided, and no acceptance rots', () => {
    const accepted = findings.filter((finding) => finding.accepted !== undefined).map(({ rule }) => rule);
    expect(accepted).toEqual(['zero-loss-with-asynchronous-replicas', 'secondary-cannot-take-over']);
    expect(findings.filter(({ rule }) => rule.startsWith('acceptance-'))).toEqual([]);
  });

  it('calculate: no hole in a sentence, no noise of binary fractions, no source without its day', () => {
    for (const { rule, message, arithmetic, remedy, section, sources } of findings) {
      const text = `${message} ${arithmetic} ${remedy}`;
      expect(text, rule).not.toMatch(/undefined|NaN|Infinity|\[object|\d\.\d{5}/);
      expect(arithmetic, rule).not.toBe('');
      expect(sections, rule).toContain(section);
      for (const { retrieved } of sources) expect(retrieved <= today, rule).toBe(true);
    }
  });

  it('find in a platform of other services only what is true of it', () => {
    expect(lint(twoServices, { today }).map(({ rule, path: where }) => [rule, where])).toEqual([
      ['failover-leaves-database-behind', 'failover.steps'],
      ['secondary-cannot-take-over', 'regions[2].services'],
      ['connections-below-instances', 'database.settings.maxConnections'],
    ]);
  });

  it.each(Object.values<Rule>(rules))('$id has a file, a test and a page', ({ id, title }) => {
    expect(existsSync(path.join(import.meta.dirname, `${id}.ts`))).toBe(true);
    expect(existsSync(path.join(import.meta.dirname, `${id}.test.ts`))).toBe(true);
    const page = readFileSync(path.join(docs, `${id}.md`), 'utf8').replace(/\s+/g, ' ');
    expect(page.startsWith(`# ${id} ${title}.`)).toBe(true);
    for (const heading of [
      'What it finds',
      'Why it matters',
      'Example',
      'How to fix it',
      'How to accept it',
    ]) {
      expect(page).toContain(`## ${heading} `);
    }
  });

  it('have no page without a rule, and none that the list leaves out', () => {
    const pages = readdirSync(docs).filter((file) => file !== 'README.md');
    expect(pages.sort()).toEqual(ids.map((id) => `${id}.md`).sort());
    const list = readFileSync(path.join(docs, 'README.md'), 'utf8');
    expect(ids.filter((id) => !list.includes(`(${id}.md)`))).toEqual([]);
  });
});

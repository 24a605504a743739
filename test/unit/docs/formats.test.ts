import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkHistory } from '@attest/chaos';
import { judge, parseEvidence } from '@attest/evidence';
import { describe, expect, it } from 'vitest';

const docs = path.resolve(import.meta.dirname, '../../../docs');
const page = readFileSync(path.join(docs, 'formats.md'), 'utf8');
const source = (file: string) => readFileSync(path.resolve(docs, '..', file), 'utf8');

/** The cells of the first column of the table with this heading. */
function firstColumn(heading: string): string[] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((row) => (row.split('|')[1] ?? '').trim().replaceAll('`', ''));
}

const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

describe('docs/formats.md', () => {
  it('tells of every kind of evidence', () => {
    const kinds = [...source('evidence/src/evidence.ts').matchAll(/readonly kind: '([^']+)'/g)];
    expect(kinds.length).toBeGreaterThan(10);
    expect(firstColumn('kind').sort()).toEqual(kinds.map(([, kind]) => kind).sort());
  });

  it('shows a history that is held, and answers as it says', () => {
    const outcome = checkHistory(example.split('\n'));
    const answer = 'answer' in outcome ? outcome.answer : outcome;
    const shown = /The answer with `--json`:\n\n```jsonc\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(answer).toEqual(JSON.parse(shown.replaceAll(/ +\/\/.*$/gm, '')));
  });

  it('uses every operation in its example and explains it', () => {
    const operations = [...source('chaos/src/history/history-event.ts').matchAll(/readonly op: '([^']+)'/g)];
    expect(firstColumn('op').sort()).toEqual(operations.map(([, op]) => op).sort());
    for (const [, op] of operations) if (op !== 'fail') expect(example).toContain(`"op":"${op}"`);
  });

  it.each([
    ['lost', /\{"id":"w-1"[^}]*\},/, ''],
    ['corrupt', '"hash":"9f86d0","count"', '"hash":"other","count"'],
    ['duplicate', '"count":1', '"count":2'],
    ['phantom', '{"id":"w-1","hash":"9f86d0","count":1}', '$&,{"id":"w-9","hash":"x","count":1}'],
    [
      'failed-but-present',
      /"info"(.*\n[\s\S]*)\{"id":"w-1","hash":"9f86d0","count":1\}/,
      '"fail"$1{"id":"w-1","hash":"9f86d0","count":1},{"id":"w-2","hash":"60303a","count":1}',
    ],
    ['fenced-acknowledgement', '"id":"w-3","epoch":2', '"id":"w-3","epoch":1'],
    ['stale-primary', /\{"id":"w-1"[^}]*\},/, ''],
    [
      'vanished',
      '{"t":20,',
      '{"t":19.5,"op":"read","node":"us-east-1","rows":[{"id":"w-1","hash":"9f86d0","count":1},{"id":"w-0","hash":"x","count":1}]}\n$&',
    ],
  ])('names the rule %s, which a small change of the example breaks', (rule, from, to) => {
    const changed = example.replace(from, to);
    expect(changed).not.toBe(example);
    const outcome = checkHistory(changed.split('\n'));
    const violations = 'answer' in outcome ? outcome.answer.violations : [];
    expect(violations.map((violation) => violation.rule)).toContain(rule);
    expect(firstColumn('rule')).toContain(rule);
  });

  it('names every field of a verdict', () => {
    const run =
      '{"kind":"run","t":0,"at":"2026-01-02T03:04:05.000Z","run":"r","experiment":"region-loss","target":"reference","environment":"production","revision":"x","whatIf":{"replication":"async"},"machine":{}}\n';
    const claim = {
      id: 'failover.data-loss',
      statement: 'x',
      section: 'x',
      promised: { op: '=', value: 0, unit: 'writes' },
    } as const;
    const verdict = judge([claim], parseEvidence(run).evidence);
    for (const name of [...Object.keys(verdict), ...Object.keys(verdict.claims[0] ?? {})]) {
      expect(page).toContain(`"${name}":`);
    }
  });
});

describe('docs/README.md', () => {
  it('lists every page, and only pages that are there', () => {
    const index = readFileSync(path.join(docs, 'README.md'), 'utf8');
    const linked = [...index.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => (link ?? '').split('/')[0]);
    // A page, or a folder of pages; pictures are shown by pages.
    const pages = readdirSync(docs).filter(
      (name) =>
        name !== 'README.md' && (name.endsWith('.md') || existsSync(path.join(docs, name, 'README.md'))),
    );
    expect(linked.filter((link) => link !== '..').sort()).toEqual(pages.sort());
  });
});

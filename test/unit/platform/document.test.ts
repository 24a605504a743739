import { readFileSync } from 'node:fs';
import path from 'node:path';
import { arborKumori, claims, coverage, headingsOf, type Platform } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { type CatalogValue, catalogValues, compare } from './catalog-values.js';
import { type DocumentValue, valuesOf } from './document-values.js';
import { unusedSpellings } from './spellings.js';

const document = readFileSync(
  path.resolve(import.meta.dirname, '../../../docs/deployment-architecture.md'),
  'utf8',
);
const values = valuesOf(document);

const manifest = 'Container Architecture › Kubernetes Deployment';

/**
 * The manifest is drawn for one service, and repeats what the catalog says once, at the service;
 * the containers of the others come from a decision, not from the document.
 */
function manifestView(platform: Platform): CatalogValue[] {
  const drawn = platform.services.findIndex((service) => service.manifest !== undefined);
  const repeated = new RegExp(`^services\\[${drawn}\\]\\.(id$|liveness|readiness)`);
  const own = new RegExp(`^services\\[${drawn}\\]\\.`);
  return catalogValues(platform).map((value) => {
    if (repeated.test(value.path)) return { ...value, section: manifest };
    return value.section === manifest && !own.test(value.path) ? { ...value, section: '' } : value;
  });
}

describe('the document and the catalog', () => {
  it('agree on every value of every block', () => {
    expect(values.length).toBeGreaterThan(250);
    expect(compare(values, manifestView(arborKumori)).missing).toEqual([]);
  });

  it('agree on every number: those that the document does not give come from a decision', () => {
    const { invented } = compare(values, manifestView(arborKumori));
    const decided = [
      { decision: 'one-container-shape', paths: /^services\[1\]\.(container|liveness|readiness)\./ },
      {
        decision: 'usual-load',
        paths: /^services\[\d\]\.(usualRequestsPerSecond|resources\[0\]\.usage\[\d\]\.share)$/,
      },
      { decision: 'synchronous-replication', paths: /^failover\.replication\.quorum$/ },
      { decision: 'alert-path', paths: /^monitoring\.intervals\./ },
    ];
    for (const { decision } of decided) expect(arborKumori.decisions.map(({ id }) => id)).toContain(decision);
    expect(invented.filter((at) => !decided.some(({ paths }) => paths.test(at)))).toEqual([]);
    expect(decided.filter(({ paths }) => !invented.some((at) => paths.test(at)))).toEqual([]);
  });

  it('would not agree if any value of the document were another one', () => {
    const catalog = manifestView(arborKumori);
    const unnoticed = values.filter((_, i) => {
      const mutant = values.map((value, j) => (j === i ? changed(value) : value));
      return compare(mutant, catalog).missing.length === 0;
    });
    expect(unnoticed).toEqual([]);
  });

  it('would not agree if any number of the catalog were another one', () => {
    const catalog = manifestView(arborKumori);
    const numbers = catalog.flatMap(({ value, path: at }, i) =>
      typeof value === 'number' &&
      !/^services\[1\]\.(container|live|read)|quorum|usage|usualRequests|^monitoring\.intervals/.test(at)
        ? [i]
        : [],
    );
    expect(numbers.length).toBeGreaterThan(60);
    const unnoticed = numbers.filter((i) => {
      const mutant = catalog.map((entry, j) =>
        i === j ? { ...entry, value: Number(entry.value) + 7919 } : entry,
      );
      return compare(values, mutant).missing.length === 0;
    });
    expect(unnoticed.map((i) => catalog[i]!.path)).toEqual([]);
  });

  it('use every spelling that is allowed to differ', () => {
    expect(unusedSpellings(values)).toEqual([]);
  });
});

describe('the picture in the document', () => {
  const picture = /^```\n([\s\S]*?)^```$/m.exec(document)![1]!;
  const words = new Set(picture.match(/[\w-]+/g));
  const catalog = JSON.stringify([arborKumori.infrastructure, arborKumori.regions]).toLowerCase();

  it('shows nothing that the catalog lacks, titles apart', () => {
    const titles = 'Edge Network Regional Deployments Platform Services Layer Managed etc'.split(' ');
    const unknown = [...words].filter(
      (word) => !titles.includes(word) && !catalog.includes(word.toLowerCase()),
    );
    expect(unknown).toEqual([]);
  });

  it('shows every region in its role, and everybody whom the catalog names', () => {
    const roles = [...picture.matchAll(/\((Primary|Secondary)\)/g)].map(([, role]) => role!.toLowerCase());
    const regions = [...picture.matchAll(/[A-Z]+-[A-Z]+-\d/g)].map(([region]) => region.toLowerCase());
    expect(arborKumori.regions.map(({ id }) => id)).toEqual(regions);
    expect(arborKumori.regions.map(({ role }) => role)).toEqual(roles);
    const { edge, compute, managedServices } = arborKumori.infrastructure!;
    const named = [edge!.network, ...compute, ...managedServices].flatMap((name) => name.split(' '));
    expect(named.filter((word) => !words.has(word))).toEqual([]);
  });
});

/** The same value, changed where a reader would notice: its first number, else its text. */
function changed({ value, ...rest }: DocumentValue): DocumentValue {
  if (typeof value === 'boolean') return { ...rest, value: !value };
  if (typeof value === 'number') return { ...rest, value: value + 7919 };
  if (/\d/.test(value))
    return { ...rest, value: value.replace(/\d+/, (digits) => String(Number(digits) + 7919)) };
  return { ...rest, value: `${value}x` };
}

describe('coverage of the document by claims', () => {
  const headings = headingsOf(document);
  const nothing = { uncovered: [], staleSilent: [], needlessSilent: [], unknownSections: [] };

  it('reads every ## and ### heading, and none inside a block', () => {
    const blocksRemoved = document.replaceAll(/^```[\s\S]*?^```/gm, '');
    expect(headings).toHaveLength([...blocksRemoved.matchAll(/^#{2,3} /gm)].length);
    expect(headings).toContain('Disaster Recovery › Failover Procedures');
    expect(headings).not.toContain('Base image for all services');
  });

  it('is complete: every heading is covered, or listed with the reason why it promises nothing', () => {
    expect(coverage(arborKumori, document)).toEqual(nothing);
  });

  it.each([
    ['## ', 'Chaos Budget', 'Chaos Budget'],
    ['### 3. ', 'Queue Draining', 'Conclusion › Queue Draining'],
  ])('notices a heading that is added with %s', (level, title, heading) => {
    expect(coverage(arborKumori, `${document}\n${level}${title}\n`).uncovered).toEqual([heading]);
  });

  it.each(headings)('notices that the heading %s is gone', (heading) => {
    const title = heading.split(' › ').at(-1)!;
    const without = document.replace(new RegExp(`^#{2,3} (\\d+\\. )?${literally(title)}$`, 'm'), '#### gone');
    const { staleSilent, unknownSections, uncovered } = coverage(arborKumori, without);
    expect([...staleSilent, ...unknownSections, ...uncovered]).not.toEqual([]);
  });

  it('notices a silent section that promises something after all', () => {
    const silent = [{ section: 'Infrastructure Overview', reason: 'a picture' }];
    const platform = { ...arborKumori, silentSections: [...arborKumori.silentSections, ...silent] };
    expect(coverage(platform, document).needlessSilent).toEqual(['Infrastructure Overview']);
  });

  it('notices a section that loses its claims', () => {
    const { realtime: _, ...platform } = { ...arborKumori, gpu: undefined, cdn: undefined };
    const services = platform.services.filter((service) => service.product === 'arbor');
    const missing = 'Service Deployment Architecture › Kumori Deployment';
    expect(coverage({ ...platform, services }, document).uncovered).toEqual([missing]);
  });

  it('rests on a ledger of at least 70 claims with distinct ids', () => {
    const ids = claims(arborKumori).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(70);
  });
});

const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

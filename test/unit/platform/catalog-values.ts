import type { Platform } from '@attest/platform';
import type { DocumentValue } from './document-values.js';
import { type Expected, expectedFor, renamed } from './spellings.js';

/** A value of the catalog; names of entries (`NODE_ENV`, `pull_request`) are values without a key. */
export interface CatalogValue {
  section: string;
  path: string;
  key: string;
  value: string | number | boolean;
}

/** Blocks that do not come from the document. */
const own = ['id', 'name', 'objectives', 'prices', 'decisions', 'accepted', 'silentSections', 'files'];

/** Every value of the catalog that should come from the document, with the section of the innermost block around it. */
export function catalogValues(platform: Platform): CatalogValue[] {
  return Object.entries(platform)
    .filter(([key]) => !own.includes(key))
    .flatMap(([key, block]) => walk(block, '', key, key));
}

function walk(node: unknown, section: string, path: string, key: string): CatalogValue[] {
  if (Array.isArray(node)) {
    return node.flatMap((item, i) => walk(item, section, `${path}[${i}]`, key));
  }
  if (typeof node === 'object' && node !== null) {
    const inner = 'section' in node && typeof node.section === 'string' ? node.section : section;
    return Object.entries(node)
      .filter(([name, child]) => name !== 'section' && child !== undefined)
      .flatMap(([name, child]) => [
        { section: inner, path: `${path}.${name}`, key: '', value: name },
        ...walk(child, inner, `${path}.${name}`, name),
      ]);
  }
  return [{ section, path, key, value: node as string | number | boolean }];
}

export interface Comparison {
  /** Values of the document that the catalog lacks, as `section › key: value`. */
  missing: string[];
  /** Paths of numbers and yes-or-noes in the catalog that are not in the document. */
  invented: string[];
}

/**
 * Compares section by section. Words must occur; a number or a yes-or-no must occur under the corresponding key,
 * and as often as in the document.
 */
export function compare(values: readonly DocumentValue[], catalog: readonly CatalogValue[]): Comparison {
  const left = catalog.filter(({ value }) => typeof value !== 'string');
  const missing: string[] = [];
  for (const found of values) {
    const inSection = catalog.filter(({ section }) => section === found.section);
    const absent = expectedFor(found).filter((expected) => {
      if (typeof expected.value === 'string') return !inSection.some(({ value }) => value === expected.value);
      if (expected.value === true && inSection.some(({ key, value }) => key !== '' && value === found.key)) {
        return false;
      }
      const at = left.findIndex(
        (candidate) => candidate.section === found.section && agrees(candidate, expected),
      );
      if (at !== -1) left.splice(at, 1);
      return at === -1;
    });
    if (absent.length > 0) missing.push(`${found.section} › ${found.key}: ${found.value}`);
  }
  return { missing, invented: left.map(({ path }) => path) };
}

/** `target_cpu` agrees with `targetCpuPercent`: a key of the catalog may add the unit. */
function agrees(candidate: CatalogValue, expected: Expected): boolean {
  if (candidate.value !== expected.value) return false;
  const key = renamed[expected.key] ?? camel(expected.key);
  return (
    candidate.key === key || (candidate.key.startsWith(key) && /^[A-Z]/.test(candidate.key.slice(key.length)))
  );
}

const camel = (key: string) => key.replaceAll(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase());

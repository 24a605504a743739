import { readFileSync } from 'node:fs';
import path from 'node:path';
import { experiments, mutants } from '@attest/chaos';
import { dashboardNames } from '@attest/dashboards';
import { rules } from '@attest/platform';
import { describe, expect, it } from 'vitest';

const page = (file: string) => readFileSync(path.resolve(import.meta.dirname, '../../..', file), 'utf8');
const inWords: Readonly<Record<number, string>> = { 7: 'seven', 14: 'fourteen' };

describe('what README.md counts', () => {
  const readme = page('README.md');
  it.each([
    ['rules of the lint', `${Object.keys(rules).length} rules`],
    ['experiments', `${Object.keys(experiments).length} experiments`],
    ['dashboards', `${inWords[dashboardNames.length]} dashboards`],
  ])('is there: %s', (_what, said) => {
    expect(readme).toContain(said);
  });
});

describe('chaos/README.md', () => {
  const readme = page('chaos/README.md');

  it('tells of every experiment', () => {
    expect(Object.keys(experiments).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('counts the liars', () => {
    expect(readme).toContain(`${inWords[Object.keys(mutants).length]} ways`);
  });
});

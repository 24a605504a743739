import { contract } from '@attest/instrumentation/contract';
import { describe, expect, it } from 'vitest';
import { contractPage } from './contract-page.js';

const { content } = contractPage();

describe('the page of the contract', () => {
  it('has one row for every metric, with all that is promised of it', () => {
    for (const [name, { type, labels, help }] of Object.entries(contract)) {
      const [row, ...more] = content.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`));
      expect([name, more]).toEqual([name, []]);
      for (const said of [type, help, ...labels.map((label) => `\`${label}\``)]) expect(row).toContain(said);
    }
  });

  it('says what nothing emits', () => {
    const sentence = content.split('\n').find((line) => line.startsWith('Nothing emits these yet'));
    for (const [name, { producer }] of Object.entries(contract)) {
      expect([name, sentence?.includes(`\`${name}\``)]).toEqual([name, producer === 'none']);
    }
  });
});

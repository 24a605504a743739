import type { Resource } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../services/deadline.js';
import type { Statement, Statements } from '../services/primary-database.js';
import { readResource } from '../services/read-resource.js';
import { writeResource } from '../services/write-resource.js';
import { forgetKeys, forgettingKeys } from './lost-keys.js';

const notes: Resource = { name: 'notes', path: '/api/notes', schema: 'diary', enqueues: [] };
const request = { idempotencyKey: 'k', content: 'x', model: null, fingerprint: 'f', queues: [] };

function recording() {
  const asked: Statement[] = [];
  const statements: Statements = {
    async execute(statement) {
      asked.push(statement);
      return { kind: 'not-sent', cause: new Error('nothing is behind it') };
    },
  };
  return { asked, database: forgettingKeys(() => statements, [notes]) };
}

describe('a service that loses idempotency keys', () => {
  it('lets the database take a key that is there, and stores every tenth write twice, under two ids', async () => {
    const { asked, database } = recording();
    for (let write = 1; write <= 20; write += 1) {
      const statements = database();
      if (statements === undefined) throw new Error('the database is known');
      await writeResource(statements, notes, request, new Deadline(1000));
    }
    expect(asked).toHaveLength(22);
    expect(new Set(asked.map(({ values }) => values[0])).size).toBe(22);
    expect(new Set(asked.map(({ values }) => values[1]))).toEqual(new Set(['k']));
    for (const { text } of asked) expect(text).not.toMatch(/on conflict/);
  });

  it('leaves reads as they are, and is nowhere while the database is', async () => {
    const { asked, database } = recording();
    const statements = database();
    if (statements === undefined) throw new Error('the database is known');
    await readResource(statements, notes, '0f0e0d0c-0b0a-4908-8706-050403020100', new Deadline(1000));
    expect(asked).toHaveLength(1);
    expect(forgettingKeys(() => undefined, [notes])()).toBeUndefined();
  });

  it('drops the constraint of every table, by the name that PostgreSQL gives it', () => {
    expect(forgetKeys([notes])).toEqual([
      'alter table "diary"."notes" drop constraint "notes_idempotency_key_key"',
    ]);
  });
});

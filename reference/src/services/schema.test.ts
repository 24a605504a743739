import type { Platform } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { createSchema } from './schema.js';

const platform = {
  regions: [
    { id: 'north', database: 'read_replica' },
    { id: "south's", database: 'primary' },
  ],
  services: [
    { resources: [{ name: 'notes', path: '/notes', schema: 'diary', enqueues: [] }] },
    { resources: [{ name: 'order', path: '/order', schema: 'diary', enqueues: [] }] },
  ],
} as unknown as Platform;

describe('the schema', () => {
  const statements = createSchema(platform);

  it('has a table for every resource of every service, also when its name is a word of SQL', () => {
    const tables = statements.flatMap((statement) => /create table (\S+)/.exec(statement)?.[1] ?? []);
    expect(tables).toEqual(['control.epoch', 'queue.jobs', '"diary"."notes"', '"diary"."order"']);
  });

  it('creates a schema once that several resources share', () => {
    expect(
      statements.filter(
        (statement) => statement.includes('"diary"') && statement.startsWith('create schema'),
      ),
    ).toHaveLength(1);
  });

  it('begins with epoch 1 where the primary database is', () => {
    expect(statements).toContain("insert into control.epoch (epoch, region) values (1, 'south''s')");
  });

  it('refuses a catalog without a primary database', () => {
    expect(() => createSchema({ ...platform, regions: [] })).toThrow(/primary database/);
  });
});

import type pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cancelWhatTakesLong } from './cancelled-wait.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const client = { processID: 42 } as unknown as pg.PoolClient;

function asked() {
  const questions: unknown[][] = [];
  const pool = {
    query: async (...question: unknown[]) => void questions.push(question),
  } as unknown as Pick<pg.Pool, 'query'>;
  return { questions, pool };
}

it('the server is asked to cancel what takes long', () => {
  const { questions, pool } = asked();
  cancelWhatTakesLong(pool, client);
  vi.advanceTimersByTime(1000);
  expect(questions).toEqual([['select pg_cancel_backend($1)', [42]]]);
});

it('what was answered is left alone', () => {
  const { questions, pool } = asked();
  const answered = cancelWhatTakesLong(pool, client);
  answered();
  vi.advanceTimersByTime(1000);
  expect(questions).toEqual([]);
});

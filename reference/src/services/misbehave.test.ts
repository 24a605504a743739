import type { Request, Response } from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { misbehave } from './misbehave.js';

function answerOf(handler: ReturnType<typeof misbehave>, handle: (response: Response) => void = () => {}) {
  const answer: { status?: number; body?: unknown; passedOn: boolean } = { passedOn: false };
  const response = {
    status: (code: number) => {
      answer.status = code;
      return response;
    },
    json: (body: unknown) => {
      answer.body = body;
      return response;
    },
  } as unknown as Response;
  handler({} as Request, response, () => {
    answer.passedOn = true;
    handle(response);
  });
  return answer;
}

describe('a bad revision', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('fails its share of the requests before anything is stored', () => {
    expect(answerOf(misbehave({ errorRatio: 0.2 }, () => 0.19))).toMatchObject({
      status: 500,
      passedOn: false,
    });
    expect(answerOf(misbehave({ errorRatio: 0.2 }, () => 0.2))).toMatchObject({ passedOn: true });
  });

  it('answers right, only later, when it is slow', async () => {
    const answer = answerOf(misbehave({ latencyFactor: 2 }), (response) => response.json('stored'));
    expect(answer.body).toBeUndefined();
    await vi.runAllTimersAsync();
    expect(answer.body).toBe('stored');
  });

  it('answers its share of the requests late, and the others at once', async () => {
    const late = { ratio: 0.1, ms: 1200 };
    const answered = (random: number) =>
      answerOf(
        misbehave({ late }, () => random),
        (response) => response.json('stored'),
      );
    expect(answered(0.1).body).toBe('stored');
    const answer = answered(0.09);
    await vi.advanceTimersByTimeAsync(1199);
    expect(answer.body).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(answer.body).toBe('stored');
  });
});

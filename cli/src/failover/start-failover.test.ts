import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FailoverStatus } from '@attest/controllers';
import { arborKumori as platform } from '@attest/platform';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CliError } from '../cli-error.js';
import { controllerClient } from './controller-client.js';
import { type StartOptions, startFailover } from './start-failover.js';

const { takeover } = platform.failover;
const well: FailoverStatus = { phase: 'monitoring', primary: 'us-east-1', epoch: 1 };
const running: FailoverStatus = {
  ...well,
  phase: 'failing_over',
  trigger: 'maintenance',
  stage: 'update_dns',
};
const done: FailoverStatus = { phase: 'completed', primary: takeover, epoch: 2, trigger: 'maintenance' };

/** A controller that goes through these states, one a question; an error where it does not answer. */
function scripted(states: readonly (FailoverStatus | Error)[]) {
  const triggered: unknown[] = [];
  let next = 0;
  const status = async () => {
    const state = states[Math.min(next, states.length - 1)] as FailoverStatus | Error;
    next += 1;
    if (state instanceof Error) throw state;
    return state;
  };
  return {
    triggered,
    client: {
      url: 'http://controller',
      status,
      trigger: (...asked: unknown[]) => {
        triggered.push(asked);
        return status();
      },
    },
  };
}

function start(states: readonly (FailoverStatus | Error)[], more: Partial<StartOptions> = {}) {
  const { client, triggered } = scripted(states);
  const said: string[] = [];
  const ended = startFailover({
    platform,
    controller: client,
    trigger: 'maintenance',
    why: 'new kernel',
    confirm: async () => takeover,
    say: (text) => void said.push(text),
    sleep: async () => {},
    ...more,
  });
  return { ended, said, triggered };
}

const gone = new CliError('controller-unreachable', 'it does not answer', 'start it');

describe('a failover that a person starts', () => {
  it('shows the plan, is confirmed, and is followed to its end', async () => {
    const { ended, said, triggered } = start([well, running, running, done]);
    expect(await ended).toEqual({ ending: 'completed', status: done });
    expect(triggered).toEqual([['maintenance', 'new kernel', undefined]]);
    expect(said[0]).toContain(`Failover from us-east-1 to ${takeover}, epoch 2:\n  1. detect failure`);
    expect(said.slice(1)).toEqual(['  update dns\n']);
  });

  it.each([
    ['is confirmed with another word', 'yes', /"yes" is not/],
    ['is confirmed by nobody', undefined, /nobody confirmed/],
  ])('does nothing when it %s', async (_how, typed, complaint) => {
    const { ended, triggered } = start([well], { confirm: async () => typed });
    await expect(ended).rejects.toThrow(complaint);
    expect(triggered).toEqual([]);
  });

  it.each(['refused', 'failed'] as const)('says when it was %s', async (phase) => {
    const { ended } = start([well, { ...well, phase }]);
    expect((await ended).ending).toBe(phase);
  });

  it('follows one that is running already, and starts none', async () => {
    const { ended, triggered, said } = start([running, done], {
      confirm: () => Promise.reject(new Error('asked')),
    });
    expect((await ended).ending).toBe('completed');
    expect(triggered).toEqual([]);
    expect(said[0]).toMatch(/running already/);
  });

  it('goes on following a controller that is restarted meanwhile', async () => {
    const { ended } = start([well, running, gone, gone, running, done]);
    expect((await ended).ending).toBe('completed');
  });

  it('does not know what became of one whose end nobody told', async () => {
    expect((await start([well, running]).ended).ending).toBe('unknown');
  });

  it.each([
    ['to a region that there is not', 'mars-1', /not a region/],
    ['to the region that is primary', 'us-east-1', /primary already/],
  ])('is not started %s', async (_where, to, complaint) => {
    await expect(start([well], { to }).ended).rejects.toThrow(complaint);
  });
});

describe('the address of a controller', () => {
  async function serve(status: number, body: string): Promise<string> {
    const server = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('answers with its state', async () => {
    expect(await controllerClient(await serve(200, JSON.stringify(well))).status()).toEqual(well);
  });

  it.each([
    ['an error', 500, '{"error":"no journal"}', /500.*no journal/],
    ['something else', 200, '<html>', /answers 200 <html>/],
    ['another JSON', 200, 'null', /answers 200 null/],
  ])('is not one when it answers with %s', async (_what, status, body, complaint) => {
    await expect(controllerClient(await serve(status, body)).status()).rejects.toThrow(complaint);
  });

  it('is not one where nobody listens', async () => {
    await expect(controllerClient('http://127.0.0.1:1').status()).rejects.toMatchObject({
      code: 'controller-unreachable',
      fix: expect.stringContaining('--controller'),
    });
  });
});

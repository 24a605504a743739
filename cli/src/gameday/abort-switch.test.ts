import { EventEmitter } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { abortSwitch, type Keys } from './abort-switch.js';

function terminal(isTTY: boolean) {
  const modes: boolean[] = [];
  const keys = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode: (mode: boolean) => void modes.push(mode),
    resume: () => {},
    pause: () => {},
  });
  return {
    keys: keys as unknown as Keys,
    type: (text: string) => keys.emit('data', Buffer.from(text)),
    modes,
  };
}

async function open(isTTY = true) {
  const told: string[] = [];
  const { keys, type, modes } = terminal(isTTY);
  const button = await abortSwitch((how) => told.push(how), keys);
  onTestFinished(() => button.close());
  return { told, type, modes, button };
}

describe('ending a game day', () => {
  it('takes one key', async () => {
    const { told, type, button, modes } = await open();
    type('x');
    expect(told).toEqual([]);
    type('q');
    type('q');
    expect(told).toEqual(['the key q']);
    button.close();
    expect(modes).toEqual([true, false]);
  });

  it('takes one request from this machine, and no mere look', async () => {
    const { told, button } = await open(false);
    expect(new URL(button.url).hostname).toBe('127.0.0.1');
    expect((await fetch(button.url)).status).toBe(404);
    expect((await fetch(button.url.replace('abort', ''), { method: 'POST' })).status).toBe(404);
    expect(told).toEqual([]);
    expect((await fetch(button.url, { method: 'POST' })).status).toBe(202);
    expect(told).toEqual(['the abort request']);
  });
});

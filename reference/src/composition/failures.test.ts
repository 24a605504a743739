import { describe, expect, it } from 'vitest';
import type { ManagedProcess } from '../processes/managed-process.js';
import { Failures } from './failures.js';

const ended = (name: string, expected: boolean) =>
  ({
    name,
    exited: Promise.resolve({ code: 1, signal: null, lastLines: ['boom'], expected }),
  }) as unknown as ManagedProcess;

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('failures of processes', () => {
  it('are those that ended without having been told to, with their last lines', async () => {
    const failures = new Failures();
    failures.watch(ended('links', false), { instrument: true });
    failures.watch(ended('edge', true), { instrument: false });
    await settled();
    expect(failures.seen).toEqual([
      { name: 'links', exitCode: 1, signal: null, lastLines: ['boom'], instrument: true },
    ]);
  });

  it('are told to those who listen, until they stop listening', async () => {
    const failures = new Failures();
    const heard: string[] = [];
    const stopListening = failures.subscribe(({ name }) => heard.push(name));
    failures.watch(ended('dns', false), { instrument: false });
    await settled();
    stopListening();
    failures.watch(ended('edge', false), { instrument: false });
    await settled();
    expect(heard).toEqual(['dns']);
  });

  it('are none once everything is being stopped', async () => {
    const failures = new Failures();
    failures.watch(ended('edge', false), { instrument: false });
    failures.stop();
    await settled();
    expect(failures.seen).toEqual([]);
  });
});

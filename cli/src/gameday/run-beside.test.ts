import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arborKumori } from '@attest/platform';
import { afterAll, expect, it } from 'vitest';
import type { CliContext } from '../context.js';
import { runBeside, startRunBeside } from './run-beside.js';

const folder = mkdtempSync(path.join(tmpdir(), 'run-beside-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** In place of the command line: it says what it likes. */
async function beside(script: string, signal = new AbortController().signal, onUp = async () => {}) {
  const program = path.join(folder, 'program.mjs');
  writeFileSync(program, script);
  const said = { out: '', err: '', isUp: 0, isDone: 0 };
  const context = {
    directory: folder,
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
  } as CliContext;
  const asked = {
    platform: arborKumori,
    name: 'partition',
    whatIf: {},
    quiet: false,
    atOnce: 2,
    colours: false,
  } as const;
  const turn = {
    isUp: async () => {
      said.isUp += 1;
      await onUp();
    },
    isDone: () => {
      said.isDone += 1;
    },
  };
  const verdict = startRunBeside(context, asked, { signal, turn, label: 'partition' }, program);
  return { verdict: await verdict, said };
}

it('a run beside others gets all that it must know, and its lines bear its name', async () => {
  const { verdict, said } = await beside(`
    let run;
    process.on('message', (told) => {
      if (told !== 'room') {
        run = told.run;
        process.send('up');
        return;
      }
      console.error('steady state');
      console.log('the answer');
      process.send('done');
      process.send({ verdict: [run.name, run.atOnce, run.platform.services.length] });
      process.disconnect();
    });
    process.send('listening');`);
  expect(verdict).toEqual(['partition', 2, arborKumori.services.length]);
  expect(said).toEqual({ out: 'the answer\n', err: 'partition  steady state\n', isUp: 1, isDone: 1 });
});

it('a run beside others that ends without a verdict is an error that names it', async () => {
  await expect(beside(`process.exit(7);`)).rejects.toMatchObject({
    code: 'run-ended',
    message: 'partition: its process ended without a verdict (exit code 7)',
  });
});

it('a run beside others is told when all are to end, with the reason', async () => {
  const controller = new AbortController();
  const { verdict } = await beside(
    `
    process.on('message', ({ interrupt }) => {
      if (interrupt === undefined) return process.send('up');
      process.send({ verdict: 'ended by ' + interrupt });
      process.disconnect();
    });
    process.send('listening');`,
    controller.signal,
    async () => {
      controller.abort('SIGINT');
      // There is never room for it.
      await new Promise(() => {});
    },
  );
  expect(verdict).toBe('ended by SIGINT');
});

it('nobody else starts it', async () => {
  const { send } = process;
  process.send = undefined as never;
  try {
    await expect(runBeside({} as CliContext)).rejects.toMatchObject({ code: 'bad-option' });
  } finally {
    process.send = send as never;
  }
});

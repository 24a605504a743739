import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type ExperimentName, experiments, type WhatIf } from '@attest/chaos';
import type { SeriesPlace, VerdictDocument } from '@attest/evidence';
import type { Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import type { CliContext } from '../context.js';
import type { Turn } from './at-once.js';
import { runExperiment } from './run-experiment.js';

/** The command that it is; people do not see it. */
const command = 'run-beside';

/** What a run has to know that others run beside. */
export interface BesideRun {
  readonly platform: Platform;
  readonly name: ExperimentName;
  readonly whatIf: WhatIf;
  readonly series?: SeriesPlace;
  readonly quiet: boolean;
  /** As many platforms may be under load, with this one. */
  readonly atOnce: number;
  /** Its answer is printed where colours are wanted. */
  readonly colours: boolean;
}

type Told = { readonly run: BesideRun } | 'room' | { readonly interrupt: string };
type Said = 'listening' | 'up' | 'done' | { readonly verdict: VerdictDocument };

/**
 * Runs an experiment in a process of its own: judging one run must not keep another from looking at the clock. Should this
 * process be killed, that one ends its run and tidies up.
 *
 * @param program of the command line
 * @throws CliError `run-ended` when it has no verdict
 */
export async function startRunBeside(
  { directory, out, err }: CliContext,
  asked: BesideRun,
  { signal, turn, label }: { signal: AbortSignal; turn: Turn; label: string },
  program = process.argv[1] ?? '',
): Promise<VerdictDocument> {
  // A group of its own: Ctrl-C is for this process, which tells it.
  const child = fork(program, [command], {
    cwd: directory,
    detached: true,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tell = (told: Told) => void (child.connected && child.send(told));
  const interrupt = () => tell({ interrupt: String(signal.reason) });
  signal.addEventListener('abort', interrupt);
  let verdict: VerdictDocument | undefined;
  child.on('message', (said: Said) => {
    if (said === 'listening') tell({ run: asked });
    else if (said === 'up') void turn.isUp().then(() => tell('room'));
    else if (said === 'done') turn.isDone();
    else verdict = said.verdict;
  });
  const answer = text(child);
  createInterface({ input: child.stderr! }).on('line', (line) =>
    err(line === '' ? '' : `${label}  ${line}\n`),
  );
  try {
    const [code, killedBy] = await once(child, 'close');
    out(await answer);
    if (verdict !== undefined) return verdict;
    throw new CliError(
      'run-ended',
      `${asked.name}: its process ended without a verdict (${killedBy ?? `exit code ${code}`})`,
      `look at its lines above, and run it alone: attest gameday ${asked.name}`,
    );
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

async function text({ stdout }: ChildProcess): Promise<string> {
  let all = '';
  for await (const part of stdout!.setEncoding('utf8')) all += part;
  return all;
}

/** What the process does that `startRunBeside` starts. @throws CliError when somebody else starts it */
export async function runBeside(context: CliContext): Promise<void> {
  const { send } = process;
  if (send === undefined) {
    throw new CliError(
      'bad-option',
      `${command}: there is no game day that it is part of`,
      'leave it to attest gameday --at-once, which starts it',
    );
  }
  const say = (said: Said) => void (process.connected && send.call(process, said));
  const interrupted = new AbortController();
  const orphaned = () => {
    // The second Ctrl-C, or SIGKILL: whoever was told to end before does so now, and its keeper tidies up.
    if (interrupted.signal.aborted) process.exit(3);
    interrupted.abort('the game day that it is part of has ended');
  };
  process.once('disconnect', orphaned);
  const { signal } = interrupted;
  let thereIsRoom = () => {};
  const room = new Promise<void>((resolve) => {
    thereIsRoom = resolve;
  });
  signal.addEventListener('abort', thereIsRoom, { once: true });
  const asked = new Promise<BesideRun>((resolve) => {
    process.on('message', (told: Told) => {
      if (told === 'room') thereIsRoom();
      else if ('run' in told) resolve(told.run);
      else interrupted.abort(told.interrupt);
    });
  });
  say('listening');
  const { colours, ...run } = await asked;
  const verdict = await runExperiment({
    ...run,
    context: { ...context, colours },
    experiment: experiments[run.name],
    signal,
    onUp: () => {
      say('up');
      return room;
    },
    onLoadEnded: () => say('done'),
  });
  say({ verdict });
  process.off('disconnect', orphaned);
  if (process.connected) process.disconnect();
}

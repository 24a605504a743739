import {
  type FailbackConfig,
  type FailbackLine,
  type FailbackState,
  initialState,
  type JournalLine,
  parseJournal,
  planFailback,
  restore,
  restoreFailback,
  runFailback,
} from '@attest/controllers';
import {
  commandSeeder,
  type Intent,
  type Mode,
  openJournalFile,
  readJournalFile,
  realPorts,
  systemClock,
} from '@attest/controllers/failover-adapters';
import { CliError } from '../cli-error.js';
import type { RealTarget } from './failover-target.js';
import { lockJournal } from './journal-lock.js';

export interface FailbackOptions {
  readonly target: RealTarget;
  readonly execute: boolean;
  readonly discardUnreplicated: boolean;
  confirm(question: string): Promise<string | undefined>;
  say(text: string): void;
  readonly stopped: AbortSignal;
}

export interface RealFailback {
  readonly mode: Mode;
  readonly from: string;
  readonly to: string;
  /** Of an execution: how it ended. A dry run would need to know what the servers answer. */
  readonly ended?: FailbackState;
  readonly intents: readonly Intent[];
}

/**
 * Gives the primary back to the region that the catalog says. Shows the plan and asks; one that was interrupted is gone on with.
 *
 * @throws CliError `not-confirmed`, `failover-going-on`; ControllerError `not-configured` when there is nothing to fail back
 */
export async function runRealFailback(options: FailbackOptions): Promise<RealFailback> {
  const { target, execute, discardUnreplicated, confirm, say } = options;
  const { config, failover, journalFile } = target;
  const ownFile = `${journalFile}.failback`;
  await settleCompleted(target, ownFile);
  const state = restore(parseJournal(await readJournalFile(journalFile)), config);
  const plan = planFailback(state, config, { hasSeeder: failover.seed !== undefined, discardUnreplicated });
  const { old, current } = plan;
  say(formatFailback(plan, failover.seed));
  const about = { from: current, to: old };
  if (!execute) {
    say('Nothing was sent: this was a dry run. --execute does it.\n');
    return { ...about, mode: 'dry-run', intents: [] };
  }
  const release = await lockJournal(journalFile);
  try {
    const past = restoreFailback(await readJournalFile(ownFile));
    const interrupted = past.findLast((line) => line.event === 'stage')?.checkpoint;
    if (interrupted !== undefined && !interrupted.over)
      say(`A failback was interrupted in its stage ${interrupted.stage}; going on with it.\n`);
    else await agree(old, confirm);
    const done = await carryOut(options, plan, past, ownFile);
    await settleCompleted(target, ownFile);
    return { ...about, ...done };
  } finally {
    await release();
  }
}

async function agree(old: string, confirm: FailbackOptions['confirm']): Promise<void> {
  const typed = await confirm(`Type ${old} to start: `);
  if (typed === old) return;
  throw new CliError(
    'not-confirmed',
    typed === undefined ? 'nobody confirmed the failback' : `"${typed}" is not ${old}`,
    `type the region when you are asked, or pass --confirm ${old}; nothing was done`,
  );
}

async function carryOut(
  { target, say, stopped }: FailbackOptions,
  plan: FailbackConfig,
  past: readonly FailbackLine[],
  ownFile: string,
): Promise<Pick<RealFailback, 'mode' | 'ended' | 'intents'>> {
  const { config, failover, entrances } = target;
  const intents: Intent[] = [];
  const mode = 'execute';
  const acting = { mode, record: (intent: Intent) => void intents.push(intent) } as const;
  const journal = await openJournalFile<FailbackLine>(ownFile, (line) => {
    if (line.event === 'stage' && !line.checkpoint.over)
      say(`  ${line.checkpoint.stage.replaceAll('-', ' ')}\n`);
  });
  try {
    const none = { append: async () => {} };
    const ports = await realPorts({ target: failover, config, entrances, journal: none, ...acting });
    const seeder = failover.seed && { seeder: commandSeeder(failover.seed, acting) };
    const ended = await runFailback(plan, config, { ...ports, ...seeder, journal }, past, stopped);
    return { mode, ended, intents };
  } finally {
    await journal.close();
  }
}

/**
 * From a completed failback on, the failover's journal begins where the catalog does, with the epoch that the switchover has introduced. Done
 * before anything else, for one whose process was killed in between.
 */
async function settleCompleted({ journalFile, config }: RealTarget, ownFile: string): Promise<void> {
  const last = restoreFailback(await readJournalFile(ownFile)).findLast(
    (line) => line.event === 'stage',
  )?.checkpoint;
  if (last?.over !== true || last.ending?.as !== 'completed') return;
  const epoch = last.epoch + 1;
  const known = restore(parseJournal(await readJournalFile(journalFile)), config);
  if (known.epoch >= epoch) return;
  const file = await openJournalFile(journalFile);
  const line: JournalLine = {
    monotonicMs: systemClock.monotonicMs(),
    at: systemClock.isoNow(),
    event: 'action',
    action: `failback:${config.primary}`,
    outcome: 'done',
    checkpoint: initialState(config, epoch),
  };
  await file.append(line);
  await file.close();
}

function formatFailback(
  { old, current, replication, forkLsn, discardUnreplicated }: FailbackConfig,
  seed: readonly string[] | undefined,
): string {
  const command =
    seed?.join(' ') ?? 'a person: no command is configured, so it is refused unless that was done already';
  return [
    `Failback from ${current} to ${old}:`,
    `  1. ${old} refuses writes, and its position is compared: an epoch or a timeline that is not older than ${current}'s ends it here`,
    replication.mode === 'asynchronous' && !discardUnreplicated
      ? `     and so does anything beyond ${forkLsn ?? 'an unknown position'}: it may have been acknowledged`
      : `     (the timelines part at ${forkLsn ?? 'an unknown position'})`,
    `  2. ${old} is seeded from ${current}, which destroys what it has now, by ${command}`,
    `  3. ${old} follows ${current}, counts as a synchronous standby, and catches up; clients notice nothing`,
    `  4. a planned failover from ${current} to ${old}; writes stop until ${old} is promoted`,
    `  5. ${current} is seeded from ${old} and becomes a standby again`,
    '',
  ].join('\n');
}

import {
  type ControllerError,
  createFailoverController,
  type FailoverPorts,
  type FailoverStatus,
  type JournalLine,
  parseJournal,
  restore,
  statusOf,
} from '@attest/controllers';
import {
  type AdapterOptions,
  openJournalFile,
  readJournalFile,
  realPorts,
} from '@attest/controllers/failover-adapters';
import type { ControllerClient } from './controller-client.js';
import type { RealTarget } from './failover-target.js';
import { lockJournal } from './journal-lock.js';

export interface RealController extends ControllerClient {
  /** Gives up what is in flight; the journal says where to go on. */
  close(): Promise<void>;
}

export interface RealControllerOptions extends AdapterOptions {
  readonly target: RealTarget;
  readonly onHalt: (error: ControllerError) => void;
  /** Other hands than the real ones, for tests. */
  readonly ports?: (journal: FailoverPorts['journal']) => Promise<FailoverPorts>;
}

/**
 * A controller in this process that acts on a real platform. It starts nothing by itself; what an earlier one left unfinished it goes on
 * with. In a dry run it begins where the journal ends, and leaves the journal alone.
 *
 * @throws CliError `failover-going-on`; ControllerError of the adapters, `journal-unreadable`
 */
export async function openRealController(options: RealControllerOptions): Promise<RealController> {
  const { target, mode, record, onHalt } = options;
  const { journalFile, failover, config, entrances } = target;
  const open = async () => {
    if (mode === 'dry-run') return { append: async () => {}, close: async () => {} };
    const release = await lockJournal(journalFile);
    const file = await openJournalFile(journalFile);
    return {
      append: file.append,
      async close() {
        await file.close();
        await release();
      },
    };
  };
  const past: JournalLine[] = parseJournal(await readJournalFile(journalFile));
  const journal = await open();
  try {
    const ports = await (options.ports?.(journal) ??
      realPorts({ target: failover, config, entrances, journal, mode, record }));
    const controller = createFailoverController(config, ports, { journal: past, watch: false, onHalt });
    controller.start();
    return {
      url: `target ${target.name}`,
      status: async () => controller.status(),
      trigger: (trigger, reason, to) => controller.trigger(trigger, reason, to),
      async close() {
        await controller.stop();
        await journal.close();
      },
    };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Where a target stands, by its journal alone. */
export async function journalStatus({ journalFile, config }: RealTarget): Promise<FailoverStatus> {
  return statusOf(restore(parseJournal(await readJournalFile(journalFile)), config));
}

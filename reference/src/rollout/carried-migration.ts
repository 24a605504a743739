import type { RolloutEvent } from '@attest/evidence';
import { impatiently, type Migration } from './migration.js';

/** What a migration needs to know of the platform, and to do to it. */
export interface MigrationPorts {
  /** On the database that takes writes. */
  execute(sql: string): Promise<void>;
  /** Connections that the old revision has to it. */
  oldConnections(): Promise<number>;
  /** Statements that the database refused because of its tables since they were changed. */
  refusals(revision: 'baseline' | 'canary'): Promise<number>;
  /** Rows that carry what only the new revision stores, and those that are wrong; `undefined`: it stores nothing of the kind. */
  kept(): Promise<{ readonly written: number; readonly wrong: number } | undefined>;
  /** Resolves after a while; the refusals may have become more by then. */
  wait(): Promise<void>;
  /** Puts the new revision in the place of the old one wherever that still runs. */
  replaceElsewhere(): Promise<void>;
  monotonicMs(): number;
  tell(event: MigrationEvent): void;
}

export type MigrationEvent = Extract<
  RolloutEvent extends infer E ? (E extends RolloutEvent ? Omit<E, 'service'> : never) : never,
  { event: 'migrated' | 'refused' | 'kept' }
>;

/** As long as it takes until Prometheus knows what happened just after the tables were changed. */
const waitsAfterExpanding = 7;
/** Until an old revision that was taken away has closed its connections. */
const waitsBeforeContracting = 30;

/** The migration of a release, which is carried out while the old revision serves: first wider, narrower only when that one is gone. */
export class CarriedMigration {
  #isApplied = false;

  constructor(
    private readonly migration: Migration,
    private readonly tables: readonly string[],
    private readonly ports: MigrationPorts,
  ) {}

  /**
   * Before the new revision is started. The old one is looked at for a while: where the database refuses what it asks, the tables are
   * changed back at once.
   *
   * @returns how many of its statements were refused
   */
  async expand(): Promise<number> {
    this.#isApplied = true;
    await this.#step('expand');
    let refused = 0;
    for (let waited = 0; waited < waitsAfterExpanding && refused === 0; waited += 1) {
      await this.ports.wait();
      refused = await this.ports.refusals('baseline').catch(() => 0);
    }
    if (refused > 0) {
      await this.revert();
      await this.tellOutcome();
    }
    return refused;
  }

  /** Once the new revision serves everything. @throws Error while the old one is still connected */
  async contract(): Promise<void> {
    await this.ports.replaceElsewhere();
    for (let waited = 0; (await this.ports.oldConnections()) > 0; waited += 1) {
      if (waited >= waitsBeforeContracting)
        throw new Error('the old revision is still connected to the database; nothing was contracted');
      await this.ports.wait();
    }
    await this.#step('contract');
    await this.tellOutcome();
  }

  /** The release is withdrawn: whatever the old revision needs. Idempotent. */
  async revert(): Promise<void> {
    if (!this.#isApplied) return;
    await this.#step('revert');
    this.#isApplied = false;
  }

  /** What became of the statements of both revisions, and of what only the new one stores. */
  async tellOutcome(): Promise<void> {
    const { refusals, kept, tell } = this.ports;
    const [baseline = null, canary = null] = await Promise.all(
      (['baseline', 'canary'] as const).map((revision) => refusals(revision).catch(() => null)),
    );
    tell({ event: 'refused', baseline, canary });
    const rows = await kept();
    if (rows !== undefined) tell({ event: 'kept', ...rows });
  }

  async #step(step: 'expand' | 'contract' | 'revert'): Promise<void> {
    const { execute, oldConnections, monotonicMs, tell } = this.ports;
    const statements = this.tables.flatMap((table) => this.migration[step](table));
    if (statements.length === 0) return;
    const connections = await oldConnections();
    const startedMs = monotonicMs();
    for (const statement of statements) await execute(impatiently(statement));
    const seconds = (monotonicMs() - startedMs) / 1000;
    tell({ event: 'migrated', step, statements, seconds, oldConnections: connections });
  }
}

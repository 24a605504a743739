import { Pool } from 'undici';
import { probe } from '../proxy/probe.js';
import { Streak } from '../proxy/streak.js';
import { originHealthCheck, responseTimeoutMs } from './edge-config.js';
import { ErrorWindow } from './error-window.js';

/** How far back `GET /state` can count. */
const windowSeconds = 60;

/** One service in one region, as the edge sees it: kept connections, health, and how the last requests went. */
export class Origin {
  readonly url: string;
  readonly recent = new ErrorWindow(windowSeconds);
  #pool: Pool;
  #timer: NodeJS.Timeout | undefined;
  readonly #health = new Streak({ initially: true, ...originHealthCheck });

  constructor(
    readonly service: string,
    readonly region: string,
    port: number,
    private readonly readinessPath: string,
    private readonly onHealth: (healthy: boolean) => void,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.#pool = this.#newPool();
  }

  get pool(): Pool {
    return this.#pool;
  }

  get healthy(): boolean {
    return this.#health.holds;
  }

  startHealthChecks(): void {
    this.onHealth(this.healthy);
    this.#timer = setInterval(() => void this.#check(), originHealthCheck.periodMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.dropConnections();
  }

  /** Ends what is under way; the next request opens new connections. */
  dropConnections(): void {
    this.#renewPool()
      .destroy(new Error('the edge left this origin'))
      .catch(() => {});
  }

  /** What is under way may end, within its deadline; the next request opens new connections. */
  #retireConnections(): void {
    this.#renewPool()
      .close()
      .catch(() => {});
  }

  #renewPool(): Pool {
    const old = this.#pool;
    this.#pool = this.#newPool();
    return old;
  }

  async #check(): Promise<void> {
    const answer = await probe(this.url + this.readinessPath, originHealthCheck.timeoutMs);
    if (!this.#health.observe(answer.ok)) return;
    this.onHealth(this.healthy);
    // Connections into a black hole never say that they are dead, not even when the link is back.
    if (!this.healthy) this.#retireConnections();
  }

  #newPool(): Pool {
    return new Pool(this.url, {
      connections: 512,
      pipelining: 1,
      connect: { timeout: responseTimeoutMs },
      keepAliveTimeout: 30_000,
      // The exchange has a deadline of its own, exact where undici's clock ticks every half second.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }
}

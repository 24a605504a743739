/** The part of an http.Server that draining needs. */
export interface DrainableServer {
  close(closed: () => void): unknown;
  closeIdleConnections(): void;
}

/** What the process is doing, and whether it is on its way out. */
export class Lifecycle {
  #active = 0;
  #draining = false;
  readonly #idle = new Set<() => void>();
  readonly #servers = new Set<DrainableServer>();

  /** True from SIGTERM on: readiness is off. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Requests and jobs in progress. */
  get active(): number {
    return this.#active;
  }

  /** Whether this process has served HTTP. */
  get serves(): boolean {
    return this.#servers.size > 0;
  }

  begin(): void {
    this.#active++;
  }

  end(): void {
    this.#active--;
    // Most often nobody waits, and going through nobody takes a microsecond.
    if (this.#active > 0 || this.#idle.size === 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  /** A server that stops accepting connections once the process drains. */
  addServer(server: DrainableServer): void {
    this.#servers.add(server);
  }

  startDraining(): void {
    this.#draining = true;
  }

  /** Resolves when all connections have ended. */
  async stopAccepting(): Promise<void> {
    await Promise.all(
      Array.from(this.#servers, (server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    );
  }

  closeIdleConnections(): void {
    for (const server of this.#servers) server.closeIdleConnections();
  }

  /** Resolves when nothing is in progress. */
  idle(): Promise<void> {
    if (this.#active <= 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.add(resolve));
  }
}

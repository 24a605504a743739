/** What the process is doing, and whether it is on its way out. */
export class Lifecycle {
  #active = 0;
  #draining = false;
  readonly #idle = new Set<() => void>();
  readonly #servers = new Set<{ close(): unknown }>();

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
    if (this.#active > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  /** A server that stops accepting connections once the process drains. */
  addServer(server: { close(): unknown }): void {
    this.#servers.add(server);
  }

  startDraining(): void {
    this.#draining = true;
  }

  stopAccepting(): void {
    for (const server of this.#servers) server.close();
  }

  /** Resolves when nothing is in progress. */
  idle(): Promise<void> {
    if (this.#active <= 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.add(resolve));
  }
}

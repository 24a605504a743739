import { EventEmitter } from 'node:events';

/** As much of a pg.Client as a pg.Pool needs; statements that contain "fails" fail with an SQLSTATE. */
export class FakeClient extends EventEmitter {
  /** Set to make the next connections fail. */
  static unreachable: Error | undefined;
  readonly _queryable = true;

  connect(done: (error?: Error) => void): void {
    setImmediate(() => done(FakeClient.unreachable));
  }

  query(config: string | { text: string }, ...rest: unknown[]): unknown {
    const text = typeof config === 'string' ? config : config.text;
    const error = text.includes('fails') ? Object.assign(new Error(text), { code: '23505' }) : null;
    const done = rest.find((value) => typeof value === 'function') as
      | ((error: Error | null, result?: object) => void)
      | undefined;
    if (done) return void setImmediate(() => done(error, { rows: [] }));
    return error ? Promise.reject(error) : Promise.resolve({ rows: [] });
  }

  end(done?: () => void): void {
    if (done) setImmediate(done);
  }

  isConnected(): boolean {
    return FakeClient.unreachable === undefined;
  }

  ref(): void {}
  unref(): void {}
}

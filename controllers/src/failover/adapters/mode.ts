/** `dry-run`: everything that would be sent is recorded, secrets by their name, and nothing is sent. */
export type Mode = 'dry-run' | 'execute';

/** Something that an adapter does to the world, or asks of it. */
export interface Intent {
  readonly adapter: string;
  /** Exactly what is sent, with secrets replaced by their names: a request, a statement, a command. */
  readonly request: string;
}

export interface AdapterOptions {
  readonly mode: Mode;
  /** Told of every intent, in either mode, before it is sent. */
  readonly record: (intent: Intent) => void;
}

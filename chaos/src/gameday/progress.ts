/** Where a run tells a person what it is doing. */
export interface Progress {
  /** A thing that is done, on a line of its own, kept. */
  done(what: string, detail?: string): void;
  /** What is going on right now; the next call may overwrite it. */
  live(text: string): void;
}

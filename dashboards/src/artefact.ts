/** A file to be written; only the command line writes it. */
export interface Artefact {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly content: string;
}

/** A file that is generated. */
export interface Artefact {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly content: string;
}

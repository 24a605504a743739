/** A file to be written; only the command line writes it. */
export interface Artefact {
  /** Relative to the repository, with forward slashes. */
  path: string;
  content: string;
}

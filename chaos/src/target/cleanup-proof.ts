/** What is left after the end; all three must be empty. */
export interface CleanupProof {
  readonly processesLeft: readonly string[];
  readonly portsLeft: readonly number[];
  readonly filesLeft: readonly string[];
}

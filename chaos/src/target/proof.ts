export interface Proof {
  readonly probe: string;
  readonly expected: string;
  readonly observed: string;
  readonly ok: boolean;
}

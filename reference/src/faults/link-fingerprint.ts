import type { Proof } from '@attest/chaos';
import type { Link, Links } from '../links/links.js';

/** Everything that shapes the traffic, as it was before the first fault. */
export class LinkFingerprint {
  #before: string | undefined;

  constructor(private readonly links: Links) {}

  async remember(): Promise<void> {
    this.#before ??= await this.links.fingerprint();
  }

  /** These links answer, and all links are as they were. */
  async proveRestored(chosen: readonly Link[]): Promise<Proof[]> {
    const after = await this.links.fingerprint();
    const isSame = after === this.#before;
    return [
      ...(await this.links.proveOpenOf(chosen)),
      {
        probe: 'fingerprint of all links',
        expected: 'as before the fault',
        observed: isSame ? 'as before the fault' : `before: ${this.#before}; after: ${after}`,
        ok: isSame,
      },
    ];
  }
}

import type { AdapterOptions } from '@attest/controllers/failover-adapters';

/** The bed's controller acts, and its journal says what it did. */
export const acting: AdapterOptions = { mode: 'execute', record: () => {} };

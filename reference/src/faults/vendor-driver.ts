import type { Disturbance, Proof, VendorDriver, VendorTrouble } from '@attest/chaos';
import { adminCall } from './admin-call.js';
import { askVendor } from './ask-vendor.js';

/** Longer than an answer takes on a busy machine. */
const usualWithinMs = 2000;
const hangsForMs = 1000;

/** Troubles the bed's vendors, each of which has a port of its own, by their admin port. */
export function vendorDriver(ports: Readonly<Record<string, number>>): VendorDriver {
  const admin = (method: string, path: string, body?: unknown) =>
    adminCall(ports.admin ?? 0, method, path, body);
  const fingerprint = async () => JSON.stringify(await admin('GET', '/troubles'));
  let before: string | undefined;
  return {
    troubled(vendor, trouble): Disturbance {
      const port = ports[vendor] ?? 0;
      const isKept = async (id: string) => {
        const { received } = (await admin('GET', '/received?channel=webhook')) as {
          received: readonly { dedupKey?: string }[];
        };
        return received.some(({ dedupKey }) => dedupKey === id);
      };
      return {
        async inject() {
          before ??= await fingerprint();
          await admin('PUT', `/troubles/${vendor}`, trouble);
        },
        prove: () => proofs[trouble.kind](vendor, port, trouble, isKept),
        undo: async () => void (await admin('DELETE', `/troubles/${vendor}`)),
        async proveUndone() {
          const after = await fingerprint();
          const isSame = after === (before ?? '{}');
          const answer = await askVendor(port, { timeoutMs: usualWithinMs });
          return [
            {
              probe: 'troubles of all vendors',
              expected: 'as before the fault',
              observed: isSame ? 'as before the fault' : `before: ${before}; after: ${after}`,
              ok: isSame,
            },
            {
              probe: `a request to ${vendor}`,
              expected: 'an answer of its own',
              observed: answer.said,
              ok: answer.status !== undefined && answer.status !== 503 && answer.status !== 429,
            },
          ];
        },
      };
    },
  };
}

type ProofOf<K extends VendorTrouble['kind']> = (
  vendor: string,
  port: number,
  trouble: Extract<VendorTrouble, { kind: K }>,
  isKept: (id: string) => Promise<boolean>,
) => Promise<Proof[]>;

/** What a client sees of each; it is asked as a client would ask. */
const proofs: { readonly [K in VendorTrouble['kind']]: ProofOf<VendorTrouble['kind']> } = {
  refuses: async (vendor, port, trouble) => {
    const { status } = trouble as Extract<VendorTrouble, { kind: 'refuses' }>;
    const answer = await askVendor(port, { timeoutMs: usualWithinMs });
    return [proof(vendor, `status ${status}`, answer.said, answer.status === status)];
  },
  hangs: async (vendor, port) => {
    const answer = await askVendor(port, { timeoutMs: hangsForMs });
    return [proof(vendor, 'no answer', answer.said, answer.said === 'no answer')];
  },
  slow: async (vendor, port, trouble) => {
    const { addedMs } = trouble as Extract<VendorTrouble, { kind: 'slow' }>;
    const answer = await askVendor(port, { timeoutMs: addedMs + usualWithinMs });
    // Timers may fire a millisecond early.
    const isLate = answer.status !== undefined && answer.tookMs >= addedMs - 2;
    return [
      proof(
        vendor,
        `an answer after ${addedMs} ms`,
        `${answer.said} after ${answer.tookMs.toFixed(0)} ms`,
        isLate,
      ),
    ];
  },
  limits: async (vendor, port, trouble) => {
    const { perSecond } = trouble as Extract<VendorTrouble, { kind: 'limits' }>;
    const answers = await Promise.all(
      Array.from({ length: Math.ceil(perSecond) + 5 }, () => askVendor(port, { timeoutMs: usualWithinMs })),
    );
    const refused = answers.filter(({ status }) => status === 429).length;
    return [
      proof(vendor, 'status 429 for some of many', `429 for ${refused} of ${answers.length}`, refused > 0),
    ];
  },
  'loses-requests': async (vendor, port, _trouble, isKept) => {
    const id = probeId();
    const answer = await askVendor(port, { timeoutMs: usualWithinMs, webhookId: id });
    const kept = await isKept(id);
    return [
      proof(vendor, 'a broken connection', answer.said, answer.said === 'a broken connection'),
      proof(vendor, 'nothing received', kept ? 'received' : 'nothing received', !kept),
    ];
  },
  'loses-answers': async (vendor, port, _trouble, isKept) => {
    const id = probeId();
    const answer = await askVendor(port, { timeoutMs: usualWithinMs, webhookId: id });
    const kept = await isKept(id);
    return [
      proof(vendor, 'a broken connection', answer.said, answer.said === 'a broken connection'),
      proof(vendor, 'received', kept ? 'received' : 'nothing received', kept),
    ];
  },
};

const probeId = () => `attest-probe_${crypto.randomUUID()}`;

function proof(vendor: string, expected: string, observed: string, ok: boolean): Proof {
  return { probe: `a request to ${vendor}`, expected, observed, ok };
}

import type { Disturbance, Proof, ReleaseDefect } from '@attest/chaos';

export type Misbehaviour = Pick<ReleaseDefect, 'errorRatio' | 'late'>;

/** The services of one region, as somebody beside them can set them and ask them. */
export interface MisbehavingServices {
  readonly services: readonly string[];
  set(service: string, misbehaviour: Misbehaviour | undefined): Promise<void>;
  /** What is wrong on purpose now; an empty object when nothing is. */
  state(): Promise<unknown>;
  /** One request, as a client sends it. */
  ask(service: string): Promise<{ readonly status: number; readonly tookMs: number }>;
}

/** Enough for one in ten to be met all but certainly, and few enough to be nobody's load. */
const mostRequests = 120;
const atOnce = 4;

/** All instances of every service fail or delay a share of their requests; their probes are answered as before. */
export function misbehaving(region: MisbehavingServices, misbehaviour: Misbehaviour): Disturbance {
  const { errorRatio = 0, late } = misbehaviour;
  const isBad = ({ status, tookMs }: { status: number; tookMs: number }) =>
    // Timers may fire a millisecond early.
    errorRatio > 0 ? status === 500 : tookMs >= (late?.ms ?? Number.POSITIVE_INFINITY) - 2;
  const what = errorRatio > 0 ? 'status 500' : `${late?.ms ?? 0} ms or more`;
  const sample = async (service: string, isEnough: (bad: number, good: number) => boolean) => {
    let [bad, good] = [0, 0];
    for (let sent = 0; sent < mostRequests && !isEnough(bad, good); sent += atOnce) {
      const answers = await Promise.all(Array.from({ length: atOnce }, () => region.ask(service)));
      bad += answers.filter(isBad).length;
      good += answers.filter((answer) => !isBad(answer)).length;
    }
    return { bad, good };
  };
  const proof = (service: string, expected: string, bad: number, good: number, ok: boolean): Proof => ({
    probe: `${bad + good} requests to ${service}`,
    expected,
    observed: `${bad} with ${what}`,
    ok,
  });
  const forEach = <T>(work: (service: string) => Promise<T>) => Promise.all(region.services.map(work));
  return {
    inject: async () => void (await forEach((service) => region.set(service, misbehaviour))),
    prove: () =>
      forEach(async (service) => {
        const { bad, good } = await sample(service, (b, g) => b > 0 && g > 0);
        return proof(service, `some with ${what}, and not all`, bad, good, bad > 0 && good > 0);
      }),
    undo: async () => void (await forEach((service) => region.set(service, undefined))),
    async proveUndone() {
      const state = JSON.stringify(await region.state());
      const untouched = {
        probe: 'what is wrong on purpose',
        expected: '{}',
        observed: state,
        ok: state === '{}',
      };
      const samples = await forEach(async (service) => {
        const { bad, good } = await sample(service, (b) => b > 0);
        return proof(service, `none with ${what}`, bad, good, bad === 0 && good > 0);
      });
      return [untouched, ...samples];
    },
  };
}

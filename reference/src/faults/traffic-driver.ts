import { setTimeout as delay } from 'node:timers/promises';
import type { Disturbance, Proof, TrafficDriver } from '@attest/chaos';

/** Where clients enter, as one of them. */
export interface Entrance {
  /** Requests a second that arrived within the last so many seconds. */
  arriving(seconds: number): Promise<number>;
  /** Asks for something that changes nothing; answers with the status. */
  read(): Promise<number>;
  /** Of writes that clients have sent before; the returned function sends one of them again, and answers with the status. */
  written(): Promise<() => Promise<number>>;
}

const tickMs = 20;
/** Whoever sends still more only measures itself. */
const mostUnderWay = 500;
/** Short enough to be all of the spike, or all after it. */
const windowSeconds = 3;
const patienceMs = 15_000;
/** How exactly a rate is known of a few seconds of traffic that is not even. */
const tolerance = 0.8;

export function trafficDriver(entrance: Entrance): TrafficDriver {
  let spike: Spike | undefined;
  let usual: number | undefined;
  const until = async (isThere: (rate: number) => boolean) => {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const rate = await entrance.arriving(windowSeconds);
      if (isThere(rate) || performance.now() > deadline) return rate;
      await delay(500);
    }
  };
  const more = (
    factor: number,
    asked: () => Promise<() => Promise<number>>,
    proveMore: (spike: Spike) => Proof[] = () => [],
  ): Disturbance => ({
    async inject() {
      spike?.stop();
      usual = await entrance.arriving(windowSeconds);
      spike = new Spike(await asked(), usual * (factor - 1));
      await until((rate) => rate >= (usual ?? 0) * factor * tolerance);
    },
    async prove() {
      if (usual === undefined || spike === undefined) return [];
      const wanted = usual * factor * tolerance;
      const rate = await entrance.arriving(windowSeconds);
      return [
        {
          probe: `requests of the last ${windowSeconds} s`,
          expected: `at least ${wanted.toFixed(0)}/s, usual are ${usual.toFixed(0)}/s`,
          observed: `${rate.toFixed(0)}/s`,
          ok: usual > 0 && rate >= wanted,
        },
        ...proveMore(spike),
      ];
    },
    async undo() {
      spike?.stop();
      spike = undefined;
    },
    async proveUndone() {
      const most = (usual ?? 0) / tolerance;
      const rate = spike === undefined ? await until((now) => now <= most) : await entrance.arriving(1);
      return [
        {
          probe: `requests of the last ${windowSeconds} s`,
          expected: `at most ${most.toFixed(0)}/s`,
          observed: `${rate.toFixed(0)}/s`,
          ok: rate <= most,
        },
      ];
    },
  });
  return {
    spike: (factor) => more(factor, async () => () => entrance.read()),
    retries: (factor) =>
      more(
        factor,
        () => entrance.written(),
        ({ answers }) => [
          {
            probe: 'writes that were sent again',
            // A new one would be 201.
            expected: 'most answered with 200, as what is there already',
            observed:
              [...answers].map(([status, count]) => `${count} times ${status}`).join(', ') || 'no answer',
            ok: (answers.get(200) ?? 0) > total(answers) / 2,
          },
        ],
      ),
  };
}

const total = (answers: ReadonlyMap<number, number>) =>
  [...answers.values()].reduce((sum, count) => sum + count, 0);

/** Requests at an even rate, whether or not the ones before were answered. */
class Spike {
  readonly #timer: NodeJS.Timeout;
  readonly #answers = new Map<number, number>();
  #due = 0;
  #underWay = 0;

  constructor(
    private readonly ask: () => Promise<number>,
    perSecond: number,
  ) {
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#due += ((now - last) / 1000) * perSecond;
      last = now;
      for (; this.#due >= 1; this.#due -= 1) this.#askOnce();
    }, tickMs);
  }

  /** How often each status was answered. */
  get answers(): ReadonlyMap<number, number> {
    return this.#answers;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #askOnce(): void {
    if (this.#underWay >= mostUnderWay) return;
    this.#underWay += 1;
    this.ask()
      .then((status) => void this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1))
      .catch(() => undefined)
      .finally(() => {
        this.#underWay -= 1;
      });
  }
}

import { monotonicMs } from '../clock.js';

/** Called when a step of the start is over. */
export type OnStep = (name: string, seconds: number) => void;

/** Does the work, and tells how long it took. */
export async function timed<T>(onStep: OnStep, name: string, work: () => Promise<T>): Promise<T> {
  const begun = monotonicMs();
  const result = await work();
  onStep(name, (monotonicMs() - begun) / 1000);
  return result;
}

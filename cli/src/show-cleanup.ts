import type { Progress } from '@attest/chaos';
import type { Bed } from '@attest/reference';

type Proof = Awaited<ReturnType<Bed['stop']>>['proof'];

/** Says what was left behind, and answers whether that is nothing. */
export function showCleanup(progress: Progress, { processesLeft, portsLeft, filesLeft }: Proof): boolean {
  const left = [...processesLeft, ...portsLeft.map(String), ...filesLeft];
  progress.done(left.length === 0 ? 'everything stopped and removed' : `left behind: ${left.join(', ')}`);
  return left.length === 0;
}

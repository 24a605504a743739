import { readFileSync } from 'node:fs';

/** Time of all cores since the machine was started, in ticks. */
interface Times {
  readonly all: number;
  /** In which the host of a virtual machine gave a core that had work to somebody else. */
  readonly stolen: number;
}

/** Begins now; says at the end what of the time the host took away, for figures from then are worth little. */
export function watchStolenTime(): () => string {
  const before = read();
  return () => {
    const after = read();
    if (!before || !after) return 'how much of the time the host took away is not known here';
    const share = (after.stolen - before.stolen) / (after.all - before.all);
    const worth = share > 0.01 ? ': too much, measure again when it is quiet' : '';
    return `the host took away ${(share * 100).toFixed(1)} % of the time${worth}`;
  };
}

/** Source: proc_stat(5), first line: user nice system idle iowait irq softirq steal. Undefined where there is no such file. */
function read(): Times | undefined {
  try {
    const ticks = readFileSync('/proc/stat', 'utf8')
      .split('\n', 1)[0]
      ?.trim()
      .split(/\s+/)
      .slice(1, 9)
      .map(Number);
    if (ticks?.length !== 8) return undefined;
    return { all: ticks.reduce((sum, each) => sum + each, 0), stolen: ticks[7] as number };
  } catch {
    return undefined;
  }
}

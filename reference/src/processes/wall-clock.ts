/** What a program's wall clock shows, and how far that is from the machine's; `offsetMs` is 0 unless an experiment has set it. */
export interface WallClockReading {
  readonly type: 'wall-clock';
  readonly nowMs: number;
  readonly offsetMs: number;
}

/** Asks a program what its wall clock shows, after setting it when an offset is given. */
export interface WallClockQuestion {
  readonly type: 'wall-clock';
  readonly offsetMs?: number;
}

const MachineDate = globalThis.Date;
const machineNow = MachineDate.now.bind(MachineDate);
let offsetMs = 0;

/**
 * Sets the wall clock of this program, as one on a machine whose clock is wrong would have it: everything that asks JavaScript for
 * the time of day. The monotonic clock, timers among it, goes on as before, as it does on such a machine.
 */
export function setWallClock(wantedOffsetMs: number): void {
  offsetMs = wantedOffsetMs;
  MachineDate.now = offsetMs === 0 ? machineNow : () => machineNow() + offsetMs;
  // Without arguments a date does not ask `Date.now`, but the machine.
  globalThis.Date = offsetMs === 0 ? MachineDate : new Proxy(MachineDate, skewed);
}

export function readWallClock(): WallClockReading {
  return { type: 'wall-clock', nowMs: Date.now(), offsetMs };
}

const skewed: ProxyHandler<DateConstructor> = {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, newTarget),
  apply: (target) => new target(target.now()).toString(),
};

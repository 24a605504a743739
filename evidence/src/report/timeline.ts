import type { ClientStream, Recorded } from '../evidence.js';
import { runFacts } from '../judges/run-facts.js';
import { isStepOk, type StepTime, stepTimes } from '../judges/step-times.js';
import { firstRecoveredWindow } from '../recovery.js';

/** What the pictures show. All times are seconds from `zeroT`. */
export interface Timeline {
  /** ms since the run's start. */
  readonly zeroT: number;
  /** What zero is, for the axis. */
  readonly zeroIs: string;
  readonly fromS: number;
  readonly toS: number;
  readonly streams: Readonly<Record<ClientStream, readonly SecondPoint[]>>;
  readonly moments: readonly Moment[];
  readonly bands: readonly Band[];
  readonly steps: readonly StepBar[];
  /** Promised p99 in ms, where the run recorded it. */
  readonly lateMs: number | undefined;
}

export interface SecondPoint {
  readonly atS: number;
  readonly arrivals: number;
  readonly good: number;
  /** Share of arrivals that were not good, in percent; null when there were none. */
  readonly badPercent: number | null;
  readonly p99Ms: number | null;
}

export type MomentKind = 'fault' | 'effect' | 'detected' | 'done' | 'recovered' | 'undone';

export interface Moment {
  readonly kind: MomentKind;
  readonly atS: number;
  readonly label: string;
  readonly line: number | undefined;
}

export interface Band {
  readonly kind: 'fault' | 'failover';
  readonly fromS: number;
  readonly toS: number;
}

export interface StepBar {
  readonly step: string;
  readonly fromS: number;
  readonly toS: number;
  readonly isOk: boolean;
}

/** Undefined when clients were never seen: there is nothing to draw. */
export function timelineOf(evidence: readonly Recorded[]): Timeline | undefined {
  const facts = runFacts(evidence);
  const clients = facts.of('clients');
  if (clients.length === 0) return undefined;
  const { intent, effective, trigger, ending } = facts;
  const zero = effective ?? intent;
  const zeroT = zero?.t ?? 0;
  const s = (t: number) => Math.round(t - zeroT) / 1000;
  const lastT = clients.reduce((newest, { second }) => Math.max(newest, second + 1000), 0);
  const firstT = clients.reduce((oldest, { second }) => Math.min(oldest, second), lastT);
  const recovered = effective === undefined ? undefined : firstRecoveredWindow(clients, effective.t);
  const undone = facts.injections.at(-1)?.undone;
  const moment = (kind: MomentKind, label: string, t: number | undefined, line?: number): Moment[] =>
    t === undefined ? [] : [{ kind, label, atS: s(t), line }];
  return {
    zeroT,
    zeroIs:
      effective !== undefined
        ? `the proven effect of ${effective.fault}`
        : intent !== undefined
          ? `the intended ${intent.fault}`
          : "the run's start",
    fromS: s(firstT),
    toS: s(Math.max(lastT, undone?.t ?? 0)),
    streams: { writes: points(clients, 'writes', s), reads: points(clients, 'reads', s) },
    moments: [
      ...moment('fault', 'Injected', intent?.t, intent?.line),
      ...moment('effect', 'Effective', effective?.t, effective?.line),
      ...moment('detected', 'Detected', trigger?.t, trigger?.line),
      ...moment('done', `Failover ${ending?.event ?? ''}`, ending?.t, ending?.line),
      ...moment('recovered', 'Clients served', recovered?.startT),
      ...moment(
        'undone',
        facts.injections.length > 1 ? 'Last fault undone' : 'Fault undone',
        undone?.t,
        undone?.line,
      ),
    ],
    bands: [
      ...facts.injections.flatMap(({ effective: began, undone: ended }) =>
        began === undefined ? [] : [{ kind: 'fault' as const, fromS: s(began.t), toS: s(ended?.t ?? lastT) }],
      ),
      ...(trigger === undefined || ending === undefined
        ? []
        : [{ kind: 'failover' as const, fromS: s(trigger.t), toS: s(ending.t) }]),
    ],
    steps: stepTimes(facts.of('failover')).map((step) => bar(step, s, ending?.t ?? lastT)),
    lateMs: facts.of('run')[0]?.lateMs,
  };
}

function points(clients: readonly Recorded[], stream: ClientStream, s: (t: number) => number): SecondPoint[] {
  return clients
    .flatMap((line) => (line.kind === 'clients' && line.stream === stream ? [line] : []))
    .sort((a, b) => a.second - b.second)
    .map(({ second, arrivals, good, p99Ms }) => ({
      // A bucket stands for its second: it is drawn at the middle.
      atS: s(second + 500),
      arrivals,
      good,
      badPercent: arrivals === 0 ? null : (100 * (arrivals - good)) / arrivals,
      p99Ms,
    }));
}

function bar(step: StepTime, s: (t: number) => number, openEndT: number): StepBar {
  return {
    step: step.step,
    fromS: s(step.startT),
    toS: s(step.endT ?? openEndT),
    isOk: isStepOk(step),
  };
}

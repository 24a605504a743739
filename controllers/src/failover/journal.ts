/** The five steps of a failover, named as the architecture names them. Source: Disaster Recovery › Failover Procedures. */
export const stepNames = [
  'detect_failure',
  'verify_secondary_health',
  'update_dns',
  'redirect_traffic',
  'notify_stakeholders',
] as const;

export type StepName = (typeof stepNames)[number];

/** What may start a failover: the first three by itself, the others by a person. */
export const triggerNames = [
  'region_failure',
  'database_failure',
  'high_error_rate',
  'maintenance',
  'security_incident',
] as const;

export type TriggerName = (typeof triggerNames)[number];

export type JournalEvent =
  | 'trigger'
  | 'step-start'
  | 'step-end'
  | 'action'
  | 'refused'
  | 'completed'
  | 'failed';

/**
 * One line of the controller's journal (JSON lines, append-only).
 *
 * An action is written twice: with outcome `started` before it is carried out, so that a controller that is killed
 * knows what it may have done, and again with what came of it.
 */
export interface JournalLine {
  /** CLOCK_MONOTONIC in ms, the clock that all processes of a machine share. */
  monotonicMs: number;
  /** Wall clock, ISO 8601. For people; no decision is made on it. */
  at: string;
  event: JournalEvent;
  step?: StepName;
  /** Kind and subject, e.g. `promote:eu-west-1`, `notify:slack`, `point-dns:primary.db.attest.test`. */
  action?: string;
  trigger?: TriggerName;
  /** The epoch that this failover introduces. */
  epoch?: number;
  /** The region acted on; on `trigger` and on the last line, the region that takes over. */
  region?: string;
  /** `started`, `done`, `failed`, `timed-out` for actions; a closed reason code for `refused` and `failed`. */
  outcome?: string;
  /** For people: what was seen, and after a refusal or failure what to do. */
  detail?: string;
  /** What a restarted controller needs in order to go on from here; opaque to everybody else. */
  checkpoint?: unknown;
}

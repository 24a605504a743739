export interface ReceivedNotification {
  readonly channel: 'pagerduty' | 'slack' | 'email' | 'webhook' | 'heartbeat' | 'ably';
  readonly receivedMonotonicMs: number;
  readonly summary: string;
  readonly dedupKey?: string;
  /** `controller` when the failover controller sent it, `rollout` when a rollout did, `alertmanager` when an alert did; undefined when unknown. */
  readonly sender?: string;
}

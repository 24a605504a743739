/** Where the stand-ins of the platform's vendors listen; alerts are routed to them. */
export interface MonitoringEndpoints {
  /** URL that takes PagerDuty Events v2. */
  readonly pagerduty: string;
  /** URL of the Slack webhook. */
  readonly slack: string;
  /** `host:port`, without TLS or authentication. */
  readonly smtp: string;
  /** URL that is told that alerting works. */
  readonly heartbeat: string;
}

/** What the generator of alerts hands over: this package does not know how rules are made. */
export interface MonitoringFiles {
  /** Paths relative to Prometheus' configuration. */
  readonly rules: readonly { readonly path: string; readonly content: string }[];
  /** alertmanager.yml. */
  readonly alertmanager: string;
  /** What it reads beside it; paths relative to it. */
  readonly templates: readonly { readonly path: string; readonly content: string }[];
}

/** Where the platform's vendors listen; rules and routes are generated for them. */
export interface MonitoringEndpoints {
  readonly environment: string;
  /** Events API v2 of the pager, e.g. `http://127.0.0.1:40001/v2/enqueue`. */
  readonly pagerdutyUrl: string;
  readonly pagerdutyRoutingKey: string;
  readonly slackUrl: string;
  /** `host:port`; speaks SMTP without TLS and asks for no name. */
  readonly smtpAddress: string;
  /** Where the heartbeat of the monitoring itself goes. */
  readonly heartbeatUrl: string;
}

/** What the generator of alerts hands over: this package does not know how rules are made. */
export interface MonitoringFiles {
  readonly rules: readonly { readonly path: string; readonly content: string }[];
  /** alertmanager.yml. */
  readonly alertmanager: string;
}

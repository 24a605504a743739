import type { MetricsPushConfiguration } from './metrics-push.js';
import type { SentryConfiguration } from './sentry.js';
import type { TracesConfiguration } from './traces.js';

export interface DrainOptions {
  /**
   * How long new requests are still accepted after SIGTERM, so that load balancers notice that readiness is off.
   * Default 1; only when the process has served HTTP.
   */
  readonly delaySeconds?: number;
  /** How long running requests and jobs may take after that. Default 25, under Kubernetes' grace period of 30 s. */
  readonly timeoutSeconds?: number;
}

export interface SentryOptions {
  /** Default: SENTRY_DSN. */
  readonly dsn?: string;
  /** Default: SENTRY_RELEASE, then the revision. */
  readonly release?: string;
  /** Default: SENTRY_ENVIRONMENT, then the environment of the resource. */
  readonly environment?: string;
  /** Whether recorded traces become Sentry's transactions; `false` where spans go elsewhere anyway. Default true. */
  readonly transactions?: boolean;
  /** Share of all requests that are profiled, at most the share that is traced. Default 0.01. */
  readonly profileRatio?: number;
}

/** What is given here wins over the environment. */
export interface TelemetryOptions {
  /** Default: OTEL_SERVICE_NAME, then `service.name` in OTEL_RESOURCE_ATTRIBUTES. Required one way or another. */
  readonly service?: string;
  /** Default: `service.version`. */
  readonly version?: string;
  /** What was deployed, usually a commit. Default: `vcs.ref.head.revision`. */
  readonly revision?: string;
  /** Default: `cloud.region`. */
  readonly region?: string;
  /** Default: `deployment.environment.name`, then its older name `deployment.environment`. */
  readonly environment?: string;
  /** Port of `GET /metrics`; 0 = any free one. Default: ATTEST_METRICS_PORT, then 9464. */
  readonly metricsPort?: number | 'off';
  /** Address of the metrics server. Default: every interface. */
  readonly metricsHost?: string;
  /** Allow-list of GPU models; others are counted as `_OTHER`. */
  readonly models?: readonly string[];
  /**
   * Traces begin where OTEL_EXPORTER_OTLP_ENDPOINT or SENTRY_DSN says that somebody wants them; `ratio` (default:
   * OTEL_TRACES_SAMPLER_ARG, then 0.1) is the share of those begun here that is recorded. `false` = none.
   */
  readonly traces?: false | { readonly ratio?: number };
  /** Errors and transactions go to Sentry where a DSN is given, here or as SENTRY_DSN. */
  readonly sentry?: false | SentryOptions;
  /**
   * On SIGTERM: readiness off, requests and jobs finished, exit. `false` leaves SIGTERM alone; a service that has a
   * SIGTERM handler of its own keeps control, and only readiness is turned off.
   */
  readonly drain?: false | DrainOptions;
  /** Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Resource {
  readonly service: string;
  readonly version: string;
  readonly revision: string;
  readonly region: string;
  readonly environment: string;
}

export interface Configuration {
  readonly enabled: boolean;
  readonly resource: Resource;
  readonly metricsPort: number | 'off';
  readonly metricsHost: string | undefined;
  readonly models: readonly string[];
  readonly drain: false | Required<DrainOptions>;
  /** Undefined when nobody wants traces. */
  readonly traces: TracesConfiguration | undefined;
  readonly sentry: SentryConfiguration | undefined;
  /** All of OTEL_RESOURCE_ATTRIBUTES. */
  readonly resourceAttributes: ReadonlyMap<string, string>;
  /** Undefined when metrics are only scraped. */
  readonly metricsPush: MetricsPushConfiguration | undefined;
  /** `service.instance.id`: tells the processes of a service apart. */
  readonly instanceId: string;
}

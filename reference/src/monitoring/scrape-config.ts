import { stringify } from 'yaml';

/** A listener that serves `/metrics` and stays where it is. */
export interface StaticTarget {
  /** Scrape job, e.g. `edge`. */
  readonly job: string;
  /** What it is called in the label `instance`. */
  readonly instance: string;
  readonly port: number;
  /** The place it stands in, for programs that do not tell themselves. */
  readonly region: string;
}

export interface PrometheusConfigOptions {
  readonly environment: string;
  /** Admin ports of the regions' supervisors, which tell where the instances are. */
  readonly supervisorPorts: readonly number[];
  readonly targets: readonly StaticTarget[];
  /** Relative to the configuration. */
  readonly ruleFiles: readonly string[];
  readonly alertmanagerPort: number;
}

/** Beside the configuration: lists of targets of programs that run only for a while. Source: Prometheus, `file_sd_config`. */
export const onDemandDirectory = 'on-demand';

/** Short, because the bed lives for minutes; shorter would cost the two cores that the services need. */
const interval = '5s';
const timeout = '4s';

/**
 * prometheus.yml. Labels of a series win over those of its target (`honor_labels`): our programs name service, region and
 * environment themselves, and speak for other services where they must (the edge).
 */
export function prometheusConfig(options: PrometheusConfigOptions): string {
  const { environment, supervisorPorts, targets, ruleFiles, alertmanagerPort } = options;
  const jobs = [...new Set(targets.map(({ job }) => job))];
  return stringify({
    global: { scrape_interval: interval, scrape_timeout: timeout, evaluation_interval: interval },
    rule_files: ruleFiles,
    alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${alertmanagerPort}`] }] }] },
    scrape_configs: [
      {
        job_name: 'regions',
        honor_labels: true,
        http_sd_configs: supervisorPorts.map((port) => ({
          url: `http://127.0.0.1:${port}/targets`,
          refresh_interval: interval,
        })),
      },
      ...jobs.map((job) => ({
        job_name: job,
        honor_labels: true,
        static_configs: targets
          .filter((target) => target.job === job)
          .map(({ port, instance, region }) => ({
            targets: [`127.0.0.1:${port}`],
            labels: { service: job, instance, region, environment },
          })),
      })),
      {
        job_name: 'on-demand',
        honor_labels: true,
        file_sd_configs: [{ files: [`${onDemandDirectory}/*.json`], refresh_interval: interval }],
      },
    ],
  });
}

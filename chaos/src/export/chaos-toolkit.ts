import type { MetricName } from '@attest/instrumentation/contract';
import type { Platform } from '@attest/platform';
import { type Experiment, type ExperimentName, experiments } from '../experiments/index.js';

/** A file for `chaos run`. Source: https://chaostoolkit.org/reference/api/experiment/ */
export type ChaosToolkitExperiment = Readonly<Record<string, unknown>>;

const edgeDurations = 'edge_request_duration_seconds' satisfies MetricName;

/**
 * An experiment that a team runs with the Chaos Toolkit: the steady state is asked of Prometheus, before and after; the fault is
 * applied with kubectl from the file beside it, and taken away however the experiment ends.
 *
 * @param manifest the file of Chaos Mesh objects, relative to the experiment's
 */
export function chaosToolkitExperiment(
  name: ExperimentName,
  platform: Platform,
  manifest: string,
): ChaosToolkitExperiment {
  const { title, hypothesis, fault, watch, steadyState }: Experiment = experiments[name];
  const secondsInPlace = watch.for === 'endurance' ? watch.seconds : platform.failover.durationSeconds;
  return {
    version: '1.0.0',
    title,
    description: hypothesis,
    tags: ['attest', fault],
    configuration: { prometheus_url: { type: 'env', key: 'PROMETHEUS_URL' } },
    'steady-state-hypothesis': {
      title: 'The edge serves, and somebody is being served',
      probes: [
        probe('requests-arrive', `sum(rate(${edgeDurations}_count[1m])) > bool 0`),
        probe(
          'requests-are-answered-well',
          `sum(rate(${edgeDurations}_count{http_response_status_code!~"5.."}[1m])) / sum(rate(${edgeDurations}_count[1m])) >= bool ${goodRatioOf(platform)}`,
        ),
      ],
    },
    method: [
      {
        type: 'action',
        name: `inject-${fault}`,
        provider: kubectl('apply', manifest),
        // Nothing is asked of the platform while Prometheus has not yet seen it without its fault.
        pauses: { after: secondsInPlace + steadyState.seconds },
      },
    ],
    rollbacks: [
      { type: 'action', name: `undo-${fault}`, provider: kubectl('delete', manifest, '--ignore-not-found') },
    ],
  };
}

function goodRatioOf({ monitoring }: Platform): string {
  const errorRate = monitoring.rules.find(({ indicator }) => indicator === 'error_rate')?.threshold ?? 0;
  return String(Number((1 - errorRate).toFixed(6)));
}

/** Holds when Prometheus answers the comparison with 1. */
function probe(name: string, query: string) {
  return {
    type: 'probe',
    name,
    tolerance: { type: 'jsonpath', path: '$.data.result[0].value[1]', expect: ['1'], target: 'body' },
    provider: {
      type: 'http',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the Chaos Toolkit fills it in
      url: '${prometheus_url}/api/v1/query',
      arguments: { query },
      timeout: 10,
    },
  };
}

function kubectl(verb: 'apply' | 'delete', manifest: string, ...more: readonly string[]) {
  return { type: 'process', path: 'kubectl', arguments: [verb, '-f', manifest, ...more], timeout: 60 };
}

import { type PrometheusClient, PrometheusError } from './prometheus.js';

/** Whether there is anything of ours to see, in one sentence for people. */
export type Sight =
  | { readonly kind: 'ours' }
  | { readonly kind: 'unreachable' | 'empty' | 'wrong'; readonly reason: string; readonly fix: string };

/** A dashboard full of empty panels does not tell that it looks at the wrong Prometheus. */
export async function lookAtPrometheus(client: PrometheusClient, environment: string): Promise<Sight> {
  try {
    const [ours] = await client.instant(`count(build_info{environment=${JSON.stringify(environment)}})`);
    if (ours !== undefined && ours.value > 0) return { kind: 'ours' };
    const [any] = await client.instant('count({__name__=~".+"})');
    if (any === undefined)
      return {
        kind: 'empty',
        reason: 'This Prometheus has no series at all.',
        fix: 'wait for its first scrapes, or look at its page “Targets”',
      };
    const others = await client.instant('count by (environment) (build_info)');
    const seen = others.map(({ labels }) => labels.environment ?? '').filter(Boolean);
    return {
      kind: 'wrong',
      reason:
        seen.length > 0
          ? `This Prometheus knows the environments ${seen.join(', ')}, but not ${environment}.`
          : 'No service that this Prometheus scrapes is instrumented by Attest: it has no build_info.',
      fix:
        seen.length > 0
          ? `name one of them with --environment`
          : 'name the Prometheus that scrapes your services with --prometheus, or instrument them first',
    };
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    return { kind: 'unreachable', reason: `${error.message}.`, fix: error.fix };
  }
}

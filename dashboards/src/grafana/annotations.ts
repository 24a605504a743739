import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource } from './datasource.js';

/** What happened, on the time axis of every panel. */
export interface Annotation {
  readonly name: string;
  readonly expr: string;
  readonly title: string;
  readonly colour: string;
}

/** Something new is running, the controller is at work, an alert fires. */
export const annotations: readonly Annotation[] = [
  {
    name: 'Deployments',
    expr: 'max by (service, revision) (build_info{environment="$environment",service=~"$service"}) unless max by (service, revision) (build_info{environment="$environment"} offset 5m)',
    title: '{{service}} {{revision}} deployed',
    colour: 'blue',
  },
  {
    name: 'Failovers',
    expr: 'max by (state) (failover_state{environment="$environment",state!="monitoring"}) == 1',
    title: 'Failover: {{state}}',
    colour: 'red',
  },
  {
    name: 'Alerts',
    expr: 'max by (alertname, service, severity) (ALERTS{alertstate="firing",severity=~"critical|warning"})',
    title: '{{alertname}} {{service}}',
    colour: 'orange',
  },
];

export const annotationBuilders = (): AnnotationQueryBuilder[] =>
  annotations.map(({ name, expr, title, colour }) =>
    new AnnotationQueryBuilder()
      .name(name)
      .datasource({ ...datasource })
      .enable(true)
      .hide(false)
      .iconColor(colour)
      .expr(expr)
      .step('60s')
      .titleFormat(title),
  );

import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, VariableName } from '../model.js';
import { datasource } from './datasource.js';

/** What a reader may choose from; of the catalog, so that what has vanished from the metrics can still be chosen. */
export interface Choices {
  readonly environment: string;
  readonly services: readonly string[];
  readonly regions: readonly string[];
  readonly models: readonly string[];
}

type VariableBuilder = CustomVariableBuilder | DatasourceVariableBuilder | QueryVariableBuilder;

const every = { text: 'All', value: '$__all' };

export function variables({ variables: own }: Dashboard, choices: Choices): VariableBuilder[] {
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    labelVariable('environment', 'Environment', 'build_info', {
      text: choices.environment,
      value: choices.environment,
    }),
    custom('region', 'Region', choices.regions),
    custom('service', 'Service', choices.services),
    ...own.map((name) => further[name](choices)),
    ofProcess('job', 'Job'),
    ofProcess('instance', 'Instance'),
  ];
}

const further = {
  route: () =>
    multiple(
      labelVariable('route', 'Route', 'http_server_request_duration_seconds_count', every, 'http_route'),
    ),
  revision: () => multiple(labelVariable('revision', 'Revision', 'build_info', every)),
  // Services name queues of their own besides those of the catalog.
  queue: () => multiple(labelVariable('queue', 'Queue', 'queue_oldest_job_age_seconds', every)),
  model: ({ models }) => custom('model', 'Model', models),
} satisfies Record<VariableName, (choices: Choices) => VariableBuilder>;

/** Exactly as grafana/dashboard-linter asks for: `template-job-rule`, `template-instance-rule`. */
const ofProcess = (name: string, label: string) =>
  multiple(labelVariable(name, label, 'build_info', every), '.+');

function custom(name: string, label: string, values: readonly string[]): CustomVariableBuilder {
  return new CustomVariableBuilder(name)
    .label(label)
    .values(values.join(','))
    .multi(true)
    .includeAll(true)
    .current({ ...every, selected: true });
}

const multiple = (builder: QueryVariableBuilder, all = '.*') =>
  builder.multi(true).includeAll(true).allValue(all);

function labelVariable(
  name: string,
  label: string,
  metric: string,
  current: { text: string; value: string },
  from = name,
): QueryVariableBuilder {
  // `environment` cannot be narrowed by itself.
  const within = name === 'environment' ? '' : '{environment="$environment"}';
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource({ ...datasource })
    .query(`label_values(${metric}${within}, ${from})`)
    .current({ ...current, selected: true })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}

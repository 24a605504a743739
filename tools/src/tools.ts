import type { Tool, ToolName } from './tool.js';

const prometheusVersion = /, version (\d+\.\d+\.\d+)/;
const postgresVersion = /\(PostgreSQL\) (\d+\.\d+)/;
const postgresRange = { from: '18.0', below: '19.0' };
const postgresLicence = 'PostgreSQL';

/**
 * Every tool, in the order in which `attest doctor` lists them. From PATH we take the version that Attest is made with and later
 * ones up to the next major, because an older one may lack a flag or a field that we use.
 */
export const tools = {
  node: {
    purpose: 'runs Attest and the reference services',
    version: '20.19.0',
    accepted: { from: '20.19.0' },
    ask: { args: ['--version'], version: /^v(\d+\.\d+\.\d+)/ },
    commands: [],
    source: { kind: 'running' },
    licence: 'MIT',
  },
  k6: {
    purpose: 'makes load',
    version: '2.2.0',
    accepted: { from: '2.2.0', below: '3.0.0' },
    ask: { args: ['version'], version: /^k6\S* v(\d+\.\d+\.\d+)/ },
    commands: ['k6'],
    source: { kind: 'go', module: 'k6' },
    // Its licence reaches whatever links it, so it is only ever run as a process of its own.
    licence: 'AGPL-3.0, run as a subprocess only',
  },
  prometheus: {
    purpose: 'stores metrics, evaluates rules',
    version: '3.14.0',
    accepted: { from: '3.14.0', below: '4.0.0' },
    ask: { args: ['--version'], version: prometheusVersion },
    commands: ['prometheus'],
    source: { kind: 'go', module: 'prometheus' },
    licence: 'Apache-2.0',
  },
  promtool: {
    purpose: 'checks and tests rules',
    version: '3.14.0',
    accepted: { from: '3.14.0', below: '4.0.0' },
    ask: { args: ['--version'], version: prometheusVersion },
    commands: ['promtool'],
    source: { kind: 'go', module: 'prometheus' },
    licence: 'Apache-2.0',
  },
  alertmanager: {
    purpose: 'routes alerts',
    version: '0.31.1',
    accepted: { from: '0.31.1', below: '1.0.0' },
    ask: { args: ['--version'], version: prometheusVersion },
    commands: ['alertmanager', 'prometheus-alertmanager'],
    source: { kind: 'go', module: 'alertmanager' },
    licence: 'Apache-2.0',
  },
  amtool: {
    purpose: 'checks alert routes',
    version: '0.31.1',
    accepted: { from: '0.31.1', below: '1.0.0' },
    ask: { args: ['--version'], version: prometheusVersion },
    commands: ['amtool'],
    source: { kind: 'go', module: 'alertmanager' },
    licence: 'Apache-2.0',
  },
  toxiproxy: {
    purpose: 'delays and cuts links',
    version: '2.12.0',
    accepted: { from: '2.12.0', below: '3.0.0' },
    ask: { args: ['--version'], version: /version v?(\d+\.\d+\.\d+)/ },
    commands: ['toxiproxy-server'],
    source: { kind: 'go', module: 'toxiproxy' },
    licence: 'MIT',
  },
  node_exporter: {
    purpose: 'measures the machine',
    version: '1.12.1',
    accepted: { from: '1.12.1', below: '2.0.0' },
    ask: { args: ['--version'], version: prometheusVersion },
    commands: ['node_exporter', 'prometheus-node-exporter'],
    source: { kind: 'go', module: 'node_exporter' },
    licence: 'Apache-2.0',
  },
  // The three belong together (initdb runs the postgres beside it), so none of them is mixed in from PATH.
  postgres: {
    purpose: 'the database of every region',
    version: '18.4',
    accepted: postgresRange,
    ask: { args: ['--version'], version: postgresVersion },
    commands: [],
    source: { kind: 'npm', file: 'bin/postgres' },
    licence: postgresLicence,
  },
  initdb: {
    purpose: 'creates a database cluster',
    version: '18.4',
    accepted: postgresRange,
    ask: { args: ['--version'], version: postgresVersion },
    commands: [],
    source: { kind: 'npm', file: 'bin/initdb' },
    licence: postgresLicence,
  },
  pg_ctl: {
    purpose: 'starts, stops and promotes',
    version: '18.4',
    accepted: postgresRange,
    ask: { args: ['--version'], version: postgresVersion },
    commands: [],
    source: { kind: 'npm', file: 'bin/pg_ctl' },
    licence: postgresLicence,
  },
  postgres_exporter: {
    purpose: 'measures PostgreSQL',
    version: '0.11.1',
    accepted: { from: '0.11.0', below: '1.0.0' },
    ask: { args: ['--version'], version: prometheusVersion },
    commands: ['postgres_exporter', 'prometheus-postgres-exporter'],
    source: {
      kind: 'path-only',
      instead: 'optional: Attest’s own exporter gives the same metrics, as far as they are used',
    },
    licence: 'Apache-2.0',
  },
} as const satisfies Record<ToolName, Tool>;

export const toolNames = Object.keys(tools) as ToolName[];

/** A tool's data with its declared type, for code that treats all tools alike. */
export function toolNamed(name: ToolName): Tool {
  return tools[name];
}

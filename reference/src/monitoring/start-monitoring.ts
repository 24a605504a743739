import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Keeper } from '../processes/keeper.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import type { MonitoringFiles } from './monitoring-files.js';
import { onDemandDirectory, prometheusConfig, type StaticTarget } from './scrape-config.js';
import { startOnFreePort } from './start-on-free-port.js';

export interface MonitoringOptions {
  readonly keeper: Keeper;
  /** Paths of the programs. */
  readonly tools: {
    readonly prometheus: string;
    readonly alertmanager: string;
    readonly node_exporter: string;
  };
  /** Receives configurations, series and silences. */
  readonly directory: string;
  readonly logDirectory: string;
  readonly environment: string;
  readonly files: MonitoringFiles;
  readonly supervisorPorts: readonly number[];
  /** Everything but what is started here. */
  readonly targets: readonly StaticTarget[];
  readonly region: string;
}

export interface Monitoring {
  readonly prometheusPort: number;
  readonly alertmanagerPort: number;
  readonly processes: readonly ManagedProcess[];
  /** Programs that run only for a while list their targets here, a JSON file each. */
  readonly onDemandTargets: string;
}

/** Starts Alertmanager and node_exporter, then Prometheus, which scrapes them and everything else. */
export async function startMonitoring(options: MonitoringOptions): Promise<Monitoring> {
  const { keeper, tools, directory, logDirectory, files } = options;
  const configDirectory = join(directory, 'prometheus');
  const alertmanagerFile = join(directory, 'alertmanager', 'alertmanager.yml');
  await write(alertmanagerFile, files.alertmanager);
  for (const { path, content } of files.templates)
    await write(join(dirname(alertmanagerFile), path), content);
  for (const { path, content } of files.rules) await write(join(configDirectory, path), content);
  const [alertmanager, nodeExporter] = await Promise.all([
    startOnFreePort({
      keeper,
      name: 'alertmanager',
      command: tools.alertmanager,
      args: (port) => [
        `--config.file=${alertmanagerFile}`,
        `--storage.path=${join(directory, 'alertmanager', 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        // Alone: no gossip, no port for it.
        '--cluster.listen-address=',
        '--log.level=warn',
      ],
      readyPath: '/-/ready',
      logFile: join(logDirectory, 'alertmanager.log'),
    }),
    startOnFreePort({
      keeper,
      name: 'node_exporter',
      command: tools.node_exporter,
      args: (port) => [`--web.listen-address=127.0.0.1:${port}`, '--log.level=warn'],
      readyPath: '/',
      logFile: join(logDirectory, 'node_exporter.log'),
    }),
  ]);
  const { environment, supervisorPorts, region } = options;
  const own: StaticTarget[] = [
    { job: 'alertmanager', instance: 'alertmanager', port: alertmanager.port, region },
    { job: 'node_exporter', instance: 'node_exporter', port: nodeExporter.port, region },
  ];
  const configFile = join(configDirectory, 'prometheus.yml');
  const onDemandTargets = join(configDirectory, onDemandDirectory);
  await mkdir(onDemandTargets, { recursive: true });
  const prometheus = await startOnFreePort({
    keeper,
    name: 'prometheus',
    command: tools.prometheus,
    args: (port) => [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(configDirectory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    readyPath: '/-/ready',
    logFile: join(logDirectory, 'prometheus.log'),
    async prepare(port) {
      const prometheusItself = { job: 'prometheus', instance: 'prometheus', port, region };
      const config = prometheusConfig({
        environment,
        supervisorPorts,
        targets: [...options.targets, ...own, prometheusItself],
        ruleFiles: files.rules.map(({ path }) => path),
        alertmanagerPort: alertmanager.port,
      });
      await write(configFile, config);
    },
  });
  return {
    prometheusPort: prometheus.port,
    alertmanagerPort: alertmanager.port,
    processes: [alertmanager.process, nodeExporter.process, prometheus.process],
    onDemandTargets,
  };
}

async function write(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

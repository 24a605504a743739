import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { ScalingObservation } from '@attest/controllers';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { probe } from '../proxy/probe.js';
import { AutoscaledService, type ScalableInstance } from './autoscaled-service.js';
import { createIngress, IngressBackend } from './ingress.js';
import { Instance, type InstanceEffects, type InstanceOptions } from './instance.js';
import { type InstanceProgram, startInstanceProcess } from './instance-process.js';
import type { SupervisedService, SupervisedWorker, SupervisorConfig } from './supervisor-config.js';
import type { InstanceEnded, SupervisorStatus, TargetGroup } from './supervisor-status.js';

/** Kubernetes' default `timeoutSeconds` of a probe. */
const probeTimeoutMs = 1000;

interface Supervised {
  readonly service: string;
  readonly instance: Instance;
}

export interface SupervisorPorts {
  /** `ingress.<service>` for each service, and `admin`. */
  readonly [name: string]: number;
}

/** The role of the orchestrator in one region: starts, probes, restarts and balances. */
export class Supervisor {
  readonly #supervised: Supervised[] = [];
  readonly #servers = new Map<string, Server>();
  readonly #autoscaled: AutoscaledService[] = [];
  #crashes = 0;

  constructor(
    private readonly config: SupervisorConfig,
    private readonly onEnded: (ended: InstanceEnded) => void,
    private readonly ownMetricsPort: number | undefined,
  ) {
    for (const service of config.services) this.#addService(service);
    for (const worker of config.workers) this.#addWorker(worker);
    this.#servers.set('admin', this.#createAdmin());
  }

  /** Resolves when everything listens; instances come up meanwhile. */
  async start(): Promise<SupervisorPorts> {
    const ports: Record<string, number> = {};
    for (const [name, server] of this.#servers) {
      ports[name] = await listenOnLoopback(server, this.config.ports[name]);
    }
    for (const { instance } of this.#supervised) instance.start();
    for (const service of this.#autoscaled) service.start();
    return ports;
  }

  async stop(): Promise<void> {
    for (const service of this.#autoscaled) service.stop();
    for (const { instance } of this.#supervised) instance.stop();
    await Promise.all([...this.#servers.values()].map(closeServer));
  }

  status(): SupervisorStatus {
    const instances = this.#supervised.map(({ service, instance }) => ({ service, ...instance.status() }));
    const ready = instances.every((instance) => instance.ready);
    return { region: this.config.region, instances, crashes: this.#crashes, ready };
  }

  /** What the autoscalers saw and did, for a judge. */
  scaling(): Readonly<Record<string, readonly ScalingObservation[]>> {
    return Object.fromEntries(this.#autoscaled.map(({ service, observations }) => [service, observations]));
  }

  targets(): TargetGroup[] {
    const { region, environment } = this.config;
    const all = this.#supervised.map(({ service, instance }) => ({
      service,
      name: instance.name,
      port: instance.ports.metrics,
    }));
    all.push({ service: 'supervisor', name: `${region}.supervisor`, port: this.ownMetricsPort });
    return all.flatMap(({ service, name, port }) =>
      port === undefined
        ? []
        : [{ targets: [`127.0.0.1:${port}`], labels: { service, region, environment, instance: name } }],
    );
  }

  #addService(service: SupervisedService): void {
    const backends: IngressBackend[] = [];
    let ordinal = 0;
    const add = (): ScalableInstance => {
      ordinal += 1;
      const backend = new IngressBackend();
      backends.push(backend);
      const { liveness, readiness, id, config } = service;
      const name = `${this.config.region}.${id}-${ordinal}`;
      const instance = this.#add(
        id,
        { name, probes: { liveness, readiness } },
        'api',
        config,
        (availability) => backend.become(availability, instance.ports.http),
      );
      return { instance, backend };
    };
    const initial = Array.from({ length: service.instances }, add);
    if (service.autoscaling !== undefined) {
      const remove = ({ instance, backend }: ScalableInstance) => {
        this.#supervised.splice(
          this.#supervised.findIndex((each) => each.instance === instance),
          1,
        );
        backends.splice(backends.indexOf(backend), 1);
      };
      this.#autoscaled.push(new AutoscaledService(service.id, service.autoscaling, initial, { add, remove }));
    }
    this.#servers.set(`ingress.${service.id}`, createIngress(backends));
  }

  #addWorker({ name, program, service, config }: SupervisedWorker): void {
    this.#add(service, { name: `${this.config.region}.${name}` }, program, config, () => {});
  }

  #add(
    service: string,
    options: InstanceOptions,
    program: InstanceProgram['program'],
    config: object,
    onAvailability: InstanceEffects['onAvailability'],
  ): Instance {
    const { region, environment, revision, logDirectory } = this.config;
    const { name } = options;
    const identity = { service, instance: name, region, environment, revision };
    const logFile = join(logDirectory, `${name}.log`);
    const instance = new Instance(options, {
      start: () => startInstanceProcess({ program, config: { ...config, identity }, logFile }),
      ask: async (port, path) => (await probe(`http://127.0.0.1:${port}${path}`, probeTimeoutMs)).ok,
      onAvailability,
      onCrash: (exit, reason) => {
        this.#crashes += 1;
        this.onEnded({ type: 'instance-ended', name, reason, ...exit });
      },
    });
    this.#supervised.push({ service, instance });
    return instance;
  }

  #createAdmin(): Server {
    const answers: Record<string, () => unknown> = {
      '/targets': () => this.targets(),
      '/status': () => this.status(),
      '/scaling': () => this.scaling(),
    };
    return createServer((request, response) => {
      const answer = answers[request.url ?? ''];
      if (answer === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer()));
    });
  }
}

import type { Server } from 'node:http';
import { join } from 'node:path';
import type { ScalingObservation } from '@attest/controllers';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { probe } from '../proxy/probe.js';
import type { MisbehaviourMessage } from '../services/misbehaviour-told.js';
import { AutoscaledService, type ScalableInstance } from './autoscaled-service.js';
import { Drain } from './drain.js';
import { createIngress, IngressBackend } from './ingress.js';
import { Instance, type InstanceEffects, type InstanceOptions } from './instance.js';
import { InstancePasswords } from './instance-passwords.js';
import { type InstanceProgram, startInstanceProcess } from './instance-process.js';
import { InstanceTroubles } from './instance-troubles.js';
import { type Release, ReleasedService } from './released-service.js';
import { createSupervisorAdmin } from './supervisor-admin.js';
import type { SupervisedService, SupervisedWorker, SupervisorConfig } from './supervisor-config.js';
import type { InstanceEnded, SupervisorStatus, TargetGroup } from './supervisor-status.js';

/** Kubernetes' default `timeoutSeconds` of a probe. */
const probeTimeoutMs = 1000;

interface Supervised {
  readonly service: string;
  readonly revision: string;
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
  readonly #released = new Map<string, ReleasedService>();
  readonly #drain = new Drain();
  readonly #troubles = new InstanceTroubles(() => this.#instances());
  readonly #passwords = new InstancePasswords(() => this.#instances());
  readonly #misbehaviour = new Map<string, NonNullable<MisbehaviourMessage['defect']>>();
  #crashes = 0;

  constructor(
    private readonly config: SupervisorConfig,
    private readonly onEnded: (ended: InstanceEnded) => void,
    private readonly ownMetricsPort: number | undefined,
  ) {
    for (const service of config.services) this.#addService(service);
    for (const worker of config.workers) this.#addWorker(worker);
    this.#servers.set('admin', createSupervisorAdmin(this, this.#released, this.#troubles, this.#passwords));
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
    this.#drain.stop();
    for (const { instance } of this.#supervised) instance.stop();
    await Promise.all([...this.#servers.values()].map(closeServer));
  }

  status(): SupervisorStatus {
    const instances = this.#supervised.map(({ service, revision, instance }) => ({
      service,
      revision,
      ...instance.status(),
    }));
    const ready = instances.every((instance) => instance.ready);
    return { region: this.config.region, instances, crashes: this.#crashes, ready };
  }

  /** What is wrong with services on purpose, by service; instances that come later are no different. */
  misbehaviour(): Readonly<Record<string, MisbehaviourMessage['defect']>> {
    return Object.fromEntries(this.#misbehaviour);
  }

  misbehave(service: string, defect: MisbehaviourMessage['defect']): void {
    if (defect === undefined) this.#misbehaviour.delete(service);
    else this.#misbehaviour.set(service, defect);
    for (const one of this.#supervised) if (one.service === service) this.#tellMisbehaviour(one);
  }

  #tellMisbehaviour({ service, instance }: Supervised): void {
    const defect = this.#misbehaviour.get(service);
    const message: MisbehaviourMessage = { type: 'misbehave', ...(defect && { defect }) };
    instance.tell(message);
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

  #instances(): Instance[] {
    return this.#supervised.map(({ instance }) => instance);
  }

  #addService(service: SupervisedService): void {
    const baseline: IngressBackend[] = [];
    const canary: IngressBackend[] = [];
    const { liveness, readiness, id, config } = service;
    let ordinal = 0;
    const create = ({ revision, defect, shape }: Omit<Release, 'instances'>): ScalableInstance => {
      ordinal += 1;
      const backend = new IngressBackend();
      const instance = this.#add(
        id,
        { name: `${this.config.region}.${id}-${ordinal}`, probes: { liveness, readiness } },
        'api',
        { ...config, ...(defect && { defect }), ...(shape && { shape }) },
        (availability) => backend.become(availability, instance.ports.http),
        revision,
      );
      return { instance, backend };
    };
    const addToBaseline = () => {
      const added = create({ revision: this.config.revision });
      baseline.push(added.backend);
      return added;
    };
    const forget = ({ instance }: ScalableInstance) => {
      this.#supervised.splice(
        this.#supervised.findIndex((each) => each.instance === instance),
        1,
      );
    };
    const initial = Array.from({ length: service.instances }, addToBaseline);
    // What is rolled out has a fixed number of instances: two masters of one number would fight.
    if (service.autoscaling === undefined) {
      const tracks = { baseline, canary };
      const effects = { add: create, remove: forget };
      this.#released.set(id, new ReleasedService(initial, tracks, this.#drain, effects));
    } else {
      const remove = (surplus: ScalableInstance) => {
        forget(surplus);
        baseline.splice(baseline.indexOf(surplus.backend), 1);
      };
      this.#autoscaled.push(
        new AutoscaledService(id, service.autoscaling, initial, this.#drain, { add: addToBaseline, remove }),
      );
    }
    this.#servers.set(`ingress.${id}`, createIngress(baseline, canary));
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
    revision = this.config.revision,
  ): Instance {
    const { region, environment, logDirectory } = this.config;
    const { name } = options;
    const identity = { service, instance: name, region, environment, revision };
    const logFile = join(logDirectory, `${name}.log`);
    const instance = new Instance(options, {
      start: () =>
        startInstanceProcess({
          program,
          config: this.#troubles.configured(name, this.#passwords.configured({ ...config, identity })),
          logFile,
        }),
      ask: async (port, path) => (await probe(`http://127.0.0.1:${port}${path}`, probeTimeoutMs)).ok,
      onAvailability,
      onCrash: (exit, reason) => {
        this.#crashes += 1;
        this.onEnded({ type: 'instance-ended', name, reason, ...exit });
      },
    });
    const supervised = { service, revision, instance };
    this.#supervised.push(supervised);
    if (this.#misbehaviour.has(service)) this.#tellMisbehaviour(supervised);
    return instance;
  }
}

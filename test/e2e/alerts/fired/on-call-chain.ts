import { join } from 'node:path';
import { bedAlertmanager, bedTemplates, generate } from '@attest/alerts';
import type { Platform } from '@attest/platform';
import { parse, stringify } from 'yaml';
import { pickPort } from '../../../../reference/src/processes/port.js';
import type { Received } from '../../../../reference/src/vendors/config.js';
import { startVendors, type Vendors } from '../../../../reference/src/vendors/vendors.js';
import { Program } from '../../program.js';
import { writeText } from '../generated.js';
import { readableIn } from './readable-text.js';
import type { Labels } from './scenario.js';
import { type Told, Witness } from './witness.js';

interface Held {
  readonly labels: Labels;
  readonly status: { readonly inhibitedBy: readonly string[] };
}

/** An Alertmanager with the routes of production, and stand-ins for everybody whom it tells. */
export class OnCallChain {
  private constructor(
    /** `host:port` of Alertmanager. */
    readonly address: string,
    private readonly alertmanager: Program,
    private readonly vendors: Vendors,
    private readonly witness: Witness,
  ) {}

  static async start(platform: Platform, tool: string, folder: string): Promise<OnCallChain> {
    const witness = new Witness();
    const vendors = await startVendors({
      environment: 'test',
      revision: 'r',
      models: [],
      routingKeys: ['reference'],
    });
    const config = routing(platform, vendors, await witness.listen());
    await writeText(join(folder, 'alertmanager.yml'), config);
    for (const { path, content } of bedTemplates()) await writeText(join(folder, path), content);
    const address = `127.0.0.1:${await pickPort()}`;
    const alertmanager = new Program(tool, [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ]);
    const chain = new OnCallChain(address, alertmanager, vendors, witness);
    try {
      await alertmanager.ready(`http://${address}/-/ready`);
    } catch (error) {
      await chain.stop();
      throw error;
    }
    return chain;
  }

  get told(): readonly Told[] {
    return this.witness.told;
  }

  /** Labels of the alerts that a graver one silences now. */
  async inhibited(): Promise<readonly Labels[]> {
    const answer = await fetch(`http://${this.address}/api/v2/alerts`);
    const all = (await answer.json()) as readonly Held[];
    return all.filter(({ status }) => status.inhibitedBy.length > 0).map(({ labels }) => labels);
  }

  /** By receiver, everything that a person could read in its channel. */
  async messages(): Promise<ReadonlyMap<string, readonly string[]>> {
    const answer = await fetch(`http://127.0.0.1:${this.vendors.ports.admin}/received`);
    const { received } = (await answer.json()) as { received: readonly Received[] };
    return new Map(
      [...new Set(received.map(({ channel }) => channel))].map((channel) => [
        channel,
        received.filter((one) => one.channel === channel).map(({ body }) => readableIn(body)),
      ]),
    );
  }

  async stop(): Promise<void> {
    await this.alertmanager.stop();
    await this.vendors.stop();
    this.witness.close();
  }
}

interface Route {
  readonly mute_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}
interface Config {
  readonly route: Route;
  readonly time_intervals?: unknown;
  readonly receivers: readonly { readonly name: string; readonly webhook_configs?: readonly object[] }[];
}

/**
 * Alertmanager's configuration as it is generated for production, its receivers pointed at stand-ins, each of which also has a witness
 * told everything. Nothing is muted: this may run on a Sunday night.
 */
function routing(platform: Platform, { ports }: Vendors, witness: string): string {
  const generated = generate(platform, { environment: 'production' }).find(({ path }) =>
    path.endsWith('/alertmanager/alertmanager.yml'),
  );
  const { time_intervals: _, ...production } = parse(generated?.content ?? '') as Config;
  const { receivers } = parse(
    bedAlertmanager(platform, {
      pagerduty: `http://127.0.0.1:${ports.pagerduty}/v2/enqueue`,
      slack: `http://127.0.0.1:${ports.slack}/services/T0/B0/on-call`,
      smtp: `127.0.0.1:${ports.smtp}`,
      heartbeat: `http://127.0.0.1:${ports.heartbeat}/alerting`,
    }),
  ) as Config;
  return stringify({
    ...production,
    route: unmuted(production.route),
    receivers: receivers.map((receiver) => ({
      ...receiver,
      webhook_configs: [...(receiver.webhook_configs ?? []), { url: witness, send_resolved: false }],
    })),
  });
}

const unmuted = ({ mute_time_intervals: _, routes, ...route }: Route): Route => ({
  ...route,
  ...(routes && { routes: routes.map(unmuted) }),
});

import type { Server } from 'node:http';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { ably } from './ably.js';
import { acceptRealtime } from './ably-realtime.js';
import { adminApi } from './admin-api.js';
import type { VendorsConfig } from './config.js';
import { customerWebhooks } from './customer-webhooks.js';
import { heartbeat } from './heartbeat.js';
import { Mailbox } from './mailbox.js';
import { pagerduty } from './pagerduty.js';
import { Predictions } from './predictions.js';
import { replicate } from './replicate.js';
import { slack } from './slack.js';
import { startMailServer } from './smtp.js';
import { Trouble } from './trouble.js';
import { type Vendor, vendorServer } from './vendor-server.js';

export interface Vendors {
  /** By vendor, and `admin`. */
  readonly ports: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** All vendors, each on a port of its own. */
export async function startVendors(config: VendorsConfig): Promise<Vendors> {
  const mailbox = new Mailbox(config.keptPerChannel ?? 10_000);
  const predictions = new Predictions(config.predictionMs ?? 200);
  const vendors: Readonly<Record<string, Vendor>> = {
    replicate: replicate(config.models, predictions, mailbox),
    ably: ably(mailbox),
    webhooks: customerWebhooks(mailbox),
    pagerduty: pagerduty(config.routingKeys, mailbox),
    slack: slack(mailbox),
    heartbeat: heartbeat(mailbox),
  };
  const troubles = new Map(Object.keys(vendors).map((name) => [name, new Trouble()]));
  const servers: Readonly<Record<string, Server>> = {
    ...Object.fromEntries(
      Object.entries(vendors).map(([name, vendor]) => [name, vendorServer(vendor, troubles.get(name))]),
    ),
    admin: adminApi(mailbox, troubles),
  };
  const ports = await Promise.all(
    Object.entries(servers).map(async ([name, server]) => [name, await listenOnLoopback(server)] as const),
  );
  const endRealtime = acceptRealtime(servers.ably as Server, mailbox);
  const smtp = await startMailServer(mailbox);
  return {
    ports: { ...Object.fromEntries(ports), smtp: smtp.port },
    async stop() {
      endRealtime();
      await Promise.all([...Object.values(servers).map(closeServer), smtp.stop()]);
    },
  };
}

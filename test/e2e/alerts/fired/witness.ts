import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Labels } from './scenario.js';

/** An alert that a receiver was told of. */
export interface Told {
  readonly receiver: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

interface Notification {
  readonly receiver: string;
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Labels;
    readonly annotations: Labels;
  }[];
}

/** Takes Alertmanager's webhooks, and remembers of each receiver every alert that it was told of. */
export class Witness {
  readonly told: Told[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { receiver, alerts } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Notification;
    for (const { status, labels, annotations } of alerts)
      if (status === 'firing') this.told.push({ receiver, labels, annotations });
    response.writeHead(200).end();
  });

  /** The URL that it is told at. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

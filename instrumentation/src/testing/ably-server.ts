import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Served, serve } from './serve.js';

/** Actions of Ably's realtime protocol. Source: https://sdk.ably.com/builds/ably/specification, "ProtocolMessage". */
const action = { ack: 1, nack: 2, connected: 4, close: 7, closed: 8, attach: 10, attached: 11, message: 15 };

interface ProtocolMessage {
  readonly action: number;
  readonly channel?: string;
  readonly msgSerial?: number;
  readonly messages?: readonly object[];
}

/**
 * As much of Ably as its client needs to connect, attach, publish and receive: JSON over a WebSocket, and REST publishing.
 * Channels whose name contains "forbidden" refuse to be published to.
 */
export async function ablyServer(): Promise<Served> {
  const served = await serve(
    createServer((request, response) => {
      const refused = request.url?.includes('forbidden');
      const error = { error: { code: 40160, statusCode: 401, message: 'not permitted' } };
      response
        .writeHead(refused ? 401 : 201, { 'content-type': 'application/json' })
        .end(JSON.stringify(refused ? error : { serials: ['1'] }));
    }),
  );
  const sockets = new WebSocketServer({ server: served.server });
  sockets.on('connection', (socket) => {
    send(socket, {
      action: action.connected,
      connectionId: 'c',
      connectionDetails: {
        connectionKey: 'k',
        maxMessageSize: 65_536,
        maxIdleInterval: 15_000,
        connectionStateTtl: 120_000,
      },
    });
    socket.on('message', (data) => answer(socket, JSON.parse(String(data)) as ProtocolMessage));
  });
  return {
    ...served,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await served.close();
    },
  };
}

function answer(
  socket: WebSocket,
  { action: asked, channel, msgSerial, messages = [] }: ProtocolMessage,
): void {
  if (asked === action.close) send(socket, { action: action.closed });
  if (asked === action.attach) send(socket, { action: action.attached, channel, channelSerial: 's:1' });
  if (asked !== action.message) return;
  if (channel?.includes('forbidden')) {
    const error = { code: 40160, statusCode: 401, message: 'not permitted' };
    send(socket, { action: action.nack, msgSerial, count: 1, error });
    return;
  }
  send(socket, {
    action: action.ack,
    msgSerial,
    count: 1,
    res: [{ serials: messages.map((_, index) => `${index}`) }],
  });
  const delivered = messages.map((message, index) => ({ ...message, id: `m:${msgSerial}:${index}` }));
  send(socket, { action: action.message, id: `m:${msgSerial}`, channel, timestamp: 0, messages: delivered });
}

function send(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}

import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Mailbox } from './mailbox.js';

/** Actions of the protocol. Source: https://sdk.ably.com/builds/ably/specification, "ProtocolMessage". */
const action = { ack: 1, connected: 4, close: 7, closed: 8, attach: 10, attached: 11, message: 15 } as const;

/** Source: as above, "ConnectionDetails". */
const connectionDetails = {
  connectionKey: 'stand-in',
  maxMessageSize: 65_536,
  maxIdleInterval: 15_000,
  connectionStateTtl: 120_000,
};
/** Sooner than a client gives up for having heard nothing. */
const heartbeatMs = 10_000;
const heartbeat = { action: 0 } as const;

interface ProtocolMessage {
  readonly action: number;
  readonly channel?: string;
  readonly msgSerial?: number;
  readonly messages?: readonly object[];
}

/**
 * As much of the realtime protocol as a client needs to connect, attach and publish, on the port of the REST endpoint. Returns what
 * ends all connections.
 */
export function acceptRealtime(server: Server, mailbox: Mailbox): () => void {
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    send(socket, { action: action.connected, connectionId: crypto.randomUUID(), connectionDetails });
    const beats = setInterval(() => send(socket, heartbeat), heartbeatMs);
    socket.on('close', () => clearInterval(beats));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => answer(socket, JSON.parse(String(data)) as ProtocolMessage, mailbox));
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function answer(socket: WebSocket, message: ProtocolMessage, mailbox: Mailbox): void {
  const { channel = '', msgSerial, messages = [] } = message;
  if (message.action === action.close) send(socket, { action: action.closed });
  if (message.action === action.attach)
    send(socket, { action: action.attached, channel, channelSerial: '1' });
  if (message.action !== action.message) return;
  mailbox.add({
    channel: 'ably',
    summary: `${messages.length} messages to ${channel}`,
    body: { channel, messages },
  });
  const res = [{ serials: messages.map(() => crypto.randomUUID()) }];
  send(socket, { action: action.ack, msgSerial, count: 1, res });
}

function send(socket: WebSocket, message: object): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
}

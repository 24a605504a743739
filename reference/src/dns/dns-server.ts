import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createUDPServer, Packet } from 'dns2';
import type { Zone } from './zone.js';

/** NXDOMAIN. Source: RFC 1035, section 4.1.1. */
const noSuchName = 3;

export interface DnsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** A zone, or somebody who answers in its place. */
export interface Answering extends Pick<Zone, 'find'> {
  /** So much later. */
  readonly addedMs?: number;
}

/** Answers for the zone over UDP on loopback. A CNAME answers questions of every type, as RFC 1034, section 3.6.2 has it. */
export async function startDnsServer(zone: Answering): Promise<DnsServer> {
  const server = createUDPServer(async (request, send) => {
    if (zone.addedMs !== undefined && zone.addedMs > 0) await delay(zone.addedMs);
    await send(answer(zone, request)).catch(() => undefined);
  });
  await server.listen(0, '127.0.0.1');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The answer to one question. A packet without a question is answered without answers. */
export function answer(zone: Answering, request: Packet): Packet {
  const response = Packet.createResponseFromRequest(request);
  response.header.aa = 1;
  const [question] = request.questions;
  if (question === undefined) return response;
  const record = zone.find(question.name);
  if (record === undefined) {
    response.header.rcode = noSuchName;
    return response;
  }
  response.answers.push(
    Packet.createResourceFromQuestion(
      { name: question.name, type: Packet.TYPE.CNAME, class: Packet.CLASS.IN } as typeof question,
      { ttl: record.ttlSeconds, domain: record.target },
    ),
  );
  return response;
}

import type { AddressInfo } from 'node:net';
import { createUDPServer, Packet } from 'dns2';
import type { Zone } from './zone.js';

/** NXDOMAIN. Source: RFC 1035, section 4.1.1. */
const noSuchName = 3;

export interface DnsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Answers for the zone over UDP on loopback. A CNAME answers questions of every type, as RFC 1034, section 3.6.2 has it. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const server = createUDPServer((request, send) => {
    void send(answer(zone, request)).catch(() => undefined);
  });
  await server.listen(0, '127.0.0.1');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** The answer to one question. A packet without a question is answered without answers. */
export function answer(zone: Zone, request: Packet): Packet {
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

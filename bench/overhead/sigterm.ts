/**
 * SIGTERM under load: every request that was answered has its span, every one that failed its error, and the process is gone
 * within 5 s. Run: `npm run bench:sigterm -- [runs] [requests a second]`. Exits with 1 when anything was lost.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { numberArgument } from '../number-argument.js';

const runs = numberArgument(0, 'runs', 5);
const rate = numberArgument(1, 'requests a second', 200);
const seconds = 2;

interface Outcome {
  readonly answered: number;
  readonly failed: number;
  readonly spans: number;
  readonly errors: number;
  readonly exitCode: number | null;
  readonly exitSeconds: number;
}

console.log(
  '| answered | spans | failed | errors | exit code | seconds to exit |\n|---:|---:|---:|---:|---:|---:|',
);
let broken = false;
for (let run = 0; run < runs; run++) {
  const { answered, failed, spans, errors, exitCode, exitSeconds } = await oneRun();
  broken ||= spans < answered || errors < failed || exitCode !== 0 || exitSeconds > 5;
  console.log(`| ${answered} | ${spans} | ${failed} | ${errors} | ${exitCode} | ${exitSeconds.toFixed(2)} |`);
}
console.log(
  '\npromised: none lost (a span may be of an answer that the client had not read yet), exit 0 within 5 s',
);
process.exitCode = broken ? 1 : 0;

async function oneRun(): Promise<Outcome> {
  const received = { spans: 0, errors: 0 };
  const backend = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (request.url === '/v1/traces') received.spans += body.split('"traceId"').length - 1;
      else received.errors += body.split('"exception"').length - 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sigterm-service.js'), url], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const counts = { answered: 0, failed: 0 };
  let stopping = false;
  const loading = Array.from({ length: 10 }, async (_, worker) => {
    for (let index = worker; !stopping; index += 10) {
      const status = await ask(port, index % 20 === 0 ? '/fails/1' : '/orders/1');
      if (status === undefined) return;
      counts.answered++;
      if (status === 500) counts.failed++;
      await new Promise((resolve) => setTimeout(resolve, 10_000 / rate));
    }
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const startMs = performance.now();
  child.kill('SIGTERM');
  const [exitCode] = (await exited) as [number | null];
  const exitSeconds = (performance.now() - startMs) / 1000;
  stopping = true;
  await Promise.all(loading);
  backend.close();
  backend.closeAllConnections();
  return { ...counts, ...received, exitCode, exitSeconds };
}

/** Undefined when the connection was refused or closed without an answer. */
function ask(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1').setEncoding('latin1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received === '' ? undefined : Number(received.slice(9, 12))));
  });
}

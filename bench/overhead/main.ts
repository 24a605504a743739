/**
 * CPU per request that telemetry adds to an Express 5 service, against its peers: every variant serves the same application in
 * a process of its own, all on one core; rounds are interleaved, the order rotates, and differences are taken within a round.
 * Run: `npm run bench:overhead -- [rounds] [requests per round]`. Prints; asserts nothing.
 */
import { startBackend } from './backend.js';
import { load } from './load.js';
import { type StartedServer, startServer } from './start-server.js';
import { bootstrap, type Estimate, percentile } from './statistics.js';
import { type VariantName, variants } from './variants/index.js';

const rounds = Number(process.argv[2] ?? 24);
const requests = Number(process.argv[3] ?? 4000);
const names = Object.keys(variants) as VariantName[];
const connections = 8;

type Round = Readonly<Record<VariantName, number>>;

const backend = await startBackend();
const servers = new Map<VariantName, StartedServer>();
for (const name of names) servers.set(name, await startServer(name, backend));

// V8 has compiled what will be compiled, and every peer has made its first exports.
for (let warmUp = 0; warmUp < 3; warmUp++) {
  for (const name of names) await cpuPerRequest(name, 3000);
}
const measured: Round[] = [];
for (let round = 0; round < rounds; round++) {
  const order = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
  if (round % 2 === 1) order.reverse();
  const result: Partial<Record<VariantName, number>> = {};
  for (const name of order) result[name] = await cpuPerRequest(name, requests);
  measured.push(result as Round);
}
for (const server of servers.values()) await server.stop();
backend.stop();

report(measured);

async function cpuPerRequest(name: VariantName, count: number): Promise<number> {
  const server = servers.get(name) as StartedServer;
  const before = await server.usage();
  const { statuses } = await load({
    port: server.port,
    requests: count,
    connections,
    path: (index) => `/api/orders/${index}`,
  });
  const after = await server.usage();
  if (statuses.get(200) !== count) throw new Error(`${name} answered ${JSON.stringify([...statuses])}`);
  return (after.cpuUs - before.cpuUs) / count;
}

function report(all: readonly Round[]): void {
  console.log(
    `${rounds} interleaved rounds of ${requests} requests, Node ${process.version}, servers on one core\n`,
  );
  console.log('| CPU per request | µs | added to Express, µs (95 % interval) |\n|---|---:|---:|');
  const added = (name: VariantName) => (some: readonly Round[]) =>
    median(some.map((round) => round[name] - round.bare));
  for (const name of names) {
    const total = median(all.map((round) => round[name]));
    const more = name === 'bare' ? '' : interval(bootstrap(all, added(name)));
    console.log(`| ${variants[name].title} | ${total.toFixed(1)} | ${more} |`);
  }
  console.log(
    '\n| what Attest with everything adds, as a part of what the peer adds | ratio (95 % interval) | promised |\n|---|---:|---:|',
  );
  const targets = { 'prom-bundle': 1, opentelemetry: 1 / 4, sentry: 1 / 10 } as const;
  for (const [peer, promised] of Object.entries(targets) as [keyof typeof targets, number][]) {
    const ratio = bootstrap(all, (some) => added('attest')(some) / added(peer)(some));
    console.log(`| ${variants[peer].title} | ${interval(ratio, 3)} | ≤ ${promised} |`);
  }
  console.log(`\nreceived by the backend: ${JSON.stringify(Object.fromEntries(backend.received()))}`);
}

/** Medians of the differences within a round: on a shared machine some rounds are interrupted, by whole milliseconds. */
function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function interval({ value, low, high }: Estimate, digits = 1): string {
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

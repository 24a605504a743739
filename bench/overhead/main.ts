/**
 * CPU per request that telemetry adds to an Express 5 service, against its peers: every variant serves the same application in
 * a process of its own, all on one core, which has nothing else to do. In a round they take turns of few requests, in an order
 * that rotates, for the core is faster at one moment than at another. What a server uses between its turns counts as well: it
 * may send its spans then.
 * Run: `npm run bench:overhead -- [rounds] [requests per round]`. Prints; asserts nothing.
 */
import { startBackend } from './backend.js';
import { load } from './load.js';
import { leaveServerCore, type StartedServer, startServer } from './start-server.js';
import { bootstrap, type Estimate, percentile } from './statistics.js';
import { type VariantName, variants } from './variants/index.js';

const rounds = Number(process.argv[2] ?? 24);
const requests = Number(process.argv[3] ?? 4000);
const names = Object.keys(variants) as VariantName[];
const connections = 8;
/** Of a turn: enough for a server to find its code in the caches again after the others' turns. */
const turn = 1000;

type Round = Readonly<Record<VariantName, number>>;

leaveServerCore();
const backend = await startBackend();
const servers = new Map<VariantName, StartedServer>();
for (const name of names) servers.set(name, await startServer(name, backend));

// V8 has compiled what will be compiled, and every peer has made its first exports.
for (let warmUp = 0; warmUp < 3; warmUp++) {
  for (const name of names) await ask(name, 3000);
}
const measured: Round[] = [];
for (let round = 0; round < rounds; round++) measured.push(await cpuPerRequest());
for (const server of servers.values()) await server.stop();
backend.stop();

report(measured);

/** µs that every server has used so far. */
async function usage(): Promise<Round> {
  const answers = await Promise.all([...servers.values()].map((server) => server.usage()));
  return each((name) => answers[names.indexOf(name)]?.cpuUs ?? Number.NaN);
}

async function cpuPerRequest(): Promise<Round> {
  const turns = Math.ceil(requests / turn);
  const before = await usage();
  for (let count = 0; count < turns; count++) {
    const order = [...names.slice(count % names.length), ...names.slice(0, count % names.length)];
    if (count % 2 === 1) order.reverse();
    for (const name of order) await ask(name, turn);
  }
  const after = await usage();
  return each((name) => (after[name] - before[name]) / (turns * turn));
}

async function ask(name: VariantName, count: number): Promise<void> {
  const { port } = servers.get(name) as StartedServer;
  const { statuses } = await load({
    port,
    requests: count,
    connections,
    path: (index) => `/api/orders/${index}`,
  });
  if (statuses.get(200) !== count) throw new Error(`${name} answered ${JSON.stringify([...statuses])}`);
}

function each(value: (name: VariantName) => number): Round {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as unknown as Round;
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

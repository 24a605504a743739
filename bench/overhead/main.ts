/**
 * CPU per request that telemetry adds to an Express 5 service, against its peers: every variant serves the same application in
 * a process of its own, all on one core, which has nothing else to do. In a round they take turns of few requests, in an order
 * that rotates, for the core is faster at one moment than at another. What a server uses between its turns counts as well: it
 * may send its spans then. Every round has new processes, and several of the variants whose difference is small: one process is
 * not like the next (the same program differs by a twelfth), so that rounds of one process agree with each other more than
 * with those of another.
 * Run: `npm run bench:overhead -- [rounds] [requests per round]`. Prints; asserts nothing.
 */

import { numberArgument } from '../number-argument.js';
import { startBackend } from './backend.js';
import { load } from './load.js';
import { leaveServerCore, type StartedServer, startServer } from './start-server.js';
import { bootstrap, type Estimate, mean, percentile } from './statistics.js';
import { watchStolenTime } from './stolen-time.js';
import { type VariantName, variants } from './variants/index.js';

const rounds = numberArgument(0, 'rounds', 20);
const requests = numberArgument(1, 'requests', 6000);
const names = Object.keys(variants) as VariantName[];
const connections = 8;
/** Of a turn: enough for a server to find its code in the caches again after the others' turns. */
const turn = 1000;

/** Processes of a variant in a round. What Attest adds to Express is small beside what two processes differ by. */
const processes: Readonly<Record<VariantName, number>> = {
  bare: 3,
  attest: 2,
  'attest-alone': 3,
  'prom-bundle': 2,
  'attest-metrics': 1,
  'attest-sentry': 1,
  opentelemetry: 1,
  sentry: 1,
};

/** µs per request. */
type Round = Readonly<Record<VariantName, number>>;

interface Subject {
  readonly name: VariantName;
  readonly server: StartedServer;
}

leaveServerCore();
const stolenTime = watchStolenTime();
const backend = await startBackend();
const measured: Round[] = [];
for (let round = 0; round < rounds; round++) {
  const subjects = await startSubjects();
  await warmUp(subjects);
  const cpuUs = await cpuPerRequest(subjects);
  for (const { server } of subjects) await server.stop();
  measured.push(cpuUs);
  process.stderr.write(`round ${round + 1} of ${rounds}: ${JSON.stringify(cpuUs)}\n`);
}
backend.stop();

report(measured);

async function startSubjects(): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (let copy = 0; copy < Math.max(...Object.values(processes)); copy++) {
    for (const name of names) {
      if (copy < processes[name]) subjects.push({ name, server: await startServer(name, backend) });
    }
  }
  return subjects;
}

/** V8 has compiled what will be compiled, and every peer has made its first exports. */
async function warmUp(subjects: readonly Subject[]): Promise<void> {
  for (let turns = 0; turns < 3; turns++) {
    for (const subject of subjects) await ask(subject, 2000);
  }
}

async function cpuPerRequest(subjects: readonly Subject[]): Promise<Round> {
  const turns = Math.ceil(requests / turn);
  const usage = () => Promise.all(subjects.map(async ({ server }) => (await server.usage()).cpuUs));
  const before = await usage();
  for (let count = 0; count < turns; count++) {
    const first = count % subjects.length;
    const order = [...subjects.slice(first), ...subjects.slice(0, first)];
    if (count % 2 === 1) order.reverse();
    for (const subject of order) await ask(subject, turn);
  }
  const after = await usage();
  const used = subjects.map((_, index) => (after[index] as number) - (before[index] as number));
  return each((name) => mean(used.filter((_, index) => subjects[index]?.name === name)) / (turns * turn));
}

async function ask({ name, server }: Subject, count: number): Promise<void> {
  const { statuses } = await load({
    port: server.port,
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
    `${rounds} interleaved rounds of ${requests} requests, each with new processes, Node ${process.version}, servers on one core\n`,
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
    '\n| what Attest with everything adds, as a part of what the peer adds (95 % interval) | as it is | with `prepareRequests: false` | promised |\n|---|---:|---:|---:|',
  );
  const targets = { 'prom-bundle': 1, opentelemetry: 1 / 4, sentry: 1 / 10 } as const;
  for (const [peer, promised] of Object.entries(targets) as [keyof typeof targets, number][]) {
    const ratio = (name: VariantName) =>
      interval(
        bootstrap(all, (some) => added(name)(some) / added(peer)(some)),
        3,
      );
    console.log(
      `| ${variants[peer].title} | ${ratio('attest')} | ${ratio('attest-alone')} | ≤ ${promised} |`,
    );
  }
  console.log(`\n${stolenTime()}`);
  console.log(`received by the backend: ${JSON.stringify(Object.fromEntries(backend.received()))}`);
}

/** Medians of the differences within a round: on a shared machine some rounds are interrupted, by whole milliseconds. */
function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function interval({ value, low, high }: Estimate, digits = 1): string {
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

/**
 * What a telemetry backend that takes nothing, or takes it slowly, costs a service: CPU per request and p99 against the same
 * process while its backend is healthy, and the memory of a service whose backend stays as it is for many minutes. A twin whose
 * backend is always healthy serves as many requests at the same time on the same core: where a request costs it more, or keeps it
 * waiting longer, at one time than at another, that is the machine, and is divided out. A core that the machine gives to somebody
 * else for milliseconds decides the p99 of both. That this does not divide trouble out as well is shown by a service that halts.
 * Run: `npm run bench:backend-trouble -- [rounds] [seconds per round] [requests a second] [minutes]`. Prints; asserts nothing.
 */

import { numberArgument } from '../number-argument.js';
import { type Behaviour, type RunningBackend, startBackend } from './backend.js';
import { load } from './load.js';
import { leaveServerCore, type StartedServer, startServer } from './start-server.js';
import { bootstrap, mean, percentile } from './statistics.js';
import { watchStolenTime } from './stolen-time.js';

const rounds = numberArgument(0, 'rounds', 20);
const seconds = numberArgument(1, 'seconds', 10);
const rate = numberArgument(2, 'requests a second', 500);
const minutes = numberArgument(3, 'minutes', 10, 0);
const behaviours: readonly Behaviour[] = ['healthy', 'slow', 'black-hole'];
/** The last is what must be seen: a healthy backend, and a service that stands still as if requests waited for exports. */
const troubles = [...behaviours, 'halting'] as const;
type Trouble = (typeof troubles)[number];
/** One process is not like the next, so that a round compares a process with itself; and no process stands for all. */
const roundsPerProcess = 4;

interface Figures {
  /** Per request. */
  readonly cpuUs: number;
  readonly p99Ms: number;
}

interface Pair<What> {
  readonly server: What;
  readonly twin: What;
}
type Measured = Pair<Figures>;
type Round = Readonly<Record<Trouble, Measured>>;

leaveServerCore();
await compare();
if (minutes > 0) await watchMemory();

async function compare(): Promise<void> {
  const measured: Round[] = [];
  const stolenTime = watchStolenTime();
  const backend = await startBackend();
  const steady = await startBackend();
  while (measured.length < rounds) {
    const pair = { server: await startServer('attest', backend), twin: await startServer('attest', steady) };
    for (const one of [pair.server, pair.twin]) await ask(one, 8000);
    const last = Math.min(measured.length + roundsPerProcess, rounds);
    while (measured.length < last) measured.push(await measureEach(pair, backend, measured.length));
    for (const one of [pair.server, pair.twin]) await one.stop();
  }
  backend.stop();
  steady.stop();
  report(measured);
  console.log(stolenTime());
}

async function measureEach(
  pair: Pair<StartedServer>,
  backend: RunningBackend,
  round: number,
): Promise<Round> {
  const first = round % troubles.length;
  const result: Partial<Record<Trouble, Measured>> = {};
  for (const trouble of [...troubles.slice(first), ...troubles.slice(0, first)]) {
    backend.behave(trouble === 'halting' ? 'healthy' : trouble);
    await (trouble === 'halting' ? pair.server.halt() : pair.server.goOn());
    // What was under way when the backend changed belongs to neither.
    await both(pair, (one) => ask(one, rate, rate));
    const before = await both(pair, (one) => one.usage());
    const latenciesMs = await both(pair, (one) => ask(one, seconds * rate, rate));
    const after = await both(pair, (one) => one.usage());
    const figures = (which: keyof Measured): Figures => ({
      cpuUs: (after[which].cpuUs - before[which].cpuUs) / (seconds * rate),
      p99Ms: percentile(latenciesMs[which], 0.99),
    });
    result[trouble] = { server: figures('server'), twin: figures('twin') };
  }
  process.stderr.write(`round ${round + 1} of ${rounds}: ${JSON.stringify(result)}\n`);
  return result as Round;
}

/** Of both at the same time. */
async function both<Of, What>(
  { server, twin }: Pair<Of>,
  get: (one: Of) => Promise<What>,
): Promise<Pair<What>> {
  const [ofServer, ofTwin] = await Promise.all([get(server), get(twin)]);
  return { server: ofServer, twin: ofTwin };
}

function report(measured: readonly Round[]): void {
  console.log(
    `${rounds} rounds of ${seconds} s at ${rate} requests/s with each backend, beside as many of a twin, new processes every ${roundsPerProcess} rounds, Node ${process.version}\n`,
  );
  console.log(
    '| backend | CPU µs per request | ratio to healthy (95 %) | p99 ms | ratio | without the twin |',
  );
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const trouble of troubles) {
    const average = (key: keyof Figures) =>
      mean(measured.map((round) => round[trouble].server[key])).toFixed(2);
    const ratio = (figure: (of: Measured) => number): string => {
      const { value, low, high } = bootstrap(measured, ratioToHealthy(trouble, figure));
      return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
    };
    console.log(
      `| ${trouble} | ${average('cpuUs')} | ${ratio(({ server, twin }) => server.cpuUs / twin.cpuUs)} ` +
        `| ${average('p99Ms')} | ${ratio(({ server, twin }) => server.p99Ms / twin.p99Ms)} | ${ratio(({ server }) => server.p99Ms)} |`,
    );
  }
  console.log('\npromised: CPU ratio ≤ 1.03 and p99 ratio ≤ 1.10 at the upper end');
}

/** The median of the ratios within a round: on a shared machine some rounds are interrupted, by dozens of milliseconds. */
function ratioToHealthy(trouble: Trouble, figure: (of: Measured) => number) {
  return (some: readonly Round[]): number =>
    percentile(
      some.map((round) => figure(round[trouble]) / figure(round.healthy)),
      0.5,
    );
}

/** All backends at once, a service for each. */
async function watchMemory(): Promise<void> {
  const heaps = await Promise.all(
    behaviours.map(async (behaviour) => {
      const backend = await startBackend(behaviour);
      const server = await startServer('attest', backend);
      const heapMib: number[] = [];
      for (let minute = 0; minute <= minutes; minute++) {
        await ask(server, minute === 0 ? 4000 : 60 * rate, rate);
        heapMib.push((await server.settled()).heapBytes / 2 ** 20);
      }
      await server.stop();
      backend.stop();
      return `${behaviour}: ${heapMib.map((mib) => mib.toFixed(1)).join(' ')}`;
    }),
  );
  console.log(`\nMiB of heap after garbage collection, each minute of ${minutes} at ${rate} requests/s`);
  console.log(heaps.join('\n'));
}

async function ask(server: StartedServer, requests: number, perSecond?: number): Promise<readonly number[]> {
  const { latenciesMs } = await load({
    port: server.port,
    requests,
    connections: 8,
    path: (index) => `/api/orders/${index}`,
    ...(perSecond === undefined ? {} : { rate: perSecond }),
  });
  return latenciesMs;
}

/**
 * What a telemetry backend that takes nothing, or takes it slowly, costs a service: CPU per request and p99 against the same
 * process while its backend is healthy, and the memory of a service whose backend stays as it is for many minutes. A twin whose
 * backend is always healthy serves as many requests at the same time on the same core: where a request costs it more at one time
 * than at another, that is the machine, and is divided out of the CPU time.
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
/** One process is not like the next, so that a round compares a process with itself; and no process stands for all. */
const roundsPerProcess = 4;

interface Measured {
  /** Per request. */
  readonly cpuUs: number;
  readonly twinCpuUs: number;
  readonly p99Ms: number;
}

interface Pair {
  readonly server: StartedServer;
  readonly twin: StartedServer;
}
type Round = Readonly<Record<Behaviour, Measured>>;

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

async function measureEach(pair: Pair, backend: RunningBackend, round: number): Promise<Round> {
  const order = [...behaviours.slice(round % 3), ...behaviours.slice(0, round % 3)];
  const result: Partial<Record<Behaviour, Measured>> = {};
  for (const behaviour of order) {
    backend.behave(behaviour);
    // What was under way when the backend changed belongs to neither.
    await askBoth(pair, rate);
    const before = await cpuOf(pair);
    const latenciesMs = await askBoth(pair, seconds * rate);
    const after = await cpuOf(pair);
    const perRequest = (which: keyof Pair) => (after[which] - before[which]) / (seconds * rate);
    result[behaviour] = {
      cpuUs: perRequest('server'),
      twinCpuUs: perRequest('twin'),
      p99Ms: percentile(latenciesMs, 0.99),
    };
  }
  process.stderr.write(`round ${round + 1} of ${rounds}: ${JSON.stringify(result)}\n`);
  return result as Round;
}

/** Of the server alone. */
async function askBoth({ server, twin }: Pair, requests: number): Promise<readonly number[]> {
  const [latenciesMs] = await Promise.all([ask(server, requests, rate), ask(twin, requests, rate)]);
  return latenciesMs;
}

async function cpuOf({ server, twin }: Pair): Promise<Record<keyof Pair, number>> {
  const [one, other] = await Promise.all([server.usage(), twin.usage()]);
  return { server: one.cpuUs, twin: other.cpuUs };
}

function report(measured: readonly Round[]): void {
  console.log(
    `${rounds} rounds of ${seconds} s at ${rate} requests/s with each backend, beside as many of a twin, new processes every ${roundsPerProcess} rounds, Node ${process.version}\n`,
  );
  console.log('| backend | CPU µs per request | ratio to healthy (95 %) | p99 ms | ratio |');
  console.log('|---|---:|---:|---:|---:|');
  for (const behaviour of behaviours) {
    const cell = (key: 'cpuUs' | 'p99Ms'): string => {
      const { value, low, high } = bootstrap(measured, ratio(behaviour, key));
      const average = mean(measured.map((round) => round[behaviour][key]));
      return `${average.toFixed(2)} | ${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
    };
    console.log(`| ${behaviour} | ${cell('cpuUs')} | ${cell('p99Ms')} |`);
  }
  console.log('\npromised: CPU ratio ≤ 1.03 and p99 ratio ≤ 1.10 at the upper end');
}

/** The median of the ratios within a round: on a shared machine some rounds are interrupted, by dozens of milliseconds. */
function ratio(behaviour: Behaviour, key: 'cpuUs' | 'p99Ms') {
  const figure = ({ cpuUs, twinCpuUs, p99Ms }: Measured) => (key === 'cpuUs' ? cpuUs / twinCpuUs : p99Ms);
  return (some: readonly Round[]): number =>
    percentile(
      some.map((round) => figure(round[behaviour]) / figure(round.healthy)),
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

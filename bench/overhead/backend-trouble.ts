/**
 * What a telemetry backend that takes nothing, or takes it slowly, costs a service: CPU per request and p99 against the same
 * service with a healthy backend, interleaved, and the memory meanwhile. Every span and every transaction is exported here.
 * Run: `npm run bench:backend-trouble -- [rounds] [seconds per round] [requests a second]`; for ten minutes at 500 requests a
 * second and three backends: `-- 40 5 500`. Prints; asserts nothing.
 */
import { type Behaviour, startBackend } from './backend.js';
import { load } from './load.js';
import { leaveServerCore, startServer } from './start-server.js';
import { bootstrap, mean, percentile } from './statistics.js';

const rounds = Number(process.argv[2] ?? 20);
const seconds = Number(process.argv[3] ?? 2);
const rate = Number(process.argv[4] ?? 500);
const behaviours: readonly Behaviour[] = ['healthy', 'slow', 'black-hole'];

interface Measured {
  readonly cpuUs: number;
  readonly p99Ms: number;
  readonly heapMib: number;
}
type Round = Readonly<Record<Behaviour, Measured>>;

leaveServerCore();
const subjects = await Promise.all(
  behaviours.map(async (behaviour) => {
    const backend = await startBackend(behaviour);
    return { behaviour, backend, server: await startServer('attest', backend) };
  }),
);
for (const { server } of subjects) await measure(server, 4000);
const measured: Round[] = [];
for (let round = 0; round < rounds; round++) {
  const order = [...subjects.slice(round % 3), ...subjects.slice(0, round % 3)];
  const result: Partial<Record<Behaviour, Measured>> = {};
  for (const { behaviour, server } of order) result[behaviour] = await measure(server, seconds * rate, rate);
  measured.push(result as Round);
}
for (const { server, backend } of subjects) {
  await server.stop();
  backend.stop();
}

console.log(`${rounds} interleaved rounds of ${seconds} s at ${rate} requests/s, Node ${process.version}\n`);
console.log(
  '| backend | CPU µs per request | ratio to healthy (95 %) | p99 ms | ratio | heap MiB first → last |',
);
console.log('|---|---:|---:|---:|---:|---:|');
for (const behaviour of behaviours) {
  const cpu = bootstrap(measured, ratio(behaviour, 'cpuUs'));
  const p99 = bootstrap(measured, ratio(behaviour, 'p99Ms'));
  const of = (key: keyof Measured) => mean(measured.map((round) => round[behaviour][key])).toFixed(2);
  const [first, last] = [measured[0], measured.at(-1)].map((round) => round?.[behaviour].heapMib.toFixed(1));
  const range = ({ value, low, high }: typeof cpu) =>
    `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  console.log(
    `| ${behaviour} | ${of('cpuUs')} | ${range(cpu)} | ${of('p99Ms')} | ${range(p99)} | ${first} → ${last} |`,
  );
}
console.log('\npromised: CPU ratio ≤ 1.03 and p99 ratio ≤ 1.10 at the upper end');

/** The median of the ratios within a round: on a shared machine some rounds are interrupted, by dozens of milliseconds. */
function ratio(behaviour: Behaviour, key: keyof Measured) {
  return (some: readonly Round[]): number =>
    percentile(
      some.map((round) => round[behaviour][key] / round.healthy[key]),
      0.5,
    );
}

async function measure(
  server: (typeof subjects)[number]['server'],
  requests: number,
  perSecond?: number,
): Promise<Measured> {
  const before = await server.usage();
  const { latenciesMs } = await load({
    port: server.port,
    requests,
    connections: 8,
    path: (index) => `/api/orders/${index}`,
    ...(perSecond === undefined ? {} : { rate: perSecond }),
  });
  const { cpuUs } = await server.usage();
  const { heapBytes } = await server.settled();
  return {
    cpuUs: (cpuUs - before.cpuUs) / requests,
    p99Ms: percentile(latenciesMs, 0.99),
    heapMib: heapBytes / 2 ** 20,
  };
}

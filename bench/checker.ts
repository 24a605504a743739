/**
 * How long the history checker takes, and how much memory, for 1,000,000 operations and ten times fewer; it must grow
 * linearly. Run: `npm run build && tsc -p bench && node bench/dist/checker.js [operations]`.
 */
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkHistoryStream } from '@attest/chaos';
import { numberArgument } from './number-argument.js';

const operations = numberArgument(0, 'operations', 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'attest-bench-'));
try {
  for (const count of [operations / 10, operations]) await measure(count);
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(count: number): Promise<void> {
  const file = join(folder, `${count}.jsonl`);
  await writeHistory(file, count);
  const start = performance.now();
  const outcome = await checkHistoryStream(createReadStream(file, { highWaterMark: 1 << 20 }));
  const seconds = (performance.now() - start) / 1000;
  if (!('answer' in outcome) || outcome.answer.verdict !== 'held' || outcome.answer.counts.acked !== count) {
    throw new Error(`the benchmark's own history must be held: ${JSON.stringify(outcome).slice(0, 300)}`);
  }
  const mib = process.resourceUsage().maxRSS / 1024;
  const sizeMib = statSync(file).size / 2 ** 20;
  console.log(
    `${count.toLocaleString('en-US')} operations, ${sizeMib.toFixed(0)} MiB: ${seconds.toFixed(2)} s, ` +
      `${mib.toFixed(0)} MiB at most (promised: 10 s and 1024 MiB for 1,000,000)`,
  );
}

/** A region loss in the middle, 1 % reads of a hundred rows, and final reads of everything on both survivors. */
async function writeHistory(file: string, count: number): Promise<void> {
  const handle = await open(file, 'w');
  const pending: string[] = [];
  let length = 0;
  const put = async (text: string) => {
    pending.push(text);
    length += text.length;
    if (length > 1 << 20) await flush();
  };
  const flush = async () => {
    await handle.write(pending.join(''));
    pending.length = 0;
    length = 0;
  };
  const line = (event: object) => put(`${JSON.stringify(event)}\n`);
  const id = (index: number) => `0199c0de-0000-7000-8000-${String(index).padStart(12, '0')}`;
  const hash = (index: number) => createHash('sha256').update(id(index)).digest('hex');
  const half = Math.floor(count / 2);
  for (let index = 0; index < count; index += 1) {
    const t = index * 5;
    const primary = index < half ? { epoch: 1, region: 'us-east-1' } : { epoch: 2, region: 'eu-west-1' };
    await line({ t, op: 'invoke', id: id(index), hash: hash(index) });
    if (index === half - 1) await line({ t, op: 'fault', fault: 'region-loss', phase: 'intent' });
    await line({ t: t + 4, op: 'ok', id: id(index), ...primary });
    if (index === half - 1) {
      await line({ t: t + 4, op: 'fault', fault: 'region-loss', phase: 'effective' });
      await line({ t: t + 4, op: 'epoch', epoch: 2, region: 'eu-west-1' });
    }
    if (index % 100 === 99) {
      const rows = Array.from({ length: 100 }, (_, back) => ({
        id: id(index - back),
        hash: hash(index - back),
        count: 1,
      }));
      await line({ t: t + 4, op: 'read', node: 'ap-southeast-1', rows });
    }
  }
  for (const node of ['eu-west-1', 'ap-southeast-1']) {
    await put(`{"t":${count * 5},"op":"read","node":"${node}","final":true,"rows":[`);
    for (let index = 0; index < count; index += 1) {
      await put(`${index === 0 ? '' : ','}${JSON.stringify({ id: id(index), hash: hash(index), count: 1 })}`);
    }
    await put(']}\n');
  }
  await flush();
  await handle.close();
}

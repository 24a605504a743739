import { describe, expect, it } from 'vitest';
import { attest, folder } from './attest.js';

const lines = (...events: (object | string)[]) =>
  events.map((event) => `${typeof event === 'string' ? event : JSON.stringify(event)}\n`).join('');

const invoke = (t: number, id: string) => ({ t, op: 'invoke', id, hash: `hash-${id}` });
const ok = (t: number, id: string, epoch = 1, region = 'us-east-1') => ({ t, op: 'ok', id, epoch, region });
const fault = (t: number, phase: string) => ({ t, op: 'fault', fault: 'region-loss', phase });
const finalRead = (t: number, ...ids: string[]) => {
  const rows = ids.map((id) => ({ id, hash: `hash-${id}`, count: 1 }));
  return { t, op: 'read', node: 'eu-west-1', final: true, rows };
};

const start = [invoke(0, 'w-1'), ok(9, 'w-1'), invoke(10, 'w-2')];
const takeover = [
  fault(11, 'intent'),
  fault(12, 'effective'),
  { t: 20, op: 'epoch', epoch: 2, region: 'eu-west-1' },
  ok(30, 'w-2', 2, 'eu-west-1'),
];
const held = lines(...start, ...takeover, finalRead(90, 'w-1', 'w-2'));
const broken = lines(...start, ...takeover, finalRead(90, 'w-2'));
/** The fault was never proven to be effective. */
const inconclusive = lines(...start, fault(11, 'intent'), ok(30, 'w-2'), {
  ...finalRead(90, 'w-1', 'w-2'),
  node: 'us-east-1',
});

async function replay(history: string, ...options: string[]) {
  const directory = folder({ 'history.jsonl': history });
  return attest(['replay', 'history', 'history.jsonl', ...options], { directory });
}

describe('attest replay history', () => {
  it.each([
    ['held', held, 0],
    ['broken', broken, 1],
    ['inconclusive', inconclusive, 3],
    ['inconclusive', '', 3],
  ])('ends %s', async (verdict, history, exitCode) => {
    const { code, stdout, stderr } = await replay(history);
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${verdict}: `));
  });

  it('answers with one JSON document', async () => {
    const { code, stdout } = await replay(broken, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'broken',
      counts: { acked: 2, lost: 1, recovered: 0, unknown: 0, duplicate: 0, corrupt: 0, phantom: 0 },
      lost: ['w-1'],
    });
  });

  it('reads standard input', async () => {
    const directory = folder();
    const { code, stdout } = await attest(['replay', 'history', '-'], { directory, input: held });
    expect(code).toBe(0);
    expect(stdout).toContain('held: None of 2 acknowledged writes was lost');
  });

  it('refuses what is not a history, naming every bad line by its number', async () => {
    const history = lines(
      invoke(0, 'w-1'),
      'not json',
      '',
      { t: 5, op: 'okay', id: 'w-1' },
      { t: 4, op: 'ok', id: 'w-9', epoch: 1, region: 'us-east-1' },
      { t: 6, op: 'invoke', id: 'w-1', hash: 'another' },
    );
    const { code, stdout, stderr } = await replay(history, '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('history.jsonl:2: is not JSON');
    expect(stderr).toContain('history.jsonl:4: unknown op "okay"');
    expect(stderr).toMatch(/history\.jsonl:5: .*"t" goes back from 5 to 4/);
    expect(stderr).toMatch(/history\.jsonl:5: .*"w-9", which was never invoked/);
    expect(stderr).toMatch(/history\.jsonl:6: .*another hash/);
    expect(stderr).toContain('  fix: ');
  });

  it('leaves a torn last line out, and says so', async () => {
    const { code, stderr } = await replay(`${held}{"t":91,"op":"inv`);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^attest: history\.jsonl:9: is torn and was left out/);
  });

  it.each([
    ['there is no such file', {}],
    ['it is a folder', { 'history.jsonl/x': '' }],
  ])('says what cannot be read: %s', async (_why, files) => {
    const { code, stdout, stderr } = await attest(['replay', 'history', 'history.jsonl'], {
      directory: folder(files),
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^attest: history\.jsonl: cannot be read\n {2}because .+\n {2}fix: /);
    expect(stderr).not.toContain('    at ');
  });
});

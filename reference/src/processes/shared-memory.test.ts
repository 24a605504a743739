import { describe, expect, it } from 'vitest';
import { isAbandoned, parsePostmasterPid } from './shared-memory.js';

const postmasterPid =
  '412\n/tmp/attest-r1/postgres-a\n1795472910\n20750\n\n127.0.0.1\n  4294901761     32770\nready   \n';
const table = (key: string, attached: number) =>
  `       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid\n${key}      32770   600  56   412   498  ${attached} 65534 65534 65534 65534\n`;

describe("a server's shared memory", () => {
  it('is named by key and id in line 7 of postmaster.pid', () => {
    expect(parsePostmasterPid(postmasterPid)).toEqual({ key: 4294901761, id: 32770 });
  });

  it('is unknown where the server was killed before it wrote the line', () => {
    expect(parsePostmasterPid('412\n/tmp/x\n1795472910\n20750\n')).toBeUndefined();
  });

  it('is abandoned when nobody is attached, whatever sign the kernel prints its key with', () => {
    const segment = { key: 4294901761, id: 32770 };
    expect(isAbandoned(segment, table('4294901761', 0))).toBe(true);
    expect(isAbandoned(segment, table('-65535', 0))).toBe(true);
    expect(isAbandoned(segment, table('4294901761', 2))).toBe(false);
  });

  it("is left alone when the id is another key's by now", () => {
    expect(isAbandoned({ key: 4294901761, id: 32770 }, table('99', 0))).toBe(false);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attest, folder } from './attest.js';

interface Revision {
  readonly name?: string;
  /** Requests and errors a second, since long before. */
  readonly rps: number;
  readonly errors: number;
}

/** A Prometheus that knows a service by these revisions, or answers something else altogether. */
async function prometheus(revisions: readonly Revision[] | string): Promise<string> {
  const server = createServer(async (request, response) => {
    if (typeof revisions === 'string') return void response.end(revisions);
    const asked = new URLSearchParams(await text(request));
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(asked.get(name)));
    const result = revisions.flatMap(({ name, rps, errors }, at) => {
      const query = asked.get('query') ?? '';
      if (!query.includes('_count')) return [];
      if (query.includes('build_info') && name === undefined) return [];
      const series = (code: string, perSecond: number) => ({
        metric: { instance: String(at), http_response_status_code: code, ...(name && { revision: name }) },
        values: Array.from({ length: ((end ?? 0) - (start ?? 0)) / (step ?? 1) + 1 }, (_, index) => [
          (start ?? 0) + index * (step ?? 1),
          String(1000 + Math.round(index * (step ?? 1) * perSecond)),
        ]),
      });
      return [series('200', rps - errors), series('500', errors)];
    });
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function judge(revisions: readonly Revision[] | string, ...options: string[]) {
  const url = await prometheus(revisions);
  const names = ['--service', 'arbor-api', '--baseline', 'v1', '--canary', 'v2'];
  return attest(['canary', 'judge', '--prometheus', url, ...names, ...options], { directory: folder() });
}

const baseline: Revision = { name: 'v1', rps: 190, errors: 1.9 };
const canary: Revision = { name: 'v2', rps: 10, errors: 0.1 };

describe('attest canary judge', () => {
  it.each([
    ['promotes a good canary', [baseline, canary], 0, /^promote: /],
    ['rolls a bad one back', [baseline, { ...canary, errors: 2 }], 1, /^rollback: The canary has /],
    [
      'does not know when there is hardly any traffic',
      [
        { ...baseline, rps: 1, errors: 0 },
        { ...canary, rps: 0.05, errors: 0 },
      ],
      3,
      /^inconclusive: Not known: /,
    ],
  ] as const)('%s', async (_what, revisions, code, first) => {
    const ended = await judge(revisions);
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: '' });
    expect(ended.stdout).toMatch(first);
  });

  it.each([
    [
      'revisions are swapped',
      [
        { ...baseline, name: 'v2' },
        { ...canary, name: 'v1' },
      ],
      2,
      /look swapped: v2 gets 95 %/,
    ],
    ['series carry no revision', [{ rps: 10, errors: 0 }], 2, /the series of arbor-api have no revision/],
    ['the canary is not there', [baseline], 3, /no series of revision v2; arbor-api runs v1/],
    [
      'the canary gets no traffic',
      [baseline, { ...canary, rps: 0, errors: 0 }],
      3,
      /the canary v2 got no request/,
    ],
    ['the service has no series', [], 3, /has no requests of the service arbor-api/],
    ['it is no Prometheus', '<html>', 3, /no answer of Prometheus: <html>/],
    ['Prometheus refuses', '{"status":"error","error":"too many samples"}', 3, /too many samples/],
  ] as const)('says so in the first line when %s', async (_why, revisions, code, first) => {
    const { stdout, stderr, ...ended } = await judge(revisions);
    expect({ code: ended.code, stdout }).toEqual({ code, stdout: '' });
    expect(stderr.split('\n')[0]).toMatch(first);
    expect(stderr).toContain('  fix: ');
  });

  it('ends a watch as soon as the canary is bad', async () => {
    const { code, stdout } = await judge(
      [
        { ...baseline, rps: 1900, errors: 19 },
        { ...canary, rps: 100, errors: 50 },
      ],
      '--watch',
      '--step',
      '1',
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ decision: 'rollback', metric: 'error_rate', canary: 'v2' });
  });

  it('refuses an address that is none, and a service that is not in the catalog', async () => {
    const args = ['canary', 'judge', '--baseline', 'a', '--canary', 'b'];
    const noUrl = await attest([...args, '--service', 'arbor-api', '--prometheus', 'here'], {
      directory: folder(),
    });
    expect(noUrl.code).toBe(2);
    const unknown = await attest([...args, '--service', 'arbor', '--prometheus', 'http://127.0.0.1:9'], {
      directory: folder(),
    });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("did you mean 'arbor-api'?");
  });
});

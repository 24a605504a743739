import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attest, folder } from './attest.js';

/** Something that listens where a Prometheus should; `answer` gets the query. */
async function listening(answer: (query: string, path: string) => object | string): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const answered = answer(new URLSearchParams(body).get('query') ?? '', request.url ?? '');
      response.end(typeof answered === 'string' ? answered : JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const nothing = { status: 'success', data: { resultType: 'vector', result: [] } };
const one = (value: string) => (_query: string, url: string) => {
  const metric = { service: 'arbor-api', origin: 'us-east-1' };
  const at = Math.floor(Date.now() / 1000);
  const values = Array.from({ length: 200 }, (_, index) => [at - (at % 30) - index * 30, value]);
  return {
    status: 'success',
    data: {
      resultType: 'x',
      result: [url.endsWith('query_range') ? { metric, values } : { metric, value: [at, value] }],
    },
  };
};

describe('attest dashboards preview', () => {
  const run = async (prometheus: string) => {
    const directory = folder();
    const ended = await attest(['dashboards', 'preview', '--prometheus', prometheus], { directory });
    const file = path.join(directory, 'dashboards.html');
    return { ...ended, page: existsSync(file) ? readFileSync(file, 'utf8') : '' };
  };

  it('writes a page and succeeds when every panel has data', async () => {
    const { code, stdout, stderr, page } = await run(await listening(one('0.5')));
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'dashboards.html\n' });
    expect(stderr).toMatch(/^(\d+) of \1 panels have data in /);
    expect(page).toContain('Dashboards of Arbor and Kumori');
  });

  it.each([
    ['empty', () => nothing, 'no series at all'],
    [
      'another one',
      (query: string) => (query.includes('build_info') ? nothing : one('3')(query, '')),
      'has no build_info',
    ],
    ['no Prometheus', () => '<html>', 'not as Prometheus does'],
  ])('is inconclusive when the Prometheus is %s, and says so on the page', async (_what, answer, words) => {
    const { code, stderr, page } = await run(await listening(answer));
    expect(code).toBe(3);
    expect(stderr).toContain(words);
    expect(stderr).toContain('fix: ');
    expect(page).toContain(words);
  });

  it('is inconclusive when nothing listens', async () => {
    const { code, stderr, page } = await run('http://127.0.0.1:9');
    expect(code).toBe(3);
    expect(stderr).toContain('http://127.0.0.1:9 does not answer');
    expect(page).toContain('does not answer');
  });

  it('is inconclusive when queries fail or give no number, and names the panels', async () => {
    const failing = await run(
      await listening((query, url) =>
        url.endsWith('query_range') ? { status: 'error', error: 'query timed out' } : one('3')(query, url),
      ),
    );
    expect(failing.code).toBe(3);
    expect(failing.stderr).toContain('Service health › Error rate: query timed out');
    const odd = await run(
      await listening((query, url) => one(url.endsWith('query_range') ? 'NaN' : '3')(query, url)),
    );
    expect(odd.code).toBe(3);
    expect(odd.stderr).toContain('Service health › Error rate: no finite number');
  });

  it.each([
    [['dashboards', 'preview'], '--prometheus'],
    [['dashboards', 'preview', '--prometheus', 'nowhere'], 'is no URL'],
    [['dashboards', 'preview', '--prometheus', 'http://a', '--minutes', '0'], 'A whole number from 1'],
    [['dashboards', 'preview', '--prometheus', 'http://a', '--environment', 'test'], 'production'],
  ])('%j is wrong usage', async (args, words) => {
    const { code, stderr } = await attest(args, { directory: folder() });
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe('attest runbook', () => {
  it('prints the page, with the values of this moment where it has them', async () => {
    const url = await listening(one('0.07'));
    const { code, stdout } = await attest(['runbook', 'high_error_rate', '--prometheus', url], {
      directory: folder(),
    });
    expect(code).toBe(0);
    expect(stdout).toContain('now: service=arbor-api origin=us-east-1 → 0.07');
    for (const part of [
      'MEANING',
      'IMPACT',
      'FIRST FIVE MINUTES',
      'MITIGATE',
      'ESCALATE',
      'VERIFY RECOVERED',
      'LAST DRILL',
    ])
      expect(stdout).toContain(part);
    expect(stdout).toContain('Never here. Practise it: attest gameday region-loss');
  });

  it('suggests the nearest name', async () => {
    const { code, stderr } = await attest(['runbook', 'hihg_error_rate'], { directory: folder() });
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean high_error_rate?');
  });

  it('prints the page without values when the Prometheus cannot be asked', async () => {
    const { code, stdout, stderr } = await attest(
      ['runbook', 'service_down', '--prometheus', 'http://127.0.0.1:9'],
      { directory: folder() },
    );
    expect(code).toBe(3);
    expect(stdout).toContain('FIRST FIVE MINUTES');
    expect(stderr).toContain('does not answer');
  });
});

import { createApiClient } from '@neondatabase/api-client';
import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.js';
import { never, recorded } from '../testing/recorded.js';
import { type ScriptedAnswer, scriptedServer } from '../testing/scripted-server.js';
import { neonDatabases } from './databases.js';
import { restoreNeonBranch } from './recovery.js';
import { getOperation, restoreBranch, startEndpoint, updateEndpoint } from './requests.js';

const apiKey = new Secret('hunter2', 'NEON_API_KEY');
const operation = (status: string) => ({ id: 'op-1', action: 'suspend_compute', status });
const started = (...statuses: string[]): ScriptedAnswer => ({
  body: { operations: statuses.map(operation) },
});
const now = (status: string): ScriptedAnswer => ({ body: { operation: operation(status) } });
const no = (status: number, code: string, message: string): ScriptedAnswer => ({
  status,
  body: { code, message },
});

async function neon(...answers: ScriptedAnswer[]) {
  const { url, heard } = await scriptedServer(...answers);
  const access = { apiKey, projectId: 'p1', baseUrl: url };
  const options = recorded();
  return { access, heard, options, databases: neonDatabases(access, { 'us-east-1': 'ep-1' }, options) };
}

describe('Neon', () => {
  it('refuses clients by disabling the compute, and waits until that is done', async () => {
    const { databases, heard } = await neon(started('running'), now('running'), now('finished'));
    await databases.refuseWrites('us-east-1', never);
    expect(heard.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/projects/p1/endpoints/ep-1', { endpoint: { disabled: true } }],
      ['GET', '/projects/p1/operations/op-1', undefined],
      ['GET', '/projects/p1/operations/op-1', undefined],
    ]);
  });

  it('takes clients again and starts the compute', async () => {
    const { databases, heard } = await neon(started());
    await databases.acceptWrites('us-east-1', never);
    expect(heard.map(({ path, body }) => [path, body])).toEqual([
      ['/projects/p1/endpoints/ep-1', { endpoint: { disabled: false } }],
      ['/projects/p1/endpoints/ep-1/start', undefined],
    ]);
  });

  it('does not pass off an operation that failed as done', async () => {
    const { databases } = await neon(started('running'), now('failed'));
    await expect(databases.refuseWrites('us-east-1', never)).rejects.toThrow(
      /operation op-1 \(suspend_compute\) ended as failed/,
    );
  });

  it.each(['position', 'detach', 'follow', 'setSynchronousStandbys', 'promote', 'writeEpoch'] as const)(
    'says that it cannot %s, and why, and sends nothing',
    async (what) => {
      const { databases, heard } = await neon(started());
      const call = databases[what] as (...anything: unknown[]) => Promise<unknown>;
      await expect(call('us-east-1', 'eu-west-1', never)).rejects.toMatchObject({
        code: 'not-offered',
        message: expect.stringMatching(/^Neon cannot .+: .+/),
        fix: expect.stringContaining('PostgreSQL servers that stream to each other'),
      });
      expect(heard).toEqual([]);
    },
  );

  it('restores a branch to a point in time and keeps what it replaces', async () => {
    const { access, options, heard } = await neon(started('finished'));
    const at = { timestamp: '2026-01-01T00:00:00Z' };
    await restoreNeonBranch(
      access,
      { branchId: 'br-1', sourceBranchId: 'br-1', at, keepAs: 'before' },
      options,
      never,
    );
    expect(heard).toMatchObject([
      {
        method: 'POST',
        path: '/projects/p1/branches/br-1/restore',
        body: { source_branch_id: 'br-1', source_timestamp: at.timestamp, preserve_under_name: 'before' },
      },
    ]);
  });

  it.each<[string, ScriptedAnswer, string, RegExp, number]>([
    [
      'a key that is unknown',
      no(401, '', 'This request could not be authenticated'),
      'unauthorized',
      /revoked/,
      1,
    ],
    ['a key of another project', no(403, '', 'not allowed'), 'forbidden', /project-scoped API key/, 1],
    [
      'a compute that is gone',
      no(404, 'ENDPOINT_NOT_FOUND', 'endpoint not found'),
      'not-found',
      /identifiers/,
      1,
    ],
    ['a conflict', no(409, 'CONFLICT', 'conflict'), 'conflict', /somebody else/, 1],
    [
      'another operation that goes on and on',
      no(423, 'LOCKED', 'project already has running conflicting operations'),
      'rate-limited',
      /wait/,
      3,
    ],
    ['700 requests in a minute', no(429, '', 'rate limit exceeded'), 'rate-limited', /wait/, 3],
    ['an incident', no(503, '', 'unavailable'), 'unavailable', /incident/, 3],
    ['no answer', { instead: 'hang' }, 'timed-out', /incident/, 3],
    ['half an answer', { body: '{"operations": [' }, 'malformed-answer', /proxy/, 1],
    ['a status that is not documented', started('exploded'), 'malformed-answer', /proxy/, 1],
  ])('says what is wrong after %s', async (_name, answer, code, fix, times) => {
    const { databases, heard } = await neon(answer);
    await expect(databases.refuseWrites('us-east-1', never)).rejects.toMatchObject({
      code,
      fix: expect.stringMatching(fix),
    });
    expect(heard).toHaveLength(times);
  });

  it('goes on after another operation has let go', async () => {
    const { databases, heard } = await neon(no(423, 'LOCKED', 'locked'), started());
    await databases.refuseWrites('us-east-1', never);
    expect(heard).toHaveLength(2);
  });

  it('never restores twice because an answer was lost', async () => {
    const { access, options, heard } = await neon({ instead: 'reset' });
    const point = { branchId: 'br-1', sourceBranchId: 'br-0', keepAs: 'before' };
    await expect(restoreNeonBranch(access, point, options, never)).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(heard).toHaveLength(1);
  });

  it('sends nothing in a dry run', async () => {
    const { access, heard } = await neon(started());
    const options = recorded('dry-run');
    await neonDatabases(access, { a: 'ep-1' }, options).acceptWrites('a', never);
    expect(heard).toEqual([]);
    expect(options.intents).toHaveLength(2);
    expect(JSON.stringify(options.intents)).not.toContain('hunter2');
  });
});

it('is asked as the vendor’s own library asks it', async () => {
  const { access, heard } = await neon({ body: { operations: [], operation: operation('finished') } });
  const client = createApiClient({ apiKey: 'hunter2', baseURL: access.baseUrl });
  const restore = { source_branch_id: 'br-0', source_lsn: '0/1', preserve_under_name: 'before' };
  await client.updateProjectEndpoint('p1', 'ep-1', { endpoint: { disabled: true } });
  await client.startProjectEndpoint('p1', 'ep-1');
  await client.restoreProjectBranch('p1', 'br-1', restore);
  await client.getProjectOperation('p1', 'op-1');
  const ours = [
    updateEndpoint(access, 'ep-1', { endpoint: { disabled: true } }),
    startEndpoint(access, 'ep-1'),
    restoreBranch(access, 'br-1', restore),
    getOperation(access, 'op-1'),
  ];
  expect(
    heard.map(({ method, path, body, headers }) => [
      method,
      `${access.baseUrl}${path}`,
      body,
      headers.authorization,
    ]),
  ).toEqual(
    ours.map(({ method, url, body, headers }) => [
      method,
      url,
      body,
      (headers.authorization as Secret).reveal(),
    ]),
  );
});

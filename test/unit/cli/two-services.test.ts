import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { attest, folder, repository } from './attest.js';

const fixture = path.join(repository, 'test/fixtures/two-services.ts');
const config = `
  import { defineConfig } from '@attest/cli';
  import { twoServices } from ${JSON.stringify(fixture)};
  export default defineConfig({ platform: twoServices, targets: {
    reference: { kind: 'reference' },
    production: { kind: 'external', environment: 'production', entrances: { 'ledger-api': 'https://ledger.example' } },
  } });`;

describe('a platform that has nothing in common with the one that ships', () => {
  it('goes through claims, lint and generate, and only its own names come out', async () => {
    const directory = folder({ 'attest.config.ts': config });
    const claims = await attest(['claims', '--json'], { directory });
    expect(claims).toMatchObject({ code: 0, stderr: '' });
    const ids = JSON.parse(claims.stdout).claims.map(({ id }: { id: string }) => id);
    expect(ids).toContain('ledger-api.scaling.maximum');
    expect(ids).toContain('failover.data-loss');

    const lint = await attest(['lint', '--json'], { directory });
    expect(lint.stderr).toBe('');
    expect([0, 1]).toContain(lint.code);

    const generate = await attest(['generate'], { directory });
    expect(generate).toMatchObject({ code: 0, stderr: '' });
    const rules = ['ledger-api', 'thumbnail-api']
      .map((name) =>
        readFileSync(path.join(directory, `generated/production/prometheus/${name}.yml`), 'utf8'),
      )
      .join('');
    expect(rules).toContain('alert: too_many_errors');
    expect(rules).toContain('service="thumbnail-api"');
    expect((await attest(['generate', '--check'], { directory })).code).toBe(0);

    for (const said of [claims.stdout, lint.stdout, rules]) expect(said).not.toMatch(/arbor|kumori/i);
  });
});

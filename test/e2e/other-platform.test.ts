import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conclusively, workFolder } from './command-line.js';
import { failoverHeld, words } from './failover-claims.js';

let folder: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  folder = await workFolder();
});
afterAll(() => folder.remove());

describe('the loss of the primary region', () => {
  it('is survived by another platform, whose services, regions and promises are its own', async () => {
    const fixture = path.resolve(import.meta.dirname, '../fixtures/two-services.js');
    await writeFile(
      path.join(folder.path, 'attest.config.ts'),
      `import { twoServices } from '${fixture}';
       export default { platform: twoServices, targets: { reference: { kind: 'reference' } } };`,
    );
    const { exitCode, stdout, stderr } = await conclusively(folder.path, 'gameday', '--json');
    const verdict = JSON.parse(stdout);
    expect(words(verdict), `${stderr}\n${JSON.stringify(verdict.claims, null, 1)}`).toEqual(failoverHeld);
    expect(exitCode).toBe(0);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { attest, folder } from './attest.js';

describe('attest init', () => {
  it('writes a configuration that every other command understands', async () => {
    const directory = folder();
    const { code, stdout } = await attest(['init'], { directory });
    expect(code).toBe(0);
    expect(stdout).toContain('attest.config.ts written');

    const claims = await attest(['claims', '--json'], { directory });
    expect({ code: claims.code, stderr: claims.stderr }).toEqual({ code: 0, stderr: '' });
    expect(claims.stdout).toContain('"orders-api.scaling.maximum"');
    expect(JSON.parse(claims.stdout).claims[0].verdicts).toEqual({
      reference: { standing: 'not run' },
      production: { standing: 'not run' },
    });

    const lint = await attest(['lint', '--json'], { directory });
    const isOpen = ({ accepted }: { accepted?: object }) => accepted === undefined;
    expect(lint.code).toBe(JSON.parse(lint.stdout).findings.some(isOpen) ? 1 : 0);
    expect(lint.stderr).toBe('');

    expect(await attest(['generate'], { directory })).toMatchObject({ code: 0, stderr: '' });
    expect((await attest(['generate', '--check'], { directory })).code).toBe(0);
  });

  it('replaces a configuration only by force', async () => {
    const directory = folder({ 'attest.config.ts': 'mine' });
    const { code, stdout, stderr } = await attest(['init'], { directory });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'attest: attest.config.ts: is there already\n  fix: attest init --force replaces it\n',
    );
    const content = () => readFileSync(path.join(directory, 'attest.config.ts'), 'utf8');
    expect(content()).toBe('mine');
    expect((await attest(['init', '--force'], { directory })).code).toBe(0);
    expect(content()).toContain('definePlatform');
  });

  it('says where it cannot write, and why', async () => {
    const directory = folder({ 'attest.config.ts/file': '' });
    const { code, stderr } = await attest(['init', '--force'], { directory });
    expect(code).toBe(2);
    expect(stderr).toMatch(/attest\.config\.ts: cannot be written in .+\n {2}because .+\n {2}fix: /);
  });
});

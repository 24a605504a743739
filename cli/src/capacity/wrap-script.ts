import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scriptedModule } from '@attest/loadtests';

/**
 * A script of the caller, made into one that arrives at a given rate and tells of every request: its default function runs
 * where ours would, and its own `options` count for nothing.
 */
export function wrapScript(script: string, logs: string): string {
  const file = path.join(logs, 'wrapped-script.ts');
  mkdirSync(logs, { recursive: true });
  writeFileSync(
    file,
    `import script, * as parts from ${JSON.stringify(script)};
import { options, tellOf } from ${JSON.stringify(scriptedModule)};
export { options };
export const setup = () => (typeof parts['setup'] === 'function' ? parts['setup']() : undefined);
export const teardown = (data) => (typeof parts['teardown'] === 'function' ? parts['teardown'](data) : undefined);
export const request = (data) => tellOf(() => script(data));
`,
  );
  return file;
}

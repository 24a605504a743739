import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * Programs that runbooks call and that this machine need not have: `psql` asks the database, `kubectl … delete pod` ends the
 * process whose id is in POD, as the orchestrator would. Everything else (curl, amtool, promtool, kill) is real.
 */
export async function standInCommands(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const programs = { psql, kubectl, attest };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(path.join(folder, name), text);
    await chmod(path.join(folder, name), 0o755);
  }
  return folder;
}

const psql = `#!/usr/bin/env node
const { createRequire } = require('node:module');
const pg = createRequire(${JSON.stringify(path.join(root, 'instrumentation/package.json'))})('pg');
const [url, ...rest] = process.argv.slice(2);
const statements = rest.filter((argument, index) => /^-[A-Za-z]*c$/.test(rest[index - 1] ?? ''));
const client = new pg.Client({ connectionString: url, statement_timeout: 20000 });
(async () => {
  await client.connect();
  for (const statement of statements) console.log(JSON.stringify((await client.query(statement)).rows));
  await client.end();
})().catch((error) => { console.error(error.message); process.exit(1); });
`;

const kubectl = `#!/usr/bin/env bash
case "$*" in *"delete pod "*) for pid in $POD; do kill -KILL "$pid"; done ;; *) echo "no such command here: kubectl $*" >&2; exit 1 ;; esac
`;

const attest = `#!/usr/bin/env bash
exec ${JSON.stringify(process.execPath)} ${JSON.stringify(path.join(root, 'cli/bin/attest.js'))} "$@"
`;

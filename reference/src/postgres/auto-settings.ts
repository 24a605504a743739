import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** As `alter system set`, for a server that does not run. Of settings given twice, the last one counts. */
export function setAutoSetting(dataDirectory: string, name: string, quotedValue: string): void {
  appendFileSync(join(dataDirectory, 'postgresql.auto.conf'), `${name} = ${quotedValue}\n`);
}

import { otherValue } from '../contract/values.js';

const known = new Set(
  'SELECT INSERT UPDATE DELETE MERGE WITH BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE SET SHOW COPY CALL LOCK LISTEN NOTIFY CREATE ALTER DROP TRUNCATE'.split(
    ' ',
  ),
);

/** The first word of a statement, behind comments; never more of it, which may hold data. */
export function operationName(statement: unknown): string {
  if (typeof statement !== 'string') return otherValue;
  let rest = statement.slice(0, 500).trimStart();
  for (let comments = 0; comments < 10; comments++) {
    const end = rest.startsWith('--') ? '\n' : rest.startsWith('/*') ? '*/' : undefined;
    if (end === undefined) break;
    const at = rest.indexOf(end);
    rest = at < 0 ? '' : rest.slice(at + end.length).trimStart();
  }
  const word = /^[a-z]+/i.exec(rest)?.[0].toUpperCase();
  return word !== undefined && known.has(word) ? word : otherValue;
}

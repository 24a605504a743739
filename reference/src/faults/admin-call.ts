import { BedError } from '../bed-error.js';

/** Asks a program of the bed by its admin port. @throws BedError `program-refused` */
export async function adminCall(
  port: number,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5000),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  throw new BedError({
    code: 'program-refused',
    message: `${method} ${path} on port ${port} was refused: ${answer.status} ${text}`,
    fix: "Look at the program's log of this run.",
  });
}

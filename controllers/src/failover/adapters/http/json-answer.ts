import { z } from 'zod';

/** Reads JSON of a documented form; throws with the path of what is missing. */
export function jsonAnswer<T>(schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw new Error(`no JSON but ${JSON.stringify(text.replaceAll(/\s+/g, ' ').trim().slice(0, 60))}`);
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    throw new Error(z.prettifyError(parsed.error).replaceAll(/\s+/g, ' '));
  };
}

import type { z } from 'zod';

export interface LineProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

export interface JsonLines<T> {
  readonly items: readonly { readonly line: number; readonly value: T }[];
  /** Every line that cannot be read, with everything that is wrong with it. */
  readonly problems: readonly LineProblem[];
}

/** Reads JSON lines; blank ones are skipped. What a line means together with others is for the caller to judge. */
export function readJsonLines<S extends z.ZodType>(text: string, schema: S): JsonLines<z.output<S>> {
  const items: { line: number; value: z.output<S> }[] = [];
  const problems: LineProblem[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    let json: unknown;
    try {
      json = JSON.parse(content);
    } catch {
      problems.push({ line, problem: 'is not JSON' });
      continue;
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) items.push({ line, value: parsed.data });
    else problems.push({ line, problem: parsed.error.issues.map(describe).join('; ') });
  }
  return { items, problems };
}

function describe({ path, message }: z.core.$ZodIssue): string {
  if (path.length === 0) return message;
  const where = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `"${where.replace(/^\./, '')}" ${message}`;
}

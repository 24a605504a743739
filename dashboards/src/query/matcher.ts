/** The right side of a label matcher. */
export type Matcher = `=${string}` | `!=${string}` | `=~${string}` | `!~${string}`;

/** A PromQL string literal; JSON escapes a superset of what PromQL needs, by the same rules. */
const quote = (text: string) => JSON.stringify(text);

export const is = (value: string): Matcher => `=${quote(value)}`;
export const isNot = (value: string): Matcher => `!=${quote(value)}`;
/** Fully anchored, as everywhere in PromQL. */
export const matches = (pattern: string): Matcher => `=~${quote(pattern)}`;
export const matchesNot = (pattern: string): Matcher => `!~${quote(pattern)}`;
/** One of the values chosen for a variable. */
export const chosen = (variable: string): Matcher => `=~"$${variable}"`;

/** `{a="1",b=~"2"}` in the order given; what is undefined is left out. */
export function selector(matchers: Readonly<Record<string, Matcher | undefined>>): string {
  const parts = Object.entries(matchers).flatMap(([label, matcher]) =>
    matcher === undefined ? [] : [`${label}${matcher}`],
  );
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

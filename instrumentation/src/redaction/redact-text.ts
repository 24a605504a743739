/** What takes the place of a secret. */
export const redacted = '[redacted]';

/**
 * What must not leave the process in the text of an error. Messages are written for developers by libraries and by the
 * service, so that these are the shapes that slip into them, not a proof that nothing else does.
 */
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Credentials in a URL: postgres://user:password@host
  [/\b([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@]{1,200}@/gi, `$1${redacted}@`],
  // Query strings, which carry tokens, searches and addresses of people.
  [/(https?:\/\/[^\s?"'<>]{1,500})\?[^\s"'<>]+/gi, `$1?${redacted}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${redacted}`],
  // JSON Web Tokens, with or without a word before them.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, redacted],
  [
    /\b((?:api[-_]?key|access[-_]?key|auth(?:orization)?|cookie|passw(?:or)?d|pwd|secret|token|session(?:[-_]?id)?)["']?\s{0,3}[=:]\s{0,3}["']?)(?!\[redacted\])[^\s"',;&)}\]]+/gi,
    `$1${redacted}`,
  ],
  // Keys as vendors write them: sk_live_…, r8_…, ghp_…, AKIA…
  [/\b(?:sk|pk|rk|r8|gh[pousr]|xox[abprs])[-_][A-Za-z0-9_-]{16,}|\bAKIA[0-9A-Z]{16}\b/g, redacted],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g, redacted],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, redacted],
];

/** Longer text is cut: no pattern may take long, whatever somebody managed to put into a message. */
const longest = 16_384;

export function redactText(text: string): string {
  let result = text.length > longest ? `${text.slice(0, longest)}…` : text;
  for (const [pattern, replacement] of patterns) result = result.replace(pattern, replacement);
  return result;
}

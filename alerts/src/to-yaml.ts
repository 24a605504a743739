import { dump } from 'js-yaml';

const header =
  '# Generated from the catalog by `attest generate`. Do not edit: change the catalog and generate again.\n';

/** Deterministic: keys in the order given, no anchors, no folding (a folded expression reads badly in a diff). */
export const toYaml = (document: unknown): string => header + yaml(document);

// With js-yaml, for it writes three times as fast as yaml, which reads with places of errors and is used for that.
const yaml = (document: unknown): string => dump(document, { noRefs: true, lineWidth: -1 });

/** `toYaml(whole)` where `whole[key]` is what `part` was made from by `toYaml`: writing it out again takes as long as the first time. */
export function toYamlWith(whole: object, key: string, part: string): string {
  const { [key]: _, ...others } = whole as Record<string, unknown>;
  const indented = part.slice(header.length).replace(/^(?=.)/gm, '  ');
  return `${toYaml(others)}${key}:\n${indented}`;
}

/** The same as JSON, which is YAML as well: for what is long and read by programs, in a tenth of the time. */
export const toJson = (document: unknown): string => `${header}${JSON.stringify(document, null, 1)}\n`;

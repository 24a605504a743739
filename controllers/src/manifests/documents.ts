import { stringify } from 'yaml';

interface Validated {
  validate(): void;
  toJSON(): unknown;
}

/** Objects as the documents of one file, each validated against the schema of its kind. */
export function documentsOf(objects: readonly Validated[]): string {
  for (const object of objects) object.validate();
  return objects.map((object) => stringify(object.toJSON())).join('---\n');
}

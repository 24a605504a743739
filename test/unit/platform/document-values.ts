import { parseSync } from 'vite';
import { parse as parseYaml } from 'yaml';

/** A value that stands in the architecture document. */
export interface DocumentValue {
  /** Heading path, as in the catalog. */
  section: string;
  /** The key that it stands under; inside a list, the key of the list. */
  key: string;
  value: string | number | boolean;
}

type Leaf = Omit<DocumentValue, 'section'>;

const readers: Readonly<Record<string, (block: string) => Leaf[]>> = {
  yaml: (block) => leaves(parseYaml(block), ''),
  typescript: readTypeScript,
  sql: readSql,
  dockerfile: readDockerfile,
};

/** Every value in the fenced blocks of a Markdown document, and in its lists of `**Name**: statement`. */
export function valuesOf(document: string): DocumentValue[] {
  const values: DocumentValue[] = [];
  let parent = '';
  let section = '';
  let block: { language: string; lines: string[] } | undefined;
  for (const line of document.split('\n')) {
    if (line.startsWith('```')) {
      if (block === undefined) {
        block = { language: line.slice(3).trim(), lines: [] };
        continue;
      }
      const found = read(block.language, block.lines.join('\n'));
      values.push(...found.map((leaf) => ({ section, ...leaf })));
      block = undefined;
    } else if (block !== undefined) {
      block.lines.push(line);
    } else {
      const [, level, title] = /^(#{2,3}) (?:\d+\. )?(.+)$/.exec(line) ?? [];
      if (level === '##') parent = section = title!;
      if (level === '###') section = `${parent} › ${title}`;
      const [, name, statement] = /^\d+\. \*\*(.+)\*\*: (.+)$/.exec(line) ?? [];
      if (name && statement) {
        values.push({ section, key: 'name', value: name }, { section, key: 'statement', value: statement });
      }
    }
  }
  return values;
}

/** A picture has no language; everything else must be read, or the test would not see it. */
function read(language: string, block: string): Leaf[] {
  if (language === '') return [];
  const reader = readers[language];
  if (reader === undefined) throw new Error(`no reader for blocks of ${language}`);
  return reader(block);
}

function leaves(node: unknown, key: string): Leaf[] {
  if (Array.isArray(node)) return node.flatMap((item) => leaves(item, key));
  if (typeof node === 'object' && node !== null) {
    return Object.entries(node).flatMap(([name, child]) => leaves(child, name));
  }
  if (typeof node === 'string' && key === 'run') return commands(node).map((value) => ({ key, value }));
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean') {
    return [{ key, value: node }];
  }
  throw new Error(`${key} holds ${JSON.stringify(node)}, which is no value`);
}

const commands = (script: string) =>
  script
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

interface Node {
  type: string;
  [key: string]: unknown;
}

function readTypeScript(block: string): Leaf[] {
  const { program, errors } = parseSync('document.ts', block);
  if (errors.length > 0) throw new Error(errors.map((error) => error.message).join('\n'));
  return (program.body as unknown as Node[]).flatMap((node) => {
    if (node.type !== 'TSInterfaceDeclaration') throw new Error(`cannot read ${node.type}`);
    return typeLeaves(node.body as Node, '');
  });
}

function typeLeaves(node: Node, key: string): Leaf[] {
  switch (node.type) {
    case 'TSInterfaceBody':
      return (node.body as Node[]).flatMap((member) => typeLeaves(member, key));
    case 'TSTypeLiteral':
      return (node.members as Node[]).flatMap((member) => typeLeaves(member, key));
    case 'TSPropertySignature': {
      const name = (node.key as { name: string }).name;
      return typeLeaves((node.typeAnnotation as { typeAnnotation: Node }).typeAnnotation, name);
    }
    case 'TSTupleType':
      return (node.elementTypes as Node[]).flatMap((element) => typeLeaves(element, key));
    case 'TSLiteralType':
      return [{ key, value: (node.literal as { value: string | number | boolean }).value }];
    default:
      throw new Error(`cannot read ${node.type} at ${key}`);
  }
}

const statements = [
  { pattern: /^CREATE SCHEMA IF NOT EXISTS (\w+);$/, key: 'schemas' },
  { pattern: /^CREATE EXTENSION IF NOT EXISTS "([^"]+)";$/, key: 'extensions' },
  { pattern: /^ALTER SYSTEM SET (?<key>\w+) = '?([^']+?)'?;$/, key: '' },
];

function readSql(block: string): Leaf[] {
  return code(block, '--').map((line) => {
    for (const { pattern, key } of statements) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const value = match.at(-1)!;
      return { key: match.groups?.key ?? key, value: /^\d+$/.test(value) ? Number(value) : value };
    }
    throw new Error(`cannot read the statement ${line}`);
  });
}

function readDockerfile(block: string): Leaf[] {
  return code(block, '#').flatMap((line) => {
    const [, from, name] = /^FROM (\S+) AS (\S+)$/.exec(line) ?? [];
    if (!from || !name) return [{ key: 'instructions', value: line }];
    return [
      { key: 'from', value: from },
      { key: 'name', value: name },
    ];
  });
}

const code = (block: string, comment: string) =>
  block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith(comment));

import type { Layer } from './route-tracking.js';

/** The full template of a layer under a base, given the part of the path that the layer matched. */
export type Template = (base: string, matched: () => string) => string;

/** Undefined for what is mounted at the root and is no route: it adds nothing to the path. */
export function templateOf(layer: Layer): Template | undefined {
  const path = layer.rawPath ?? layer.route?.path ?? '/';
  if (!Array.isArray(path)) return single(path, layer.route !== undefined);
  const all = joined(path.map(part).join('|'));
  const patterns = path.map((pattern) => joined(part(pattern)));
  return (base, matched) => {
    const candidate = matched();
    const index = layer.matchers.findIndex((matches) => matches(candidate));
    return (patterns[index] ?? all)(base);
  };
}

function single(path: unknown, isRoute: boolean): Template | undefined {
  const text = part(path);
  return text === '' && !isRoute ? undefined : joined(text);
}

function part(path: unknown): string {
  // A RegExp cannot be told apart from its source; it is bounded, which is what counts.
  const text = String(path).replace(/\/+$/, path instanceof RegExp ? '$&' : '');
  return text === '' || text.startsWith('/') ? text : `/${text}`;
}

/** Concatenates once per base: there are as many as there are places where a router is mounted. */
function joined(text: string): (base: string) => string {
  const known = new Map<string, string>();
  return (base) => {
    let full = known.get(base);
    if (full === undefined) {
      full = base + text || '/';
      known.set(base, full);
    }
    return full;
  };
}

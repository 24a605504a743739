/** What else is the same letter to Unicode. */
const others = { k: '\u212A', s: '\u017F' };

/**
 * Stands in a bundle for the engine for Go's patterns that schemas of Kubernetes objects bring, in WebAssembly, which takes a
 * sixth of the time that `attest generate` has: their patterns differ from JavaScript's only in saying of a group that case
 * does not matter.
 */
export default class GoPattern extends RegExp {
  constructor(pattern) {
    super(inJavaScript(pattern), 'u');
  }
}

function inJavaScript(pattern) {
  // For each open group, the innermost last: does case not matter in what is left of it?
  const ignoring = [false];
  return pattern.replace(/\[[\d-]+\]|\(\?i\)|\(\?:|\(\?|[(\\[]|\)|[a-z]/gi, (part) => {
    const last = ignoring.length - 1;
    if (part === '(?i)') ignoring[last] = true;
    else if (part === '(' || part === '(?:') ignoring.push(ignoring[last]);
    else if (part === ')') ignoring.pop();
    else if (/^[a-z]$/i.test(part)) return ignoring[last] ? anyCase(part) : part;
    // An escape or a class of more than digits among letters whose case does not matter would have to be taken apart.
    else if (part === '(?' || (ignoring[last] && /^[\\[]$/.test(part))) throw saysMore(pattern);
    return part === '(?i)' ? '' : part;
  });
}

const anyCase = (letter) => {
  const small = letter.toLowerCase();
  return `[${small}${small.toUpperCase()}${others[small] ?? ''}]`;
};

const saysMore = (pattern) =>
  new Error(
    `${pattern} (in a schema of Kubernetes objects) says more than that case does not matter.\n  fix: say it in JavaScript in cli/bundler/go-pattern.js, or leave the engine in the bundle (cli/bundler/bundle.js)`,
  );

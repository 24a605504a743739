import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = (workspace, file) => path.join(root, workspace, 'dist', file);
const programs = dist('reference', 'programs');
const builtProgram = dist('reference', 'processes/built-program.js');

const goPattern = fileURLToPath(new URL('go-pattern.js', import.meta.url));

const isOurs = (id) => id.startsWith(root) && !id.includes('node_modules');

/** Loaded from where it is installed: it is another's choice, or reads files of its own. */
const external = [
  /^@sentry\//,
  /^@opentelemetry\/auto-/,
  'pg-native',
  'bufferutil',
  'utf-8-validate',
  'jiti',
];

/**
 * Writes the command and every program of the bed as one file each, with chunks that they share, into a folder of
 * `cli/bundle/`. A start of the bed loads some thirty programs of several hundred modules each; finding and reading those
 * modules is half of the CPU that it takes. Two builds, for a chunk that the command
 * shares with a program may be the program itself, which importing would run.
 */
export async function bundle(folder) {
  const { rolldown } = await import('rolldown');
  for (const input of [{ main: dist('cli', 'main.js') }, programsByName()]) {
    const build = await rolldown({
      input,
      platform: 'node',
      external,
      // None of our modules does anything when it is imported, but the programs.
      treeshake: { moduleSideEffects: (id) => !isOurs(id) || id.startsWith(programs) },
      plugins: [programsBeside, goPatterns, ownPlace(folder)],
      onLog: (level, log, report) => {
        // Both are what a bundle does to modules that were written for none.
        if (log.code !== 'CIRCULAR_DEPENDENCY' && log.code !== 'EVAL') report(level, log);
      },
    });
    try {
      // A name more than the program's own, so that a chunk is never taken for one.
      const chunkFileNames = 'chunk-[name]-[hash].js';
      const { output } = await build.write({ dir: folder, format: 'esm', chunkFileNames });
      refuseImportedPrograms(output);
    } finally {
      await build.close();
    }
  }
}

const programsByName = () =>
  Object.fromEntries(
    readdirSync(programs)
      .filter((file) => file.endsWith('.js'))
      .map((file) => [path.basename(file, '.js'), path.join(programs, file)]),
  );

/** A bundler may put what several share into the program of one of them, and importing that would run it. */
function refuseImportedPrograms(output) {
  const programs = new Set(output.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
  const importers = output.filter((chunk) => chunk.imports?.some((name) => programs.has(name)));
  if (importers.length > 0)
    throw new Error(
      `${importers.map(({ fileName }) => fileName).join(', ')} would run a program when imported`,
    );
}

/** In a bundle, programs stand beside whatever starts them. */
const programsBeside = {
  name: 'programs-beside',
  load: (id) =>
    id === builtProgram
      ? `import { fileURLToPath } from 'node:url';
export const builtProgram = (name) => fileURLToPath(new URL(\`./\${name}.js\`, import.meta.url));`
      : null,
};

const goPatterns = {
  name: 'go-patterns',
  resolveId: (id) => (id === '@kubernetes-models/validate/runtime/re2' ? goPattern : null),
};

/** Our modules find their files (k6's scripts, templates, the tools' sources) from where they stood before. */
const ownPlace = (folder) => ({
  name: 'own-place',
  transform(code, id) {
    if (!isOurs(id) || id === builtProgram || !code.includes('import.meta.url')) return null;
    const place = path.relative(folder, id).split(path.sep).join('/');
    return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`);
  },
});

import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = path.resolve(import.meta.dirname, '../../..');

/** A runner as one file that plain Node starts in a moment; packages it loads as they were built. Answers where it is. */
export async function bundleRunner(source: string): Promise<string> {
  const cache = path.join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'killed-runner-'));
  const build = await rolldown({
    input: path.join(import.meta.dirname, source),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !path.isAbsolute(id),
    plugins: [
      {
        name: 'own-place',
        transform: (code, id) =>
          code
            .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
            .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(id))),
      },
    ],
  });
  const { output } = await build.write({ dir: folder, format: 'esm' });
  await build.close();
  return path.join(folder, output[0].fileName);
}

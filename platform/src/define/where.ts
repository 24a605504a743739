/**
 * `platform/src/…/gpu.ts › gpu.clusters[0].minInstances`: a path of the catalog with the file that holds it.
 * Of the prefixes in `files` the longest wins; a catalog without files gives the path alone.
 */
export function where(platform: { files?: Record<string, string> | undefined }, path: string): string {
  let best = '';
  for (const prefix of Object.keys(platform.files ?? {})) {
    const next = path[prefix.length];
    const covers = path.startsWith(prefix) && (next === undefined || next === '.' || next === '[');
    if (covers && prefix.length > best.length) best = prefix;
  }
  const file = platform.files?.[best];
  return file === undefined ? path : `${file} › ${path}`;
}

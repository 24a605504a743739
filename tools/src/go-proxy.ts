/**
 * A GOPROXY list without `direct`, which would make Go ask the version-control hosts behind vanity import paths;
 * empty where nothing remains. Separators keep their meaning (`,` after "not found", `|` after any error).
 * Source: https://go.dev/ref/mod#goproxy-protocol
 */
export function withoutDirect(goproxy: string): string {
  const parts = goproxy.split(/([,|])/);
  let kept = '';
  for (let index = 0; index < parts.length; index += 2) {
    const proxy = parts[index]!.trim();
    if (proxy === '' || proxy === 'direct') continue;
    kept += kept === '' ? proxy : `${parts[index - 1]}${proxy}`;
  }
  return kept;
}

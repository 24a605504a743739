import type { VersionRange } from './tool.js';

/** Negative, zero or positive as `a` is before, equal to or after `b`; dotted numbers, missing places are 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) =>
    version.split('.').map((part) => Number.parseInt(part, 10) || 0),
  );
  for (let place = 0; place < Math.max(left!.length, right!.length); place++) {
    const difference = (left![place] ?? 0) - (right![place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isAccepted(version: string, { from, below }: VersionRange): boolean {
  return compareVersions(version, from) >= 0 && (below === undefined || compareVersions(version, below) < 0);
}

/** `2.2.0 or later, before 3.0.0`. */
export function inWords({ from, below }: VersionRange): string {
  return below === undefined ? `${from} or later` : `${from} or later, before ${below}`;
}

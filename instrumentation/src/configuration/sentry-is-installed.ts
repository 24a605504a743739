import { createRequire } from 'node:module';
import path from 'node:path';

/** Resolved, not loaded: that alone takes most of a second. */
export function sentryIsInstalled(): boolean {
  // In a bundle, the first is where this file was when it was built, which may have been another machine.
  return [import.meta.url, path.join(process.cwd(), 'package.json')].some((from) => {
    try {
      createRequire(from).resolve('@sentry/node');
      return true;
    } catch {
      return false;
    }
  });
}

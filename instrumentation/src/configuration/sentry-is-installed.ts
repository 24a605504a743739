import { createRequire } from 'node:module';

/** Resolved, not loaded: that alone takes most of a second. */
export function sentryIsInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('@sentry/node');
    return true;
  } catch {
    return false;
  }
}

import { nearest } from './nearest.js';
import { PlatformError } from './platform-error.js';
import type { ApiService, Platform } from './schema/index.js';

/** @throws PlatformError `unknown-service`, with the nearest id. */
export function findService(platform: Platform, id: string): ApiService {
  const found = platform.services.find((service) => service.id === id);
  if (found !== undefined) return found;
  const ids = platform.services.map((service) => service.id);
  const close = nearest(id, ids);
  throw new PlatformError(
    'unknown-service',
    `${platform.name} has no service '${id}'`,
    close === undefined ? `choose one of: ${ids.join(', ')}` : `did you mean '${close}'?`,
  );
}

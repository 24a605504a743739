import { fileURLToPath } from 'node:url';

/** The load of a service of the catalog. */
export const capacityScript = fileURLToPath(new URL('../../k6/capacity.ts', import.meta.url));

/** What a script of the caller is wrapped with. */
export const scriptedModule = fileURLToPath(new URL('../../k6/scripted.ts', import.meta.url));

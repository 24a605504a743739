import { fileURLToPath } from 'node:url';

/** What a script of the caller is wrapped with. */
export const scriptedModule = fileURLToPath(new URL('../../k6/scripted.ts', import.meta.url));

export { arborKumori, definePlatform } from '@attest/platform';
export { defineConfig } from './config.js';
//# sourceMappingURL=index.js.map
export { arborKumori, definePlatform } from '@attest/platform';
export { type AttestConfig, defineConfig, type TargetConfig } from './config.js';
//# sourceMappingURL=index.d.ts.map
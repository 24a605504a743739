export { arborKumori, definePlatform, type Platform, type PlatformInput } from '@attest/platform';
export { type AttestConfig, defineConfig, type TargetConfig } from './config.js';

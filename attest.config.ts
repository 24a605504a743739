import { arborKumori, defineConfig } from '@attest/cli';

export default defineConfig({
  platform: arborKumori,
  targets: {
    reference: { kind: 'reference' },
    production: {
      kind: 'external',
      environment: 'production',
      entrances: {},
    },
  },
});

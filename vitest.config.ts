import { defineConfig } from 'vitest/config';

// Workspace packages are resolved to their TypeScript sources, so that tests never see a stale build.
const resolve = { conditions: ['@attest/source', 'module', 'node', 'import', 'default'] };
const shared = { resolve, ssr: { resolve } };

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['*/src/**/*.test.{ts,tsx}', 'test/unit/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

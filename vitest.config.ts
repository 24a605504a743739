import { defineConfig } from 'vitest/config';

// Workspace packages are resolved to their TypeScript sources, so that tests never see a stale build. Workers hand these
// conditions to Node: with `module` or `import` among them, require() would load what is not meant for it.
const resolve = { conditions: ['@attest/source', 'node'] };
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
          // After all others: a game day on two cores must not share them with unit tests.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

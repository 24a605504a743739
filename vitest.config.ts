import { defineConfig } from 'vitest/config';

// Workspace packages are resolved to their TypeScript sources, so that tests never see a stale build. Workers hand these
// conditions to Node: with `module` or `import` among them, require() would load what is not meant for it.
const resolve = { conditions: ['@attest/source', 'node'] };
const shared = { resolve, ssr: { resolve } };

/** Proofs against real programs that take longer than a test before each commit may; `npm run test:proofs` runs them. */
const proofs = [
  'test/e2e/alerts/**/*.test.ts',
  'test/e2e/at-once.test.ts',
  'test/e2e/capacity.test.ts',
  'test/e2e/capacity-runners.test.ts',
  'test/e2e/exported-experiments.test.ts',
  'test/e2e/failover-adapters.test.ts',
  'test/e2e/interruption-elsewhere.test.ts',
  'test/e2e/killed-runner/**/*.test.ts',
  'test/e2e/next.test.ts',
  'test/e2e/on-call/**/*.test.ts',
  'test/e2e/other-platform.test.ts',
  'test/e2e/otlp.test.ts',
  'test/e2e/pack.test.ts',
  'test/e2e/pages.test.ts',
  'test/e2e/scaling-series.test.ts',
];

/** One file at a time, and after all others: a game day on two cores must not share them with unit tests. */
const alone = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  fileParallelism: false,
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['*/src/**/*.test.{ts,tsx}', 'test/unit/**/*.test.ts'],
          testTimeout: 30_000,
          // Vitest leaves one core to others; this suite is nearly all computing, and alone on the machine.
          maxWorkers: '100%',
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: proofs,
          ...alone,
        },
      },
      {
        ...shared,
        test: {
          name: 'proofs',
          include: proofs,
          ...alone,
        },
      },
    ],
  },
});

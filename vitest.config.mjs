import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/countReporter.ts'],
    globalSetup: './test/support/ownTempFolder.ts',
    projects: [
      {
        test: {
          name: 'unit',
          // Files share workers: nothing in them depends on a fresh one.
          isolate: false,
          // A busy machine must not fail a test: what is fast is shown by benchmarks.
          testTimeout: 60_000,
          include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'],
        },
      },
      {
        // Real processes, sockets and kills: they need the built command line (npm run build).
        test: {
          name: 'process',
          include: ['test/process/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        // Mocha suites inside a real extension host; each of their tests is one here.
        test: {
          name: 'host',
          include: ['test/host/*.test.ts'],
          globalSetup: './test/host/ensureHost.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          // Editors and browsers need the machine for themselves: after everything that runs side by side.
          sequence: { groupOrder: 1 },
        },
      },
      {
        // A person's way through the editor, clicked and typed in a real workbench.
        test: {
          name: 'e2e',
          include: ['test/e2e/*.test.ts'],
          globalSetup: './test/e2e/ensureServedHost.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000, interval: 100 } },
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

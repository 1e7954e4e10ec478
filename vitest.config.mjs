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
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

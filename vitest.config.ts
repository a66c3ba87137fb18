import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{libs,platform,modules,apps}/**/*.test.{ts,tsx}',
      'tools/**/*.test.ts',
      'conformance/**/*.test.ts',
      'bench/**/*.test.ts',
      'content/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['platform/records/src/testing/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

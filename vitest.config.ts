import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests of values in, values out: libraries, decisions of modules, content, and what the console works out. */
const PURE = [
  '{libs,content,conformance}/**/*.test.ts',
  'modules/*/domain/**/*.test.ts',
  'apps/console/src/**/*.test.{ts,tsx}',
];
const EXCLUDED = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Processes that tests start keep the code that they compiled for one another.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/chedun', import.meta.url)) },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          exclude: EXCLUDED,
          // Nothing in these files outlives a test, so they share processes instead of starting one each.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['{platform,modules,apps}/**/*.test.{ts,tsx}', '{tools,bench,e2e}/**/*.test.ts'],
          exclude: [...EXCLUDED, ...PURE],
          globalSetup: ['platform/records/src/testing/global-setup.ts'],
        },
      },
    ],
  },
});

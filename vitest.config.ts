import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SpreadLong } from './tools/spread-long.ts';

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
    // No file leaves anything behind in its process, so files share two of them, and load the code once.
    isolate: false,
    sequence: { sequencer: SpreadLong },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: PURE,
          exclude: EXCLUDED,
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['{platform,modules,apps}/**/*.test.{ts,tsx}', '{tools,bench,e2e}/**/*.test.ts'],
          exclude: [...EXCLUDED, ...PURE],
          globalSetup: ['platform/records/src/testing/global-setup.ts'],
          setupFiles: ['e2e/tell-why.ts'],
        },
      },
    ],
  },
});

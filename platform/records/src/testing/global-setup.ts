import { removeCluster } from './cluster.ts';

/** vitest `globalSetup`: stops the PostgreSQL that the test files of this run shared. */
export const teardown = (): Promise<void> => removeCluster(process.pid);

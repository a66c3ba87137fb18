export { silentLog, stopTestDatabases, TEST_TIME, testDatabase } from './database.ts';
export type { TestDatabase } from './database.ts';
export { sql } from 'kysely';

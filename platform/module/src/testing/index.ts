export { testPlatform } from './platform.ts';
export type { TestPlatform } from './platform.ts';

export * from './contract/endpoints.ts';
export * from './contract/inventory.ts';
export * from './contract/permissions.ts';
export { WEAKNESS_WORDS, WEAK_REASON_WORDS } from './contract/words.ts';

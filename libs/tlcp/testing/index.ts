export { clientOf, identityOf, serverOf } from './options.ts';
export { keysOf, makeParties, revocationList } from './parties.ts';
export type { Parties, Party } from './parties.ts';
export { talk } from './talk.ts';
export type { End, Talk, Tamper } from './talk.ts';

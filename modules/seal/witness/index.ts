export { openWitnessBook } from './book.ts';
export type { Conflict, WitnessBook } from './book.ts';
export { serveWitness } from './server.ts';
export { openWitness } from './witness.ts';
export type { Witness, WitnessAnswer, WitnessNeeds } from './witness.ts';

export { additionsArb, valueArb } from './arbitraries.ts';
export { slowUper } from './slow-uper.ts';
export { fromBits, fromHex, toBits, toHex } from './bits.ts';

export { describeAlgorithm, normalName } from './algorithm.ts';
export { suiteAlgorithms } from './suite.ts';
export type { AlgorithmDescription, AlgorithmProperties, CryptoFunction, Primitive } from './types.ts';

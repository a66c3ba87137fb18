/** The pure rules of scoring, for suites of acceptance vectors. */
export { conformityScore, layerScore, objectScore, passes, totalScore, unitScore } from './domain/miping-score.ts';
export { UNIT_WEIGHT } from './domain/miping-score.ts';
export { readUnits } from './units.ts';

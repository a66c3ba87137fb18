export * from './actor.ts';
export * from './allowance.ts';
export * from './clock.ts';
export * from './days.ts';
export * from './errors.ts';
export * from './phrase.ts';
export * from './result.ts';
export * from './throttle.ts';

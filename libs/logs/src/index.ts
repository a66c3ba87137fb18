export * from './event.ts';
export * from './ocsf.ts';
export * from './errors.ts';
export * from './limits.ts';

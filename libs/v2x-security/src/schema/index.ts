export * from './base.ts';
export * from './certificate.ts';
export * from './lists.ts';
export * from './message.ts';
export * from './management.ts';

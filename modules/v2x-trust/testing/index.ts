export * from '../domain/hierarchy.ts';

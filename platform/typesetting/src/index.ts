export { TYPESETTING_ERRORS } from './errors.ts';
export type { Block, Column, FieldRow, Layout } from './layout.ts';
export type { Embedded, TypesetOrder } from './order.ts';
export { openTypesetter } from './typesetter.ts';
export type { Typesetter } from './typesetter.ts';

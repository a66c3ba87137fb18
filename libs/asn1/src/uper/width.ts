import type { Size } from '../types.ts';

/** Sizes and counts from here on are written as general length determinants (X.691 11.9.4). */
export const LARGE = 65_536;

/** Items of one unit of a fragmented length (X.691 11.9.3.8). */
export const FRAGMENT = 16_384;

/** Bits of a constrained whole number whose bounds are `span` apart (X.691 11.5.7.1: ceil(log2(span + 1))). */
export const widthOf = (span: number): number =>
  span < 2 ** 32 ? 32 - Math.clz32(span) : 64 - Math.clz32(Math.floor(span / 2 ** 32));

/** True when a size is written in a field of fixed width, false when as a general length determinant. */
export const isShort = (size: Size): size is Size & { readonly max: number } =>
  size.max !== undefined && size.max < LARGE;

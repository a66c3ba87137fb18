import type { IntegerType } from '../types.ts';

/** How an INTEGER is written (X.696 10): fixed width in bytes, 0 = behind a length; `signed` = two's complement. */
export interface IntegerForm {
  readonly width: number;
  readonly signed: boolean;
}

const UNSIGNED = [
  [2 ** 8 - 1, 1],
  [2 ** 16 - 1, 2],
  [2 ** 32 - 1, 4],
] as const;
const SIGNED = [
  [2 ** 7, 1],
  [2 ** 15, 2],
  [2 ** 31, 4],
] as const;
const WIDEST = 8;

/** The form of an INTEGER type; an extensible range counts as none (X.696 8.2.5). */
export const integerForm = ({ min, max, extensible }: IntegerType): IntegerForm => {
  if (extensible || min === undefined) return { width: 0, signed: true };
  if (min >= 0) {
    if (max === undefined) return { width: 0, signed: false };
    return { width: UNSIGNED.find(([most]) => max <= most)?.[1] ?? WIDEST, signed: false };
  }
  if (max === undefined) return { width: 0, signed: true };
  return { width: SIGNED.find(([most]) => min >= -most && max < most)?.[1] ?? WIDEST, signed: true };
};

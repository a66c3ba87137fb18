import type { Edition } from './codes.ts';

/** Bytes before the data unit: start 2, command 1, answer 1, id 17, encryption 1, length 2 (GB/T 32960.3 table 2). */
export const HEADER_BYTES = 24;
/** Bytes around the data unit: the header and the BCC. */
export const FRAME_OVERHEAD = HEADER_BYTES + 1;
/** Offset of the encryption byte. */
export const ENCRYPTION_AT = 21;
/** Offset of the length WORD. */
export const LENGTH_AT = 22;
/** Start byte of each edition; it stands twice at the front of a frame. */
export const START: Readonly<Record<Edition, number>> = { '2016': 0x23, '2025': 0x24 };

/** Edition that a pair of start bytes announces, undefined when they are none. */
export const editionOf = (first: number | undefined, second: number | undefined): Edition | undefined => {
  if (first !== second) return undefined;
  if (first === START['2016']) return '2016';
  return first === START['2025'] ? '2025' : undefined;
};

import { textAt } from '../text.ts';

/** Longest name in characters; longer ones are cut there and marked. */
export const MAX_NAME = 1025;
const MAX_POINTERS = 255;

/** A domain name and where reading goes on. */
export interface Name {
  readonly text: string;
  readonly truncated: boolean;
  readonly next: number;
}

/**
 * Reads a domain name with compression (RFC 1035, 4.1.4) at `at`. Undefined when a label runs over the end, a label type
 * is unknown or pointers chase each other. Names longer than {@link MAX_NAME} characters are cut and marked.
 */
export const readName = (bytes: Uint8Array, at: number): Name | undefined => {
  let text = '';
  let next = -1;
  let pointers = 0;
  for (;;) {
    const size = bytes[at];
    if (size === undefined) return undefined;
    if (size === 0) return { text, truncated: false, next: next < 0 ? at + 1 : next };
    if ((size & 0xc0) === 0xc0) {
      const low = bytes[at + 1];
      if (low === undefined || pointers === MAX_POINTERS) return undefined;
      if (next < 0) next = at + 2;
      at = ((size & 0x3f) << 8) | low;
      pointers += 1;
      continue;
    }
    if (size > 63 || at + 1 + size > bytes.length) return undefined;
    const label = textAt(bytes, at + 1, at + 1 + size);
    text = text === '' ? label : `${text}.${label}`;
    at += 1 + size;
    if (text.length > MAX_NAME) {
      const end = next < 0 ? skipName(bytes, at) : next;
      return end < 0 ? undefined : { text: text.slice(0, MAX_NAME), truncated: true, next: end };
    }
  }
};

/** Where a name ends, without following pointers; -1 when it does not. */
const skipName = (bytes: Uint8Array, at: number): number => {
  for (;;) {
    const size = bytes[at];
    if (size === undefined) return -1;
    if (size === 0) return at + 1;
    if ((size & 0xc0) === 0xc0) return at + 2;
    if (size > 63) return -1;
    at += 1 + size;
  }
};

/** Whether the labels at `at` are well formed as far as the bytes go; a name that runs on behind the end may be one. */
export const isPlausibleName = (bytes: Uint8Array, at: number): boolean => {
  for (let size = bytes[at]; size !== undefined; size = bytes[at]) {
    if (size === 0 || (size & 0xc0) === 0xc0) return true;
    if (size > 63) return false;
    at += 1 + size;
  }
  return bytes.length > 512;
};

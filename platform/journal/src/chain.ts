import { createHash, hash } from 'node:crypto';
import { HEAD_LENGTH } from './frame.ts';
import type { Frame } from './frame.ts';

/** Newest frame of a chain and the head after it (32 latin1 characters, the form that node:crypto makes fastest). */
export interface ChainEnd {
  readonly seq: number;
  readonly head: string;
}

/** Head of the chain of a journal without frames: SM3 of its name. */
export const genesisHead = (journal: string, stream: string): string =>
  hash('sm3', `chedun-journal\n${stream}\n${journal}\n`, 'binary');

/**
 * Head of the chain after a group: SM3 over the bytes of its frames. Every frame holds the head before its group, so
 * the head before is hashed in. One hash for the whole group costs half of one hash for each short frame.
 */
export const groupHead = (parts: readonly Uint8Array[]): string => {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return hash('sm3', first, 'binary');
  const sm3 = createHash('sm3');
  for (const part of parts) sm3.update(part);
  return sm3.digest('binary');
};

/**
 * Walks along a chain of frames. Frames that hold the same head before them are one group.
 */
export class ChainWalk {
  /** Head before the group that is being collected. */
  #before: string;
  #group: Uint8Array[] = [];

  constructor(head: string) {
    this.#before = head;
  }

  /** Takes the next frame and says where it stands; a broken chain takes nothing. */
  take(frame: Frame): 'same group' | 'next group' | 'broken' {
    const before = headTextIn(frame);
    if (before === this.#before) {
      this.#group.push(frame.raw);
      return 'same group';
    }
    if (this.head() !== before) return 'broken';
    this.#before = before;
    this.#group = [frame.raw];
    return 'next group';
  }

  /** Takes the next frame and believes the head that it holds. */
  trust(frame: Frame): void {
    const before = headTextIn(frame);
    if (before !== this.#before) this.#group = [];
    this.#before = before;
    this.#group.push(frame.raw);
  }

  /** Head after the last frame taken. */
  head(): string {
    return this.#group.length === 0 ? this.#before : groupHead(this.#group);
  }
}

const headTextIn = (frame: Frame): string =>
  Buffer.from(frame.previousHead.buffer, frame.previousHead.byteOffset, HEAD_LENGTH).toString('latin1');

import type { ChainEnd } from './chain.ts';
import { encodeFrame, frameSize, newSlab } from './frame.ts';
import type { FrameInput, Slab } from './frame.ts';
import { Group } from './group.ts';
import type { Appended } from './group.ts';

const SLAB = 1024 * 1024;

/**
 * Frames that wait for the disk. Each is encoded when it is appended and each group is chained when it is full, so
 * that the processor works while the disk writes the frames before.
 */
export class FrameQueue {
  #slab: Slab = newSlab(SLAB);
  #slabAt = 0;
  /** All but the last are sealed. */
  #groups: Group[] = [];
  #bytes = 0;
  #end: ChainEnd;

  /** `end.head` is the head before the group that is filling. */
  constructor(end: ChainEnd) {
    this.#end = end;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#groups.length === 0;
  }

  /** Encodes a frame at the end of the queue. `durable` is the newest durable frame. */
  append(input: FrameInput, durable: number): Promise<Appended> {
    const group = this.#openGroup();
    const size = frameSize(input);
    const at = this.#reserve(size);
    const seq = this.#end.seq + 1;
    encodeFrame(this.#slab, at, size, input, { seq, pending: seq - 1 - durable, head: this.#end.head });
    this.#end = { seq, head: this.#end.head };
    this.#bytes += size;
    return group.add(this.#slab.bytes, at, at + size);
  }

  /**
   * Takes the older half of the groups, or the only one. Taking all of them would let the processor and the disk work
   * by turns when every caller waits for its acknowledgement before it sends again.
   */
  take(): readonly Group[] {
    const taken = this.#groups.splice(0, Math.ceil(this.#groups.length / 2));
    if (this.isEmpty) this.#seal(taken.at(-1));
    for (const group of taken) this.#bytes -= group.bytes;
    return taken;
  }

  /** Drops everything that waits and goes on after `end`; returns what was dropped. */
  reset(end: ChainEnd): readonly Group[] {
    const dropped = this.#groups;
    this.#groups = [];
    this.#bytes = 0;
    this.#end = end;
    return dropped;
  }

  #openGroup(): Group {
    const last = this.#groups.at(-1);
    if (last !== undefined && !last.isFull) return last;
    this.#seal(last);
    const group = new Group(this.#end.seq + 1);
    this.#groups.push(group);
    return group;
  }

  #seal(group: Group | undefined): void {
    if (group !== undefined) this.#end = { seq: this.#end.seq, head: group.seal() };
  }

  #reserve(size: number): number {
    if (this.#slabAt + size > this.#slab.bytes.length) {
      this.#slab = newSlab(Math.max(SLAB, size));
      this.#slabAt = 0;
    }
    const at = this.#slabAt;
    this.#slabAt += size;
    return at;
  }
}

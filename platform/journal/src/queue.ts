import { encodeFrame, frameSize, newSlab } from './frame.ts';
import type { FrameInput, Slab } from './frame.ts';
import { Group } from './group.ts';
import type { Appended } from './group.ts';
import type { ChainEnd } from './recovery.ts';

const SLAB = 1024 * 1024;
const GROUP_FRAMES = 256;

/**
 * Frames that wait for the disk. Each is encoded and chained when it is appended, so that the work of the processor
 * runs while the disk works on the frames before it.
 */
export class FrameQueue {
  #slab: Slab = newSlab(SLAB);
  #slabAt = 0;
  #groups: Group[] = [];
  #bytes = 0;
  #end: ChainEnd;

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
    const size = frameSize(input);
    const at = this.#reserve(size);
    const seq = this.#end.seq + 1;
    const place = { seq, pending: seq - 1 - durable, head: this.#end.head };
    const head = encodeFrame(this.#slab, at, size, input, place);
    this.#end = { seq, head };
    this.#bytes += size;
    return this.#openGroup(seq).add(this.#slab.bytes, at, at + size, head);
  }

  /**
   * Takes the older half of the groups, or the only one. Taking all of them would let the processor and the disk work
   * by turns when every caller waits for its acknowledgement before it sends again.
   */
  take(): readonly Group[] {
    const taken = this.#groups.splice(0, Math.ceil(this.#groups.length / 2));
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

  #openGroup(seq: number): Group {
    const last = this.#groups.at(-1);
    if (last !== undefined && last.frames < GROUP_FRAMES) return last;
    const group = new Group(seq);
    this.#groups.push(group);
    return group;
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

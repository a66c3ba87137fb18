import type { Flow } from './flow.ts';

const FIRST_BUCKETS = 1024;

/** Flows by hash: chained buckets that grow with their number. */
export class Buckets {
  private slots: (Flow | undefined)[] = Array.from({ length: FIRST_BUCKETS });
  /** Flows in all buckets. */
  count = 0;

  /** First flow of the bucket of a hash; the others follow by `chain`. */
  first(hash: number): Flow | undefined {
    return this.slots[hash & (this.slots.length - 1)];
  }

  /** Puts a flow in front of its bucket. */
  add(flow: Flow): void {
    if (this.count >= this.slots.length * 2) this.grow();
    const slot = flow.hash & (this.slots.length - 1);
    flow.chain = this.slots[slot];
    this.slots[slot] = flow;
    this.count += 1;
  }

  /** Takes a flow out of its bucket. */
  remove(flow: Flow): void {
    const slot = flow.hash & (this.slots.length - 1);
    let before: Flow | undefined;
    for (let at = this.slots[slot]; at !== undefined; before = at, at = at.chain) {
      if (at !== flow) continue;
      if (before === undefined) this.slots[slot] = flow.chain;
      else before.chain = flow.chain;
      flow.chain = undefined;
      this.count -= 1;
      return;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = Array.from({ length: old.length * 4 });
    for (const first of old) {
      for (let at = first; at !== undefined;) {
        const { chain } = at;
        const slot = at.hash & (this.slots.length - 1);
        at.chain = this.slots[slot];
        this.slots[slot] = at;
        at = chain;
      }
    }
  }
}

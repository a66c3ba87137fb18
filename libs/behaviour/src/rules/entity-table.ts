import { hashText } from '../sketch/hash.ts';

/** Parts into which entities are written down, so that only parts that changed are written again. */
const SHARDS = 64;

/** Memory that several tables share, bytes. */
export interface Budget {
  used: number;
  readonly most: number;
}

/** Fixed cost of an entry of a `Map` with its key, bytes (measured on V8, rounded up). */
const ENTRY = 120;

/** Which part an entity belongs to. */
export const shardOf = (entity: string): number => hashText(entity) % SHARDS;

/**
 * What was learnt of each entity, with a hard cap. A new entity is refused when the cap or the budget is reached: nothing
 * that was learnt is thrown away to make room.
 */
export class EntityTable<State> {
  readonly #entries = new Map<string, State>();
  readonly #dirty = new Set<number>();
  readonly #cap: number;
  readonly #budget: Budget;
  #bytes = 0;

  constructor(cap: number, budget: Budget) {
    this.#cap = cap;
    this.#budget = budget;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Estimate of what the table holds, bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get(entity: string): State | undefined {
    return this.#entries.get(entity);
  }

  /** Puts a new entity in; tells which limit refuses it. */
  add(entity: string, state: State, bytes: number): 'entities' | 'bytes' | undefined {
    if (this.#entries.size >= this.#cap) return 'entities';
    const cost = ENTRY + entity.length * 2 + bytes;
    if (this.#budget.used + cost > this.#budget.most) return 'bytes';
    this.#entries.set(entity, state);
    this.grow(cost);
    this.touch(entity);
    return undefined;
  }

  /** An entity takes so many bytes more (or fewer). */
  grow(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.used += bytes;
  }

  /** Whether the budget has room for so many bytes. */
  fits(bytes: number): boolean {
    return this.#budget.used + bytes <= this.#budget.most;
  }

  /** The entity changed and has to be written down. */
  touch(entity: string): void {
    this.#dirty.add(shardOf(entity));
  }

  touchAll(): void {
    for (let shard = 0; shard < SHARDS; shard += 1) this.#dirty.add(shard);
  }

  delete(entity: string, bytes: number): void {
    if (!this.#entries.delete(entity)) return;
    this.grow(-(ENTRY + entity.length * 2 + bytes));
    this.touch(entity);
  }

  entries(): IterableIterator<[string, State]> {
    return this.#entries.entries();
  }

  /** Parts that changed since the last call. */
  takeDirty(): readonly number[] {
    const dirty = [...this.#dirty].toSorted((a, b) => a - b);
    this.#dirty.clear();
    return dirty;
  }

  /** Gives the memory back. */
  close(): void {
    this.grow(-this.#bytes);
    this.#entries.clear();
  }
}

import { DomainError } from '@chedun/kernel';

interface Waiter {
  readonly seq: number;
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What a refused sender is told: nothing was acknowledged, come again. */
export const busy = (reason: string): DomainError => new DomainError('journal.busy', { reason });

/**
 * Callers who wait until the second copy has come as far as their frame. Frames up to a watermark are copied; a waiter
 * whose time is over is refused with `journal.busy`. Waiters must enter in order of sequence and time.
 */
export class WaitingRoom {
  #waiters: Waiter[] = [];
  #head = 0;
  #copied: number;
  /** Newest refusals, for callers who enter only after their frame was refused. */
  #refused: { readonly first: number; readonly last: number; readonly error: DomainError }[] = [];

  /** Everything up to `copied` needs nobody to wait. */
  constructor(copied: number) {
    this.#copied = copied;
  }

  get copied(): number {
    return this.#copied;
  }

  get size(): number {
    return this.#waiters.length - this.#head;
  }

  /** Resolves when frame `seq` is copied; `until` is a time of the monotonic clock. */
  enter(seq: number, until: number): Promise<void> {
    const refused = this.#refused.find(({ first, last }) => first <= seq && seq <= last);
    if (refused !== undefined) return Promise.reject(refused.error);
    if (seq <= this.#copied) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ seq, until, resolve, reject }));
  }

  /** Every frame up to `seq` is copied. */
  advance(seq: number): void {
    if (seq <= this.#copied) return;
    this.#copied = seq;
    this.#leaveWhile(
      (waiter) => waiter.seq <= seq,
      (waiter) => waiter.resolve(),
    );
  }

  /** Every frame up to `seq` will not be copied now: refuses those who wait for one of them, and goes on behind. */
  refuse(seq: number, error: DomainError): void {
    this.#leaveWhile(
      (waiter) => waiter.seq <= seq,
      (waiter) => waiter.reject(error),
    );
    if (seq <= this.#copied) return;
    // Between the flush of a frame and the entry of its caller lie a few microtasks: a short memory is enough.
    this.#refused = [...this.#refused.slice(-255), { first: this.#copied + 1, last: seq, error }];
    this.#copied = seq;
  }

  /** Refuses those whose time is over. */
  expire(now: number): void {
    this.#leaveWhile(
      (waiter) => waiter.until <= now,
      (waiter) => waiter.reject(busy('the second copy on the bus was not acknowledged in time')),
    );
  }

  #leaveWhile(leaves: (waiter: Waiter) => boolean, end: (waiter: Waiter) => void): void {
    for (let first = this.#waiters[this.#head]; first !== undefined && leaves(first);) {
      end(first);
      this.#head += 1;
      first = this.#waiters[this.#head];
    }
    if (this.#head < 1024 && this.#head < this.#waiters.length) return;
    this.#waiters = this.#waiters.slice(this.#head);
    this.#head = 0;
  }
}

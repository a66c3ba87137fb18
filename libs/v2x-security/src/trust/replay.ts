/**
 * Which messages were seen within the last window. Two generations of at most `capacity` keys each: memory is bounded,
 * and a key is remembered for at least one window unless more than `capacity` messages come in it (`overflows` counts).
 */
export class ReplayWindow {
  private recent = new Set<string>();
  private before = new Set<string>();
  private turned = -Infinity;
  private readonly window: number;
  private readonly capacity: number;
  /** How often a generation was full before its time. */
  overflows = 0;
  /** `window` in the unit of the times given later (microseconds for messages). */
  constructor(window: number, capacity: number) {
    this.window = window;
    this.capacity = capacity;
  }

  /** Whether a key was added before, as far as the window goes back. */
  has(key: string): boolean {
    return this.recent.has(key) || this.before.has(key);
  }

  /** Remembers a key. */
  add(key: string, now: number): void {
    const isFull = this.recent.size >= this.capacity;
    if (isFull || now - this.turned >= this.window) {
      if (isFull && now - this.turned < this.window) this.overflows += 1;
      this.before = now - this.turned >= 2 * this.window ? new Set() : this.recent;
      this.recent = new Set();
      this.turned = now;
    }
    this.recent.add(key);
  }
}

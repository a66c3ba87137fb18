/** What a legal hold keeps. Empty lists mean "all of them"; null times mean "open". Milliseconds since 1970. */
export interface HoldScope {
  readonly streams: readonly string[];
  readonly sources: readonly string[];
  /** VINs and addresses: which segment holds them is not known without reading it, so all of the period is kept. */
  readonly assets: readonly string[];
  readonly from: number | null;
  readonly to: number | null;
}

/** What is known about a segment that a hold could touch. */
export interface HeldRange {
  readonly stream: string;
  readonly sources: readonly string[];
  readonly oldestReceivedAt: number;
  readonly newestReceivedAt: number;
}

const meets = (wanted: readonly string[], has: readonly string[]): boolean =>
  wanted.length === 0 || wanted.some((name) => has.includes(name));

/** True when a hold keeps this segment. In doubt it does. */
export const covers = (hold: HoldScope, range: HeldRange): boolean =>
  meets(hold.streams, [range.stream]) &&
  meets(hold.sources, range.sources) &&
  (hold.from === null || range.newestReceivedAt >= hold.from) &&
  (hold.to === null || range.oldestReceivedAt <= hold.to);

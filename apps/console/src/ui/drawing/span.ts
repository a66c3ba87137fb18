/** A stretch of a number line, `from` below `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Length of a span. */
export const lengthOf = ({ from, to }: Span): number => to - from;

/** Moves and shortens a span until it lies inside the bounds. */
export const clampSpan = (span: Span, bounds: Span): Span => {
  const length = Math.min(lengthOf(span), lengthOf(bounds));
  const from = Math.min(Math.max(span.from, bounds.from), bounds.to - length);
  return { from, to: from + length };
};

/**
 * Zooms by a factor (below 1 = closer) so that `anchor` stays where it is;
 * never closer than `least`, never beyond the bounds.
 */
export const zoomSpan = (span: Span, anchor: number, factor: number, bounds: Span, least: number): Span => {
  const length = Math.max(lengthOf(span) * factor, least);
  const share = lengthOf(span) === 0 ? 0.5 : (anchor - span.from) / lengthOf(span);
  return clampSpan({ from: anchor - share * length, to: anchor + (1 - share) * length }, bounds);
};

/** The span between two points in any order, at least `least` long. */
export const spanBetween = (a: number, b: number, least: number): Span => {
  const from = Math.min(a, b);
  return { from, to: Math.max(Math.max(a, b), from + least) };
};

/** Maps a value of the span to a position between 0 and `width`. */
export const toPixel = (value: number, span: Span, width: number): number =>
  lengthOf(span) === 0 ? width / 2 : ((value - span.from) / lengthOf(span)) * width;

/** Maps a position between 0 and `width` back to a value of the span. */
export const fromPixel = (pixel: number, span: Span, width: number): number =>
  width === 0 ? span.from : span.from + (pixel / width) * lengthOf(span);

const NICE = [1, 2, 5, 10] as const;

/** The smallest of 1, 2 or 5 times a power of ten that is at least `least`. */
export const niceStep = (least: number): number => {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return (NICE.find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10) * power;
};

const MOST_TICKS = 100;

/** Round values inside a span, about `wanted` of them. */
export const ticksOf = (span: Span, wanted: number): readonly number[] => {
  const step = niceStep(lengthOf(span) / Math.max(1, wanted));
  const first = Math.ceil(span.from / step - 1e-9);
  const count = Math.min(Math.floor(span.to / step + 1e-9) - first + 1, MOST_TICKS);
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
};

/** A number with as many decimal places as neighbours `step` apart need. */
export const tickText = (value: number, step: number): string =>
  value.toFixed(Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))));

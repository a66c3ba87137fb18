import type { Palette } from '../../theme/palette.ts';
import { decimate } from './decimate.ts';
import { hair, labelFace } from './pen.ts';
import { lengthOf, ticksOf, tickText, toPixel } from './span.ts';
import type { Span } from './span.ts';

/** What the band shows: the start of each step, how much happened, and how much of it is suspicious. */
export interface BandSteps {
  readonly x: ArrayLike<number>;
  readonly all: ArrayLike<number>;
  readonly suspicious: ArrayLike<number>;
  /** Width of a step in the unit of x. */
  readonly step: number;
}

/** A moment that deserves attention. */
export interface BandMark {
  readonly at: number;
  readonly tone: 'critical' | 'high' | 'medium' | 'low';
}

/** Height of the scale of seconds. */
export const FOOT = 18;
/** Height of the row of marks. */
export const MARKS = 12;

/** The seconds below the band. */
export const drawAxis = (
  pen: CanvasRenderingContext2D,
  tone: Palette,
  view: Span,
  width: number,
  height: number,
): void => {
  const ticks = ticksOf(view, width / 90);
  const step = (ticks[1] ?? lengthOf(view)) - (ticks[0] ?? 0);
  labelFace(pen, tone.textFaint);
  pen.textAlign = 'center';
  for (const tick of ticks) {
    const x = toPixel(tick, view, width);
    hair(pen, tone.line, [x, MARKS], [x, height - FOOT]);
    if (x > 16 && x < width - 16) pen.fillText(`${tickText(tick, step)} s`, x, height - FOOT / 2 + 1);
  }
  hair(pen, tone.lineStrong, [0, height - FOOT], [width, height - FOOT]);
};

/** Bars of all that happened, with the suspicious part in front. */
export const drawSteps = (
  pen: CanvasRenderingContext2D,
  tone: Palette,
  { x, all, suspicious, step }: BandSteps,
  view: Span,
  { width, height }: { readonly width: number; readonly height: number },
): void => {
  const kept = decimate({ x, y: all }, view, width);
  const top = kept.reduce((most, index) => Math.max(most, all[index] ?? 0), 1);
  const room = height - FOOT - MARKS - 4;
  const bar = (index: number, value: number, color: string): void => {
    const left = toPixel(x[index] ?? 0, view, width);
    const wide = Math.max(1, toPixel((x[index] ?? 0) + step, view, width) - left - 0.5);
    pen.fillStyle = color;
    pen.fillRect(left, height - FOOT - (value / top) * room, wide, (value / top) * room);
  };
  pen.globalAlpha = 0.55;
  for (const index of kept) bar(index, all[index] ?? 0, tone.primary);
  pen.globalAlpha = 0.9;
  for (const index of kept) if ((suspicious[index] ?? 0) > 0) bar(index, suspicious[index] ?? 0, tone.critical);
  pen.globalAlpha = 1;
};

/** Triangles above the moments that deserve attention; one per pixel. */
export const drawMarks = (
  pen: CanvasRenderingContext2D,
  tone: Palette,
  marks: readonly BandMark[],
  view: Span,
  width: number,
): void => {
  const taken = new Set<number>();
  for (const mark of marks) {
    const x = Math.round(toPixel(mark.at, view, width));
    if (x < 0 || x > width || taken.has(x)) continue;
    taken.add(x);
    pen.fillStyle = tone[mark.tone];
    pen.beginPath();
    pen.moveTo(x - 4, 2);
    pen.lineTo(x + 4, 2);
    pen.lineTo(x, 10);
    pen.fill();
  }
};

/** Index of the step in which a moment lies, or -1. */
export const stepAt = ({ x, step }: BandSteps, at: number): number => {
  const index = Math.floor((at - (x[0] ?? 0)) / step);
  return index >= 0 && index < x.length ? index : -1;
};

/** The stretch that is being dragged over. */
export const drawBrush = (
  pen: CanvasRenderingContext2D,
  tone: Palette,
  [a, b]: readonly [number, number],
  view: Span,
  { width, height }: { readonly width: number; readonly height: number },
): void => {
  const [left, right] = [toPixel(a, view, width), toPixel(b, view, width)];
  pen.fillStyle = tone.primary;
  pen.globalAlpha = 0.2;
  pen.fillRect(Math.min(left, right), MARKS, Math.abs(right - left), height - FOOT - MARKS);
  pen.globalAlpha = 1;
};

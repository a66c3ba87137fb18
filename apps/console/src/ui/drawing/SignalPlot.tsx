import { useCallback, useMemo, useState } from 'react';
import type { Palette } from '../../theme/palette.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Canvas } from './Canvas.tsx';
import type { Draw, Place } from './Canvas.tsx';
import { decimate, extentOf, nearest } from './decimate.ts';
import { hair, labelFace } from './pen.ts';
import { fromPixel, lengthOf, ticksOf, tickText, toPixel, zoomSpan } from './span.ts';
import type { Span } from './span.ts';

/** One measured row: seconds since the start of the recording and values. */
export interface PlotSeries {
  readonly name: string;
  readonly unit: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

interface SignalPlotProps {
  readonly series: readonly PlotSeries[];
  readonly bounds: Span;
  readonly view: Span;
  readonly onView: (view: Span) => void;
  readonly label: string;
}

const LANE = 104;
const FOOT = 20;
const NAMES = 64;

const toneOf = (tone: Palette, index: number): string =>
  [tone.primary, tone.high, tone.low, tone.good, tone.medium][index % 5] ?? tone.primary;

const padded = (extent: Span): Span => {
  const room = lengthOf(extent) === 0 ? Math.max(1, Math.abs(extent.from) * 0.1) : lengthOf(extent) * 0.08;
  return { from: extent.from - room, to: extent.to + room };
};

const valueText = (value: number): string => String(Math.round(value * 1e4) / 1e4);

interface Lane {
  readonly series: PlotSeries;
  readonly range: Span;
  readonly top: number;
  readonly color: string;
}

const drawFrame = (pen: CanvasRenderingContext2D, tone: Palette, lane: Lane, width: number): void => {
  hair(pen, tone.line, [0, lane.top + LANE], [width, lane.top + LANE]);
  const ticks = ticksOf(lane.range, 3);
  const step = (ticks[1] ?? lengthOf(lane.range)) - (ticks[0] ?? 0);
  labelFace(pen, tone.textFaint);
  pen.textAlign = 'right';
  for (const tick of ticks) {
    const y = yOf(lane, tick);
    hair(pen, tone.line, [NAMES, y], [width, y]);
    pen.fillText(tickText(tick, step), NAMES - 6, y);
  }
};

const yOf = ({ range, top }: Lane, value: number): number => top + LANE - 6 - toPixel(value, range, LANE - 30);

const drawLine = (pen: CanvasRenderingContext2D, lane: Lane, view: Span, width: number): void => {
  const { x, y } = lane.series;
  const kept = decimate(lane.series, view, width - NAMES);
  pen.save();
  pen.beginPath();
  pen.rect(NAMES, lane.top, width - NAMES, LANE);
  pen.clip();
  pen.strokeStyle = lane.color;
  pen.lineWidth = 1.4;
  pen.beginPath();
  for (const [place, index] of kept.entries()) {
    const px = NAMES + toPixel(x[index] ?? 0, view, width - NAMES);
    const py = yOf(lane, y[index] ?? 0);
    if (place === 0) pen.moveTo(px, py);
    else pen.lineTo(px, py);
  }
  pen.stroke();
  pen.restore();
};

const drawName = (pen: CanvasRenderingContext2D, lane: Lane, over: number | undefined): void => {
  const { name, unit, x, y } = lane.series;
  const index = over === undefined ? -1 : nearest(x, over);
  const value = index < 0 ? '' : `  ${valueText(y[index] ?? 0)} ${unit}`;
  labelFace(pen, lane.color);
  pen.textAlign = 'left';
  pen.fillText(`${name}${unit === '' ? '' : ` [${unit}]`}${value}`, NAMES + 6, lane.top + 11);
};

const drawSeconds = (pen: CanvasRenderingContext2D, tone: Palette, view: Span, width: number, y: number): void => {
  const ticks = ticksOf(view, (width - NAMES) / 90);
  const step = (ticks[1] ?? lengthOf(view)) - (ticks[0] ?? 0);
  labelFace(pen, tone.textFaint);
  pen.textAlign = 'center';
  for (const tick of ticks) {
    const x = NAMES + toPixel(tick, view, width - NAMES);
    if (x > NAMES + 16 && x < width - 16) pen.fillText(`${tickText(tick, step)} s`, x, y);
  }
};

/** Measured rows below each other over the same seconds; the pointer reads their values, the wheel zooms. */
export const SignalPlot = ({ series, bounds, view, onView, label }: SignalPlotProps) => {
  const tone = usePalette();
  const [over, setOver] = useState<number>();
  const lanes = useMemo(
    () =>
      series.map((one, index) => ({
        series: one,
        range: padded(extentOf(one.y) ?? { from: 0, to: 1 }),
        top: index * LANE,
        color: toneOf(tone, index),
      })),
    [series, tone],
  );
  const draw = useCallback<Draw>(
    (pen, { width, height }) => {
      for (const lane of lanes) {
        drawFrame(pen, tone, lane, width);
        drawLine(pen, lane, view, width);
        drawName(pen, lane, over);
      }
      drawSeconds(pen, tone, view, width, height - FOOT / 2);
      if (over === undefined) return;
      const x = NAMES + toPixel(over, view, width - NAMES);
      hair(pen, tone.textFaint, [x, 0], [x, height - FOOT]);
    },
    [lanes, tone, view, over],
  );
  const moment = (place: Place): number => fromPixel(place.x - NAMES, view, place.width - NAMES);
  const turn = useCallback(
    (place: Place, distance: number) =>
      onView(zoomSpan(view, fromPixel(place.x - NAMES, view, place.width - NAMES), 1.0015 ** distance, bounds, 0.001)),
    [view, bounds, onView],
  );
  return (
    <Canvas
      height={lanes.length * LANE + FOOT}
      label={label}
      draw={draw}
      style={{ cursor: 'crosshair' }}
      onMove={(place) => setOver(place.x < NAMES ? undefined : moment(place))}
      onLeave={() => setOver(undefined)}
      onDoubleClick={() => onView(bounds)}
      onWheel={turn}
    />
  );
};

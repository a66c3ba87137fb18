import { useCallback, useRef, useState } from 'react';
import { usePalette } from '../../theme/useTheme.ts';
import { Canvas } from './Canvas.tsx';
import type { Draw, Place } from './Canvas.tsx';
import { drawAxis, drawBrush, drawMarks, drawSteps, FOOT, MARKS, stepAt } from './band.ts';
import type { BandMark, BandSteps } from './band.ts';
import { hair, plate } from './pen.ts';
import { fromPixel, spanBetween, toPixel, zoomSpan } from './span.ts';
import type { Span } from './span.ts';

const LEAST = 0.001;

interface TimeBandProps {
  readonly bounds: Span;
  readonly view: Span;
  readonly onView: (view: Span) => void;
  readonly steps: BandSteps;
  readonly marks: readonly BandMark[];
  readonly label: string;
  /** What to say about the step under the pointer. */
  readonly explain: (at: number, all: number, suspicious: number) => readonly string[];
  readonly height?: number;
  /** Closest zoom in the unit of x. */
  readonly least?: number;
}

/** Dragging over a stretch: what is being dragged over, and the four moments of a drag. */
const useBrush = ({ bounds, view, onView, least = LEAST }: TimeBandProps) => {
  const start = useRef<number>(undefined);
  const [brush, setBrush] = useState<readonly [number, number]>();
  const moment = (place: Place): number => fromPixel(place.x, view, place.width);
  const down = (place: Place): void => {
    start.current = moment(place);
  };
  const move = (place: Place): void => {
    if (start.current !== undefined) setBrush([start.current, moment(place)]);
  };
  const up = (place: Place): void => {
    const from = start.current;
    start.current = undefined;
    setBrush(undefined);
    if (from === undefined || Math.abs(toPixel(from, view, place.width) - place.x) < 5) return;
    const chosen = spanBetween(from, moment(place), least);
    onView({ from: Math.max(chosen.from, bounds.from), to: Math.min(chosen.to, bounds.to) });
  };
  return { brush, moment, down, move, up };
};

/** How much happened over the seconds of a recording. Drag to look closer, turn the wheel to zoom, double-click for all. */
export const TimeBand = (props: TimeBandProps) => {
  const { bounds, view, onView, steps, marks, label, explain, height = 132, least = LEAST } = props;
  const tone = usePalette();
  const { brush, moment, down, move, up } = useBrush(props);
  const [over, setOver] = useState<number>();
  const draw = useCallback<Draw>(
    (pen, size) => {
      drawAxis(pen, tone, view, size.width, size.height);
      drawSteps(pen, tone, steps, view, size);
      drawMarks(pen, tone, marks, view, size.width);
      if (brush !== undefined) drawBrush(pen, tone, brush, view, size);
      if (over === undefined) return;
      const index = stepAt(steps, over);
      const x = toPixel(over, view, size.width);
      hair(pen, tone.textFaint, [x, MARKS], [x, size.height - FOOT]);
      if (index < 0) return;
      plate(pen, tone, explain(over, steps.all[index] ?? 0, steps.suspicious[index] ?? 0), {
        x,
        y: 16,
        width: size.width,
      });
    },
    [tone, view, steps, marks, brush, over, explain],
  );
  const turn = useCallback(
    (place: Place, distance: number) =>
      onView(zoomSpan(view, fromPixel(place.x, view, place.width), 1.0015 ** distance, bounds, least)),
    [view, bounds, least, onView],
  );
  return (
    <Canvas
      height={height}
      label={label}
      draw={draw}
      style={{ cursor: 'crosshair' }}
      onDown={down}
      onMove={(place, state) => {
        setOver(moment(place));
        if (state === 'pressed') move(place);
      }}
      onUp={up}
      onLeave={() => setOver(undefined)}
      onDoubleClick={() => onView(bounds)}
      onWheel={turn}
    />
  );
};

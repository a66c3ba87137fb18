import type { Box } from '@chedun/telemetry/contract';
import { useMemo, useRef, useState } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackground } from './background.ts';
import type { Line } from './background.ts';
import { boxAround, degreeText, graticule, lengthText, planeOf, scaleOf } from './plane.ts';
import type { Plane } from './plane.ts';

const WIDTH = 900;

interface PlanePictureProps {
  readonly box: Box;
  readonly height?: number;
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  /** Called with the box that was dragged over; switches dragging on. */
  readonly onZoom?: (box: Box) => void;
  readonly children: (plane: Plane) => ReactNode;
}

interface Drag {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** A picture of the ground without a map: lines of latitude and longitude, scale, north, and lines of the operator. */
export const PlanePicture = ({ box, height = 420, label, onZoom, children }: PlanePictureProps) => {
  const { west, south, east, north } = box;
  const plane = useMemo(() => planeOf({ west, south, east, north }, WIDTH, height), [west, south, east, north, height]);
  const drag = useDragBox(plane, onZoom);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={label}
      style={{ display: 'block', width: '100%', background: 'var(--sunken)', cursor: onZoom && 'crosshair' }}
      {...drag.handlers}
    >
      <BackgroundLines plane={plane} />
      <Graticule plane={plane} />
      {children(plane)}
      <Scale plane={plane} />
      <North plane={plane} />
      {drag.shown !== undefined && <DragBox drag={drag.shown} />}
    </svg>
  );
};

const LEAST_DRAG = 8;

const useDragBox = (plane: Plane, onZoom: ((box: Box) => void) | undefined) => {
  const [shown, setShown] = useState<Drag>();
  const latest = useRef<Drag>(undefined);
  const set = (drag: Drag | undefined): void => {
    latest.current = drag;
    setShown(drag);
  };
  const placeOf = (event: PointerEvent<SVGSVGElement>): readonly [number, number] => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const scale = plane.width / width;
    return [(event.clientX - left) * scale, (event.clientY - top) * scale];
  };
  const finish = (): void => {
    const drag = latest.current;
    set(undefined);
    if (drag === undefined) return;
    const [[x1, y1], [x2, y2]] = [drag.from, drag.to];
    if (Math.abs(x1 - x2) < LEAST_DRAG || Math.abs(y1 - y2) < LEAST_DRAG) return;
    onZoom?.({
      west: plane.lon(Math.min(x1, x2)),
      east: plane.lon(Math.max(x1, x2)),
      south: plane.lat(Math.max(y1, y2)),
      north: plane.lat(Math.min(y1, y2)),
    });
  };
  const handlers =
    onZoom === undefined
      ? {}
      : {
          onPointerDown: (event: PointerEvent<SVGSVGElement>) => set({ from: placeOf(event), to: placeOf(event) }),
          onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
            if (latest.current !== undefined) set({ from: latest.current.from, to: placeOf(event) });
          },
          onPointerUp: finish,
          onPointerLeave: () => set(undefined),
        };
  return { shown, handlers };
};

const DragBox = ({ drag: { from, to } }: { readonly drag: Drag }) => (
  <rect
    x={Math.min(from[0], to[0])}
    y={Math.min(from[1], to[1])}
    width={Math.abs(from[0] - to[0])}
    height={Math.abs(from[1] - to[1])}
    fill="var(--primary)"
    fillOpacity="0.12"
    stroke="var(--primary)"
  />
);

const Graticule = ({ plane }: { readonly plane: Plane }) => {
  const { meridians, parallels, decimals } = graticule(plane);
  return (
    <g fontSize="11" fill="var(--text-faint)" stroke="none">
      {meridians.map((lon) => (
        <g key={lon}>
          <line x1={plane.x(lon)} x2={plane.x(lon)} y1={0} y2={plane.height} stroke="var(--line)" />
          <text x={plane.x(lon) + 4} y={plane.height - 6}>
            {degreeText(lon, 'lon', decimals)}
          </text>
        </g>
      ))}
      {parallels.map((lat) => (
        <g key={lat}>
          <line x1={0} x2={plane.width} y1={plane.y(lat)} y2={plane.y(lat)} stroke="var(--line)" />
          <text x={6} y={plane.y(lat) - 4}>
            {degreeText(lat, 'lat', decimals)}
          </text>
        </g>
      ))}
    </g>
  );
};

const Scale = ({ plane }: { readonly plane: Plane }) => {
  const { metres, pixels } = scaleOf(plane);
  const right = plane.width - 16;
  const bottom = plane.height - 28;
  return (
    <g stroke="var(--text-soft)" strokeWidth="1.5" fill="none">
      <path d={`M${right - pixels} ${bottom - 5}v5h${pixels}v-5`} />
      <text
        x={right - pixels / 2}
        y={bottom - 6}
        textAnchor="middle"
        fontSize="11"
        stroke="none"
        fill="var(--text-soft)"
      >
        {lengthText(metres)}
      </text>
    </g>
  );
};

const North = ({ plane }: { readonly plane: Plane }) => {
  const { t } = useTranslation();
  return (
    <g transform={`translate(${plane.width - 26} 14)`}>
      <path d="M0 0l7 20-7-4-7 4z" fill="var(--text-soft)" />
      <text y="34" textAnchor="middle" fontSize="11" fill="var(--text-soft)">
        {t('plane.north')}
      </text>
    </g>
  );
};

const isInView = (line: Line, view: Box): boolean => {
  const box = boxAround(line);
  return (
    box !== undefined &&
    box.west <= view.east &&
    box.east >= view.west &&
    box.south <= view.north &&
    box.north >= view.south
  );
};

const pathOf = (line: Line, plane: Plane): string =>
  line
    .map(({ lon, lat }, at) => `${at === 0 ? 'M' : 'L'}${plane.x(lon).toFixed(1)} ${plane.y(lat).toFixed(1)}`)
    .join('');

const BackgroundLines = ({ plane }: { readonly plane: Plane }) => {
  const background = useBackground();
  const path = useMemo(() => {
    const view = {
      west: plane.lon(0),
      east: plane.lon(plane.width),
      south: plane.lat(plane.height),
      north: plane.lat(0),
    };
    return (background?.lines ?? [])
      .filter((line) => isInView(line, view))
      .map((line) => pathOf(line, plane))
      .join('');
  }, [background, plane]);
  return path === '' ? null : <path d={path} fill="none" stroke="var(--line-strong)" strokeWidth="1.2" />;
};

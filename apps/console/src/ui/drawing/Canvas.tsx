import { useEffect, useRef } from 'react';
import type { CSSProperties, PointerEvent } from 'react';

/** Size of a drawing in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Draws the whole picture into an empty canvas; coordinates are CSS pixels. */
export type Draw = (pen: CanvasRenderingContext2D, size: Size) => void;

/** A place on the canvas in CSS pixels, with the size of the canvas. */
export interface Place extends Size {
  readonly x: number;
  readonly y: number;
}

interface CanvasProps {
  readonly height: number;
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  readonly draw: Draw;
  readonly style?: CSSProperties;
  readonly onDown?: (place: Place) => void;
  /** `pressed` says whether the main button is down. */
  readonly onMove?: (place: Place, pressed: 'pressed' | 'hover') => void;
  readonly onUp?: (place: Place) => void;
  readonly onLeave?: () => void;
  readonly onDoubleClick?: () => void;
  /** Wheel turns with their distance; the page does not scroll while this is given. */
  readonly onWheel?: (place: Place, distance: number) => void;
}

const paint = (canvas: HTMLCanvasElement, draw: Draw): void => {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pen = canvas.getContext('2d');
  if (pen === null || width === 0 || height === 0) return;
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  draw(pen, { width, height });
};

const placeOf = (event: { readonly clientX: number; readonly clientY: number }, box: Element): Place => {
  const { left, top, width, height } = box.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top, width, height };
};

/** Redraws when the drawing or the size changes, at most once per frame of the screen. */
const usePainted = (draw: Draw) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current !== null) paint(canvas.current, draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [draw]);
  useEffect(() => {
    const box = canvas.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => paint(box, latest.current));
    observer.observe(box);
    void document.fonts.ready.then(() => paint(box, latest.current));
    return () => observer.disconnect();
  }, []);
  return canvas;
};

/** A canvas that is sharp on every screen, follows its container and tells where the pointer is. */
export const Canvas = ({ height, label, draw, style, ...on }: CanvasProps) => {
  const canvas = usePainted(draw);
  const { onWheel } = on;
  useEffect(() => {
    const box = canvas.current;
    if (box === null || onWheel === undefined) return undefined;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      onWheel(placeOf(event, box), event.deltaY);
    };
    box.addEventListener('wheel', turn, { passive: false });
    return () => box.removeEventListener('wheel', turn);
  }, [canvas, onWheel]);
  const place = (event: PointerEvent<HTMLCanvasElement>): Place => placeOf(event, event.currentTarget);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      style={{ display: 'block', width: '100%', height, touchAction: 'none', ...style }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        on.onDown?.(place(event));
      }}
      onPointerMove={(event) => on.onMove?.(place(event), (event.buttons & 1) === 1 ? 'pressed' : 'hover')}
      onPointerUp={(event) => on.onUp?.(place(event))}
      onPointerLeave={() => on.onLeave?.()}
      onDoubleClick={() => on.onDoubleClick?.()}
    />
  );
};

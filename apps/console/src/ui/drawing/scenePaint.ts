import type { Palette } from '../../theme/palette.ts';
import { FONT } from '../../theme/fonts.ts';
import { hair, labelFace } from './pen.ts';
import { gridStep, metresText, toPlane, toScreen } from './plane.ts';
import type { Camera, Frame, Point } from './plane.ts';
import type { Pose } from './scene.ts';

/** What a painter needs: the pen, the colours, which part of the plane is seen, and the size of the picture. */
export interface Easel {
  readonly pen: CanvasRenderingContext2D;
  readonly tone: Palette;
  readonly camera: Camera;
  readonly frame: Frame;
}

const MOST_LINES = 200;

/** Lines every so many metres, numbered along the left and lower edge. */
export const paintGrid = ({ pen, tone, camera, frame }: Easel): void => {
  const step = gridStep(camera);
  const { x: west, y: north } = toPlane(camera, frame, { x: 0, y: 0 });
  const { x: east, y: south } = toPlane(camera, frame, { x: frame.width, y: frame.height });
  labelFace(pen, tone.textFaint);
  pen.textAlign = 'left';
  for (const x of multiples(west, east, step)) {
    const at = toScreen(camera, frame, { x, y: 0 }).x;
    hair(pen, x === 0 ? tone.lineStrong : tone.line, [at, 0], [at, frame.height]);
    if (at > 60 && at < frame.width - 140) pen.fillText(String(x), at + 4, frame.height - 9);
  }
  for (const y of multiples(south, north, step)) {
    const at = toScreen(camera, frame, { x: 0, y }).y;
    hair(pen, y === 0 ? tone.lineStrong : tone.line, [0, at], [frame.width, at]);
    if (at > 16 && at < frame.height - 30) pen.fillText(String(y), 6, at - 8);
  }
};

const multiples = (from: number, to: number, step: number): readonly number[] => {
  const first = Math.ceil(from / step);
  const count = Math.min(MOST_LINES, Math.floor(to / step) - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => Math.round((first + index) * step * 1e3) / 1e3);
};

/** How long a piece of the grid is, at the lower right, and where north is, at the upper right. */
export const paintScale = ({ pen, tone, camera, frame }: Easel, north: string): void => {
  const metres = gridStep(camera);
  const length = metres * camera.scale;
  const [right, y] = [frame.width - 16, frame.height - 16];
  pen.strokeStyle = tone.text;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(right - length, y - 5);
  pen.lineTo(right - length, y);
  pen.lineTo(right, y);
  pen.lineTo(right, y - 5);
  pen.stroke();
  labelFace(pen, tone.text);
  pen.textAlign = 'center';
  pen.fillText(metresText(metres), right - length / 2, y - 10);
  paintNorth(pen, tone, { x: frame.width - 26, y: 30 }, north);
};

const paintNorth = (pen: CanvasRenderingContext2D, tone: Palette, { x, y }: Point, north: string): void => {
  pen.fillStyle = tone.textSoft;
  pen.beginPath();
  pen.moveTo(x, y - 16);
  pen.lineTo(x + 7, y + 6);
  pen.lineTo(x, y + 1);
  pen.lineTo(x - 7, y + 6);
  pen.fill();
  labelFace(pen, tone.textSoft);
  pen.textAlign = 'center';
  pen.fillText(north, x, y + 16);
};

/** Lines of any kind: background, trails. */
export const paintLines = (
  { pen, camera, frame }: Easel,
  lines: readonly (readonly Point[])[],
  { color, width, alpha }: { readonly color: string; readonly width: number; readonly alpha: number },
): void => {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.lineJoin = 'round';
  pen.globalAlpha = alpha;
  pen.beginPath();
  for (const line of lines) {
    for (const [index, point] of line.entries()) {
      const { x, y } = toScreen(camera, frame, point);
      if (index === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
  }
  pen.stroke();
  pen.globalAlpha = 1;
};

const CAR_M = { length: 4.8, width: 1.9 } as const;
const SMALLEST = { length: 13, width: 7 } as const;

/** How a vehicle is shown: nothing special, accused before, accused at this very moment. */
export type Standing = 'plain' | 'accused' | 'accused-now';

/** A car seen from above with its nose in its heading; never smaller than can be seen. */
export const paintCar = (
  { pen, tone, camera, frame }: Easel,
  pose: Pose,
  standing: Standing,
  picked: boolean,
): void => {
  const { x, y } = toScreen(camera, frame, pose);
  if (x < -30 || y < -30 || x > frame.width + 30 || y > frame.height + 30) return;
  const length = Math.max(SMALLEST.length, CAR_M.length * camera.scale);
  const width = Math.max(SMALLEST.width, CAR_M.width * camera.scale);
  const color = standing === 'plain' ? tone.primary : tone.critical;
  pen.save();
  pen.translate(x, y);
  if (standing === 'accused-now') ring(pen, color, length * 0.95, 0.25);
  if (picked) ring(pen, tone.text, length * 0.8, 0.9);
  pen.rotate((pose.heading * Math.PI) / 180);
  pen.fillStyle = color;
  pen.strokeStyle = tone.surface;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(0, -length / 2);
  pen.lineTo(width / 2, -length / 4);
  pen.lineTo(width / 2, length / 2);
  pen.lineTo(-width / 2, length / 2);
  pen.lineTo(-width / 2, -length / 4);
  pen.closePath();
  pen.fill();
  pen.stroke();
  pen.restore();
};

const ring = (pen: CanvasRenderingContext2D, color: string, radius: number, alpha: number): void => {
  pen.globalAlpha = alpha;
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  if (alpha < 0.5) {
    pen.fillStyle = color;
    pen.fill();
  } else {
    pen.strokeStyle = color;
    pen.lineWidth = 1.5;
    pen.stroke();
  }
  pen.globalAlpha = 1;
};

/** The name of a vehicle beside it. */
export const paintName = ({ pen, tone, camera, frame }: Easel, pose: Pose, name: string): void => {
  const { x, y } = toScreen(camera, frame, pose);
  pen.font = `600 11px ${FONT}`;
  pen.fillStyle = tone.text;
  pen.strokeStyle = tone.surface;
  pen.lineWidth = 3;
  pen.textAlign = 'left';
  pen.strokeText(name, x + 12, y - 10);
  pen.fillText(name, x + 12, y - 10);
};

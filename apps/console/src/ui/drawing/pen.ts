import { FONT } from '../../theme/fonts.ts';
import type { Palette } from '../../theme/palette.ts';

/** Sets the face of small labels in a drawing. */
export const labelFace = (pen: CanvasRenderingContext2D, color: string): void => {
  pen.font = `11px ${FONT}`;
  pen.fillStyle = color;
  pen.textBaseline = 'middle';
};

/** A hair line that is sharp on the grid of pixels. */
export const hair = (
  pen: CanvasRenderingContext2D,
  color: string,
  from: readonly [number, number],
  to: readonly [number, number],
): void => {
  pen.strokeStyle = color;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(Math.round(from[0]) + 0.5, Math.round(from[1]) + 0.5);
  pen.lineTo(Math.round(to[0]) + 0.5, Math.round(to[1]) + 0.5);
  pen.stroke();
};

/** A label on a plate, kept inside the width of the drawing; gives its width. */
export const plate = (
  pen: CanvasRenderingContext2D,
  tone: Palette,
  lines: readonly string[],
  at: { readonly x: number; readonly y: number; readonly width: number },
): void => {
  labelFace(pen, tone.text);
  const width = Math.max(...lines.map((line) => pen.measureText(line).width)) + 14;
  const height = lines.length * 16 + 6;
  const left = at.x + 12 + width > at.width ? Math.max(0, at.x - 12 - width) : at.x + 12;
  pen.fillStyle = tone.raised;
  pen.strokeStyle = tone.lineStrong;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(left + 0.5, at.y + 0.5, width, height, 4);
  pen.fill();
  pen.stroke();
  pen.fillStyle = tone.text;
  pen.textAlign = 'left';
  for (const [index, line] of lines.entries()) pen.fillText(line, left + 7, at.y + 11 + index * 16);
};

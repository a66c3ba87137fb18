import { useCallback, useState } from 'react';
import type { Palette } from '../../theme/palette.ts';
import { MONO } from '../../theme/fonts.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Canvas } from './Canvas.tsx';
import type { Draw, Place } from './Canvas.tsx';
import { hair, labelFace, plate } from './pen.ts';

/** One row: how often each bit changed from frame to frame, 0 … 1. */
export interface BitRow {
  readonly key: string;
  readonly name: string;
  readonly shares: readonly number[];
}

interface BitHeatMapProps {
  readonly rows: readonly BitRow[];
  readonly label: string;
  readonly picked: string | undefined;
  readonly onPick: (key: string) => void;
  /** What to say about a cell. */
  readonly explain: (row: BitRow, byte: number, bit: number, share: number) => readonly string[];
}

const ROW = 16;
const HEAD = 20;
const NAMES = 92;
const BITS = 64;

interface Cell {
  readonly row: number;
  readonly bit: number;
}

const cellAt = ({ x, y, width }: Place, rows: number): Cell | undefined => {
  const row = Math.floor((y - HEAD) / ROW);
  const bit = Math.floor(((x - NAMES) / (width - NAMES)) * BITS);
  return row >= 0 && row < rows && bit < BITS ? { row, bit: Math.max(0, bit) } : undefined;
};

/** Faint for rare changes, full for a change with every frame; the root keeps rare ones visible. */
const strength = (share: number): number => (share <= 0 ? 0 : 0.12 + 0.88 * Math.sqrt(Math.min(1, share)));

const drawHead = (pen: CanvasRenderingContext2D, tone: Palette, width: number, height: number): void => {
  const byteWidth = (width - NAMES) / 8;
  labelFace(pen, tone.textFaint);
  pen.textAlign = 'center';
  for (let byte = 0; byte < 8; byte += 1) {
    const left = NAMES + byte * byteWidth;
    pen.fillText(String(byte), left + byteWidth / 2, HEAD / 2);
    hair(pen, tone.lineStrong, [left - 1, HEAD - 4], [left - 1, height]);
  }
};

const drawRow = (pen: CanvasRenderingContext2D, tone: Palette, row: BitRow, top: number, width: number): void => {
  const cell = (width - NAMES) / BITS;
  pen.font = `11px ${MONO}`;
  pen.textAlign = 'left';
  pen.fillStyle = tone.textSoft;
  pen.fillText(row.name, 8, top + ROW / 2);
  for (let bit = 0; bit < row.shares.length; bit += 1) {
    pen.globalAlpha = 1;
    pen.fillStyle = tone.sunken;
    pen.fillRect(NAMES + bit * cell + 0.5, top + 1, cell - 1, ROW - 2);
    pen.globalAlpha = strength(row.shares[bit] ?? 0);
    pen.fillStyle = tone.primary;
    pen.fillRect(NAMES + bit * cell + 0.5, top + 1, cell - 1, ROW - 2);
  }
  pen.globalAlpha = 1;
};

/** Identifiers below each other, the 64 bits of their data side by side (byte 0 left, most significant bit first). */
export const BitHeatMap = ({ rows, label, picked, onPick, explain }: BitHeatMapProps) => {
  const tone = usePalette();
  const [over, setOver] = useState<Cell>();
  const draw = useCallback<Draw>(
    (pen, { width, height }) => {
      drawHead(pen, tone, width, height);
      for (const [index, row] of rows.entries()) {
        const top = HEAD + index * ROW;
        if (row.key === picked || index === over?.row) {
          pen.fillStyle = tone.primarySoft;
          pen.fillRect(0, top, width, ROW);
        }
        drawRow(pen, tone, row, top, width);
      }
      const hovered = over === undefined ? undefined : rows[over.row];
      if (over === undefined || hovered === undefined) return;
      const left = NAMES + (over.bit / BITS) * (width - NAMES);
      const lines = explain(hovered, Math.floor(over.bit / 8), 7 - (over.bit % 8), hovered.shares[over.bit] ?? 0);
      const top = HEAD + over.row * ROW;
      plate(pen, tone, lines, { x: left, y: top + 60 > height ? Math.max(0, top - 44) : top + ROW + 2, width });
    },
    [rows, tone, picked, over, explain],
  );
  return (
    <Canvas
      height={HEAD + rows.length * ROW + 4}
      label={label}
      draw={draw}
      style={{ cursor: 'pointer' }}
      onMove={(place) => setOver(cellAt(place, rows.length))}
      onLeave={() => setOver(undefined)}
      onUp={(place) => {
        const row = rows[cellAt(place, rows.length)?.row ?? -1];
        if (row !== undefined) onPick(row.key);
      }}
    />
  );
};

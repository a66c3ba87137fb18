import type { CanFrameRow } from '@chedun/captures/contract';
import type { BandSteps } from '../../ui/drawing/band.ts';
import type { BitRow } from '../../ui/drawing/BitHeatMap.tsx';
import type { Span } from '../../ui/drawing/span.ts';

type Frame = Pick<CanFrameRow, 'channel' | 'idHex' | 'timeS' | 'data' | 'kind' | 'name' | 'marks'>;

/** Key of an identifier on its channel. */
export const idKeyOf = ({ channel, idHex }: { readonly channel: string; readonly idHex: string }): string =>
  `${channel}/${idHex}`;

const BYTES = 8;

const bytesOf = (hex: string): readonly number[] =>
  Array.from({ length: Math.min(BYTES, hex.length >> 1) }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );

interface Counting {
  readonly frame: Frame;
  readonly changes: number[];
  last: readonly number[];
  pairs: number;
}

const countPair = (counting: Counting, next: readonly number[]): void => {
  const common = Math.min(counting.last.length, next.length);
  for (let byte = 0; byte < common; byte += 1) {
    const differing = (counting.last[byte] ?? 0) ^ (next[byte] ?? 0);
    for (let bit = 0; bit < 8; bit += 1) {
      const place = byte * 8 + bit;
      if ((differing >> (7 - bit)) & 1) counting.changes[place] = (counting.changes[place] ?? 0) + 1;
    }
  }
  counting.last = next;
  counting.pairs += 1;
};

/**
 * How often each of the first 64 bits of each identifier changed from one data frame to the next;
 * most significant bit of a byte first. Identifiers with a single frame are left out.
 */
export const bitRows = (frames: readonly Frame[]): readonly BitRow[] => {
  const byId = new Map<string, Counting>();
  for (const frame of frames) {
    if (frame.kind !== 'data') continue;
    const bytes = bytesOf(frame.data);
    const known = byId.get(idKeyOf(frame));
    if (known !== undefined) countPair(known, bytes);
    else byId.set(idKeyOf(frame), { frame, last: bytes, pairs: 0, changes: Array<number>(bytes.length * 8).fill(0) });
  }
  return [...byId]
    .filter(([, { pairs }]) => pairs > 0)
    .map(([key, { frame, changes, pairs }]) => ({
      key,
      name: frame.idHex,
      shares: changes.map((count) => count / pairs),
    }))
    .toSorted((a, b) => Number.parseInt(a.name, 16) - Number.parseInt(b.name, 16) || a.key.localeCompare(b.key));
};

/** Frames of each identifier in `count` equal parts of a window. */
export const ratesById = (frames: readonly Frame[], window: Span, count: number): ReadonlyMap<string, number[]> => {
  const rates = new Map<string, number[]>();
  const step = (window.to - window.from) / count;
  for (const frame of frames) {
    const part = Math.min(count - 1, Math.floor((frame.timeS - window.from) / step));
    if (!(part >= 0)) continue;
    const known = rates.get(idKeyOf(frame)) ?? Array<number>(count).fill(0);
    known[part] = (known[part] ?? 0) + 1;
    rates.set(idKeyOf(frame), known);
  }
  return rates;
};

/** All and marked frames in `count` equal parts of a window, for a band that looks close. */
export const bandOf = (frames: readonly Frame[], window: Span, count: number): BandSteps => {
  const step = (window.to - window.from) / count;
  const all = new Float64Array(count);
  const suspicious = new Float64Array(count);
  for (const { timeS, marks } of frames) {
    const part = Math.floor((timeS - window.from) / step);
    if (part < 0 || part >= count) continue;
    all[part] = (all[part] ?? 0) + 1;
    if (marks.length > 0) suspicious[part] = (suspicious[part] ?? 0) + 1;
  }
  return { x: Float64Array.from(all, (_, index) => window.from + index * step), all, suspicious, step };
};

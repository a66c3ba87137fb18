import type { Blobs } from '@chedun/blobs';
import { decodeMessage, type Dbc, idKey, idText } from '@chedun/can';
import type { z } from 'zod';
import type { CanFramePage, CanFrameQuery, CanFrameRow, V2xPoint, V2xScene, V2xSceneQuery } from '../contract.ts';
import { capturesError } from '../errors.ts';
import type { captureReads, ChunkQuery } from '../read-model.ts';
import type { modelReads } from '../read-models.ts';
import { readFrames, readPoints, type KeptFrame } from '../series.ts';
import type { CaptureRow } from '../store.ts';

/** What reading series stands on. */
export interface SeriesNeeds {
  readonly blobs: Pick<Blobs, 'get'>;
  readonly reads: Pick<ReturnType<typeof captureReads>, 'row' | 'chunks'>;
  readonly models: Pick<ReturnType<typeof modelReads>, 'parsedDbc'>;
}

/** Most chunks that one call looks into; a search that needs more goes on with its cursor. */
const MOST_CHUNKS = 12;

/** Place in a series: chunk and item. */
const placeOf = (cursor: string | undefined): { readonly seq: number; readonly at: number } => {
  if (cursor === undefined) return { seq: 0, at: 0 };
  const found = /^(\d{1,7})\.(\d{1,7})$/.exec(cursor);
  if (found === null) throw capturesError('captures.cursor-invalid', { field: 'cursor' });
  return { seq: Number(found[1]), at: Number(found[2]) };
};

interface Search<Item> {
  readonly query: Omit<ChunkQuery, 'fromSeq' | 'limit'>;
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly read: (blob: string) => Promise<readonly Item[]>;
  readonly fits: (item: Item) => boolean;
}

/** Items of a series that fit, in their order, until the page is full or enough chunks were looked into. */
const search = async <Item>(needs: SeriesNeeds, row: CaptureRow, asked: Search<Item>) => {
  const start = placeOf(asked.cursor);
  const chunks = await needs.reads.chunks(row, { ...asked.query, fromSeq: start.seq, limit: MOST_CHUNKS + 1 });
  const items: Item[] = [];
  for (const [looked, { seq, blob }] of chunks.entries()) {
    if (looked >= MOST_CHUNKS) return { items, next: `${seq}.0` };
    const all = await asked.read(blob);
    for (let at = seq === start.seq ? start.at : 0; at < all.length; at += 1) {
      const item = all[at];
      if (item === undefined || !asked.fits(item)) continue;
      if (items.length >= asked.limit) return { items, next: `${seq}.${at}` };
      items.push(item);
    }
  }
  return { items, next: null };
};

const presentFrame = (frame: KeptFrame, dbc: Dbc | undefined): CanFrameRow => {
  const { id, extended, kind, data } = frame;
  const common = { ...frame, idHex: idText(id, extended) };
  const message = kind === 'data' ? dbc?.messages.get(idKey(id, extended)) : undefined;
  if (message === undefined) return { ...common, name: '', signals: [] };
  const values = decodeMessage(message, Buffer.from(data, 'hex')).filter(({ value }) => Number.isFinite(value));
  const signals = values.map(({ name, value, unit, text }) => ({ name, value, unit, text: text ?? null }));
  return { ...common, name: message.name, signals };
};

/** Frames of a CAN log in a window, with their signals where a DBC is attached. */
export const readFrameWindow =
  (needs: SeriesNeeds) =>
  async (id: string, query: CanFrameQuery): Promise<z.input<typeof CanFramePage>> => {
    const row = await needs.reads.row(id);
    const keys = query.ids?.split(',').map((key) => key.toUpperCase().padStart(key.length > 3 ? 8 : 3, '0'));
    const wanted = keys && new Set(keys);
    const { fromS = -Infinity, toS = Infinity, channel, suspicious, cursor, limit } = query;
    const fits = (frame: KeptFrame): boolean =>
      frame.timeS >= fromS &&
      frame.timeS <= toS &&
      (channel === undefined || frame.channel === channel) &&
      (!suspicious || frame.marks.length > 0) &&
      (wanted === undefined || wanted.has(idText(frame.id, frame.extended)));
    const about = { series: 'frames' as const, from: query.fromS, to: query.toS, keys, marked: suspicious };
    const read = (blob: string): Promise<readonly KeptFrame[]> => readFrames(needs.blobs, blob);
    const { items, next } = await search(needs, row, { query: about, cursor, limit, read, fits });
    const dbc = row.dbc_id === null ? undefined : await needs.models.parsedDbc(row.dbc_id);
    return { items: items.map((frame) => presentFrame(frame, dbc)), next };
  };

/** Positions of a V2X log in a window. */
export const readScene =
  (needs: SeriesNeeds) =>
  async (id: string, query: V2xSceneQuery): Promise<z.input<typeof V2xScene>> => {
    const row = await needs.reads.row(id);
    const { fromMs = -Infinity, toMs = Infinity, sender, cursor, limit } = query;
    const fits = (point: V2xPoint): boolean =>
      point.at >= fromMs && point.at <= toMs && (sender === undefined || point.sender === sender);
    const keys = sender === undefined ? undefined : [sender];
    const about = { series: 'points' as const, from: query.fromMs, to: query.toMs, keys, marked: false };
    const read = (blob: string): Promise<readonly V2xPoint[]> => readPoints(needs.blobs, blob);
    const { items, next } = await search(needs, row, { query: about, cursor, limit, read, fits });
    return { points: items, next };
  };

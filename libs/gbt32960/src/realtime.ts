import { readBlock, writeBlock } from './block.ts';
import type { Edition } from './codes.ts';
import type { Cursor } from './cursor.ts';
import { gbtError } from './errors.ts';
import type { Body, DataItem, EncodableBody, RealtimeItem } from './frame.ts';
import type { LayoutTable } from './layout.ts';
import { LAYOUTS_2016, USER_BLOCK } from './layouts-2016.ts';
import { LAYOUTS_2025, SIGNATURE_MARK } from './layouts-2025.ts';
import { positionValue } from './position.ts';
import { findSignatureFromTail, readSignature, writeSignature } from './signature.ts';
import type { Signature } from './signature.ts';
import type { Writer } from './writer.ts';

/** Layout tables by edition. */
export const LAYOUTS: Readonly<Record<Edition, LayoutTable>> = { '2016': LAYOUTS_2016, '2025': LAYOUTS_2025 };

/** Type of the position body, the same in both editions. */
export const POSITION_TYPE = 0x05;

/** A realtime body as far as it could be read. */
export interface RealtimeRead {
  readonly body: Extract<Body, { readonly kind: 'realtime' }>;
  readonly status: 'ok' | 'structure' | 'unknown_type' | 'trailing';
  /** Offset of the item, or of the bytes after the signature, where reading stopped. */
  readonly stopOffset: number | undefined;
}

const isUserType = (type: number): boolean => type >= USER_BLOCK.from && type <= USER_BLOCK.to;

/** One item behind its type byte; undefined when the edition knows no length for the type. */
const readItem = (cursor: Cursor, layouts: LayoutTable, type: number): RealtimeItem | undefined => {
  if (isUserType(type)) return { kind: 'user', type, data: cursor.raw(cursor.uint(2)) };
  const layout = layouts.get(type);
  if (layout === undefined) return undefined;
  const { raw, value, lists, groups } = readBlock(cursor, layout);
  return { kind: 'data', type, raw, value: type === POSITION_TYPE ? positionValue(raw) : value, lists, groups };
};

const readMarkedSignature = (
  cursor: Cursor,
  markerOffset: number,
  signedFrom: number,
  found: 'walk' | 'tail',
): Signature => ({
  ...readSignature(cursor),
  markerOffset,
  signedFrom,
  signedTo: markerOffset,
  found,
});

/** Signature behind an item of unknown type; does not count as read. */
const tailSignature = (cursor: Cursor, from: number, signedFrom: number): Signature | undefined => {
  const marker = findSignatureFromTail(cursor.view, from, cursor.end);
  if (marker < 0) return undefined;
  cursor.at = marker + 1;
  const signature = readMarkedSignature(cursor, marker, signedFrom, 'tail');
  cursor.at = from;
  return signature;
};

/**
 * Reads a realtime or re-sent report (clause 7.2; 2025 ends with a signature). Items before a fault are kept; the
 * cursor is left at the first byte that is in no item.
 */
export const readRealtime = (cursor: Cursor, edition: Edition): RealtimeRead => {
  const signedFrom = cursor.at;
  const time = cursor.time();
  const items: RealtimeItem[] = [];
  const stop = (status: RealtimeRead['status'], at: number, signature?: Signature): RealtimeRead => {
    cursor.at = at;
    return { body: { kind: 'realtime', time, items, ...(signature && { signature }) }, status, stopOffset: at };
  };
  while (cursor.left > 0) {
    const at = cursor.at;
    const type = cursor.uint(1);
    if (edition === '2025' && type === SIGNATURE_MARK) {
      const signature = readMarkedSignature(cursor, at, signedFrom, 'walk');
      if (cursor.failed) return stop('structure', at);
      if (cursor.left > 0) return stop('trailing', cursor.at, signature);
      return { body: { kind: 'realtime', time, items, signature }, status: 'ok', stopOffset: undefined };
    }
    const item = readItem(cursor, LAYOUTS[edition], type);
    if (item === undefined)
      return stop('unknown_type', at, edition === '2025' ? tailSignature(cursor, at, signedFrom) : undefined);
    if (cursor.failed) return stop('structure', at);
    items.push(item);
  }
  return { body: { kind: 'realtime', time, items }, status: 'ok', stopOffset: undefined };
};

const writeDataItem = (writer: Writer, edition: Edition, item: DataItem): void => {
  const layout = LAYOUTS[edition].get(item.type);
  if (layout === undefined) {
    throw gbtError('gbt32960.no_layout', {
      field: 'type',
      reason: `edition ${edition} has no layout for type ${item.type}`,
    });
  }
  writer.uint(1, item.type, 'type');
  writeBlock(writer, layout, item);
};

/** Writes a realtime report. A signature found from the tail stands in the frame's `rest` and is not written here. */
export const writeRealtime = (
  writer: Writer,
  edition: Edition,
  body: Extract<EncodableBody, { readonly kind: 'realtime' }>,
): void => {
  writer.time(body.time);
  for (const item of body.items) {
    if (item.kind === 'data') writeDataItem(writer, edition, item);
    else {
      if (!isUserType(item.type))
        throw gbtError('gbt32960.range', { field: 'type', reason: 'user blocks have the types 80-FE' });
      writer.uint(1, item.type, 'type');
      writer.uint(2, item.data.length, 'data');
      writer.raw(item.data);
    }
  }
  if (body.signature === undefined || body.signature.found === 'tail') return;
  writer.uint(1, SIGNATURE_MARK, 'signature');
  writeSignature(writer, body.signature);
};

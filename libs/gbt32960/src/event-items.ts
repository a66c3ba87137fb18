import { alarmNames } from './alarms.ts';
import type { Block } from './block.ts';
import type { Edition } from './codes.ts';
import { EVENT_NAMES } from './event-names.ts';
import type { Extent } from './event-names.ts';
import type { DataItem, RealtimeItem } from './frame.ts';
import { subjectOf } from './subjects.ts';

/** A value that a detection rule can match. */
export type FieldValue = string | number | boolean | null | readonly (string | number | null)[];

/** Fields of an event while it is built. */
export type Fields = Record<string, FieldValue>;

/** Fault codes kept per list; the rest is in the original frame. */
const MAX_ARRAY = 64;

const cellOf = (block: Block, name: string): number | null | undefined => {
  const value = block.value[name];
  return value === undefined ? block.raw[name] : value;
};

const addExtent = (fields: Fields, extent: Extent, blocks: readonly Block[]): void => {
  let low = Infinity;
  let high = -Infinity;
  let count = 0;
  for (const block of blocks) {
    for (const raw of block.lists[extent.list]?.values ?? []) {
      count += 1;
      if (raw >= extent.sentinelFrom) continue;
      if (raw < low) low = raw;
      if (raw > high) high = raw;
    }
  }
  fields[`${extent.to}_count`] = count;
  if (low > high) return;
  fields[`${extent.to}_min`] = (low + extent.offset) / extent.divisor;
  fields[`${extent.to}_max`] = (high + extent.offset) / extent.divisor;
};

const addData = (fields: Fields, edition: Edition, item: DataItem): string => {
  const subject = subjectOf(edition, item.type);
  if (subject === undefined) return '';
  const names = EVENT_NAMES[subject];
  for (const [from, to] of names.fields) {
    const value = cellOf(item, from);
    if (value !== undefined) fields[to] = value;
  }
  for (const [from, to] of names.arrays) {
    const values = item.lists[from]?.values ?? [];
    if (values.length > 0) fields[to] = values.slice(0, MAX_ARRAY);
  }
  const grouped = Object.values(item.groups).flatMap((list) => list.blocks);
  for (const [from, to] of grouped.length > 0 ? names.columns : []) {
    if (grouped.some((block) => from in block.raw)) fields[to] = grouped.map((block) => cellOf(block, from) ?? null);
  }
  for (const extent of names.extents) addExtent(fields, extent, [item, ...grouped]);
  return subject;
};

/**
 * Adds the items of a realtime report: quantities under their own names, motors as parallel arrays, cells and probes as
 * count, minimum and maximum. When a subject occurs twice the later one stands.
 */
export const addItems = (fields: Fields, edition: Edition, items: readonly RealtimeItem[]): void => {
  const subjects: string[] = [];
  const userTypes: number[] = [];
  let userBytes = 0;
  for (const item of items) {
    if (item.kind === 'data') subjects.push(addData(fields, edition, item));
    else {
      userTypes.push(item.type);
      userBytes += item.data.length;
    }
  }
  fields['items'] = subjects;
  const bits = fields['alarm_bits'];
  if (typeof bits === 'number') fields['alarms'] = alarmNames(edition, bits);
  if (typeof fields['position_valid'] === 'number') fields['position_valid'] = fields['position_valid'] === 1;
  if (userTypes.length === 0) return;
  fields['user_block_types'] = userTypes.slice(0, MAX_ARRAY);
  fields['user_block_bytes'] = userBytes;
};

import { alarmNames } from './alarms.ts';
import type { Block } from './block.ts';
import type { Edition } from './codes.ts';
import { EVENT_NAMES } from './event-names.ts';
import type { Extent, SubjectNames } from './event-names.ts';
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
    const values = block.lists[extent.list]?.values;
    if (values === undefined) continue;
    count += values.length;
    for (const raw of values) {
      if (raw >= extent.sentinelFrom) continue;
      if (raw < low) low = raw;
      if (raw > high) high = raw;
    }
  }
  fields[extent.count] = count;
  if (low > high) return;
  fields[extent.min] = (low + extent.offset) / extent.divisor;
  fields[extent.max] = (high + extent.offset) / extent.divisor;
};

/** Where lists stand: in the item itself, or in the blocks of its group (no layout has two). */
const blocksOf = (item: DataItem, group: string | undefined): readonly Block[] =>
  group === undefined ? [item] : (item.groups[group]?.blocks ?? []);

const addColumns = (fields: Fields, names: SubjectNames, blocks: readonly Block[]): void => {
  const first = blocks[0];
  if (first === undefined) return;
  for (const [from, to] of names.columns) {
    if (from in first.raw) fields[to] = blocks.map((block) => cellOf(block, from) ?? null);
  }
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
    const values = item.lists[from]?.values;
    if (values !== undefined && values.length > 0) fields[to] = values.slice(0, MAX_ARRAY);
  }
  const [group] = Object.keys(item.groups);
  const blocks = blocksOf(item, group);
  if (group !== undefined) addColumns(fields, names, blocks);
  for (const extent of names.extents) addExtent(fields, extent, blocks);
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

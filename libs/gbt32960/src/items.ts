import type { Block, BlockList, NumberList } from './block.ts';
import type { Edition } from './codes.ts';
import { gbtError } from './errors.ts';
import type { DataItem } from './frame.ts';
import { scaled, unscaled } from './layout.ts';
import type { Layout } from './layout.ts';
import { positionRaw, positionValue } from './position.ts';
import { LAYOUTS, POSITION_TYPE } from './realtime.ts';

/** Physical content of an information body: quantities in their units (null = invalid mark), codes as they are. */
export interface ItemInput {
  readonly values?: Readonly<Record<string, number | null>>;
  /** Lists of raw integers (cells in mV, temperatures raw = °C + 40, fault codes). */
  readonly lists?: Readonly<Record<string, readonly number[]>>;
  readonly groups?: Readonly<Record<string, readonly ItemInput[]>>;
}

const blockOf = (layout: Layout, input: ItemInput): Block => {
  const raw: Record<string, number> = {};
  const value: Record<string, number | null> = {};
  const lists: Record<string, NumberList> = {};
  const groups: Record<string, BlockList> = {};
  for (const part of layout) {
    if (part.kind === 'list') {
      const values = input.lists?.[part.name] ?? [];
      lists[part.name] = { count: values.length, values };
    } else if (part.kind === 'groups') {
      const blocks = (input.groups?.[part.name] ?? []).map((inner) => blockOf(part.layout, inner));
      groups[part.name] = { count: blocks.length, blocks };
    } else {
      for (const { name, size, scale } of part.fields) {
        const given = input.values?.[name] ?? null;
        raw[name] = unscaled(given, size, scale ?? { offset: 0, divisor: 1 });
        if (scale !== undefined) value[name] = scaled(raw[name], size, scale);
      }
    }
  }
  return { raw, value, lists, groups };
};

/**
 * Builds an information body from physical values; what is not given becomes the invalid mark. Position (type 05) takes
 * `lon` and `lat` in signed degrees and `valid` 1 or 0. Throws `gbt32960.no_layout`; ranges are checked when it is encoded.
 */
export const buildItem = (edition: Edition, type: number, input: ItemInput): DataItem => {
  const layout = LAYOUTS[edition].get(type);
  if (layout === undefined) {
    throw gbtError('gbt32960.no_layout', {
      field: 'type',
      reason: `edition ${edition} has no layout for type ${type}`,
    });
  }
  const block = blockOf(layout, input);
  if (type !== POSITION_TYPE) return { kind: 'data', type, ...block };
  const { lon = null, lat = null, valid = 1 } = input.values ?? {};
  const placed = lon === null || lat === null ? {} : positionRaw(lon, lat, valid === 1 ? 1 : 0);
  const raw = { ...block.raw, ...placed };
  return { kind: 'data', type, ...block, raw, value: positionValue(raw) };
};

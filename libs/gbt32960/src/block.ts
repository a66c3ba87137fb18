import type { Cursor } from './cursor.ts';
import { gbtError } from './errors.ts';
import { isSentinel, scaled } from './layout.ts';
import type { Field, Layout } from './layout.ts';
import type { Writer } from './writer.ts';

/** A counted list of integers as sent. `count` is the number on the wire: FE/FF (FFFE/FFFF) stand for an empty list. */
export interface NumberList {
  readonly count: number;
  readonly values: readonly number[];
}

/** A counted list of groups; `count` as in {@link NumberList}. */
export interface BlockList {
  readonly count: number;
  readonly blocks: readonly Block[];
}

/** One decoded information body. Names are those of the layout tables. */
export interface Block {
  /** Unsigned integers as sent. */
  readonly raw: Readonly<Record<string, number>>;
  /** The quantities among them in their units, null for the abnormal and invalid marks. Derived: encoding ignores it. */
  readonly value: Readonly<Record<string, number | null>>;
  readonly lists: Readonly<Record<string, NumberList>>;
  readonly groups: Readonly<Record<string, BlockList>>;
}

const NO_LISTS: Readonly<Record<string, NumberList>> = Object.freeze({});
const NO_GROUPS: Readonly<Record<string, BlockList>> = Object.freeze({});

const readFields = (
  cursor: Cursor,
  all: readonly Field[],
  raw: Record<string, number>,
  value: Record<string, number | null>,
): void => {
  for (const field of all) {
    const number = cursor.uint(field.size);
    raw[field.name] = number;
    if (field.scale !== undefined) value[field.name] = scaled(number, field.size, field.scale);
  }
};

const readList = (cursor: Cursor, countSize: 1 | 2, elementSize: 1 | 2 | 4): NumberList => {
  const count = cursor.uint(countSize);
  const values: number[] = [];
  if (isSentinel(count, countSize)) return { count, values };
  let at = cursor.take(count * elementSize);
  if (at < 0) return { count, values };
  const { view } = cursor;
  for (let index = 0; index < count; index += 1, at += elementSize) {
    if (elementSize === 1) values.push(view.getUint8(at));
    else values.push(elementSize === 2 ? view.getUint16(at) : view.getUint32(at));
  }
  return { count, values };
};

const readGroups = (cursor: Cursor, layout: Layout): BlockList => {
  const count = cursor.uint(1);
  const blocks: Block[] = [];
  if (isSentinel(count, 1)) return { count, blocks };
  for (let index = 0; index < count && !cursor.failed; index += 1) blocks.push(readBlock(cursor, layout));
  return { count, blocks };
};

/** Reads one body; `cursor.failed` tells that it runs past the end of the unit. */
export const readBlock = (cursor: Cursor, layout: Layout): Block => {
  const raw: Record<string, number> = {};
  const value: Record<string, number | null> = {};
  let lists: Record<string, NumberList> | undefined;
  let groups: Record<string, BlockList> | undefined;
  for (const part of layout) {
    switch (part.kind) {
      case 'fields':
        readFields(cursor, part.fields, raw, value);
        break;
      case 'list':
        lists ??= {};
        lists[part.name] = readList(cursor, part.countSize, part.elementSize);
        break;
      case 'groups':
        groups ??= {};
        groups[part.name] = readGroups(cursor, part.layout);
        break;
    }
    if (cursor.failed) break;
  }
  return { raw, value, lists: lists ?? NO_LISTS, groups: groups ?? NO_GROUPS };
};

/** Count to write: the one given, which must be a sentinel of an empty list or the number of elements. */
const countOf = (list: { readonly count: number } | undefined, length: number, size: 1 | 2, name: string): number => {
  const count = list?.count ?? 0;
  if (count === length || (length === 0 && isSentinel(count, size))) return count;
  throw gbtError('gbt32960.range', {
    field: `${name}.count`,
    reason: `count ${count} stands before ${length} elements`,
  });
};

/** Writes one body from its raw numbers; a missing field is written as 0, a missing list as count 0. */
export const writeBlock = (writer: Writer, layout: Layout, block: Block): void => {
  for (const part of layout) {
    switch (part.kind) {
      case 'fields':
        for (const field of part.fields) writer.uint(field.size, block.raw[field.name] ?? 0, field.name);
        break;
      case 'list': {
        const list = block.lists[part.name];
        const values = list?.values ?? [];
        writer.uint(part.countSize, countOf(list, values.length, part.countSize, part.name), `${part.name}.count`);
        for (const value of values) writer.uint(part.elementSize, value, part.name);
        break;
      }
      case 'groups': {
        const list = block.groups[part.name];
        const blocks = list?.blocks ?? [];
        writer.uint(1, countOf(list, blocks.length, 1, part.name), `${part.name}.count`);
        for (const inner of blocks) writeBlock(writer, part.layout, inner);
        break;
      }
    }
  }
};

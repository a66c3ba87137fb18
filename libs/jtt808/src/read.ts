import type { Cursor, Width } from './cursor.ts';
import { extraLayouts } from './extras.ts';
import type { Layout, Part, Value, Values } from './layout.ts';
import { parameterLayouts } from './parameters.ts';

type Fields = Record<string, Value | undefined>;

const numberOf = (values: Fields, name: string): number => {
  const value = values[name];
  return typeof value === 'number' ? value : 0;
};

/** Elements of one list at most: joined sub-packages could otherwise ask for millions of small objects. */
export const MAX_ELEMENTS = 65_536;

/** Every element takes at least one byte: a count above the bytes left cannot be true. */
const countFits = (cursor: Cursor, count: number): boolean => {
  if (count > cursor.left || count > MAX_ELEMENTS) cursor.failed = true;
  return !cursor.failed;
};

const readNumbers = (cursor: Cursor, count: number, size: Width): readonly number[] => {
  if (count * size > cursor.left || count > MAX_ELEMENTS) cursor.failed = true;
  const all: number[] = [];
  for (let index = 0; index < count && !cursor.failed; index += 1) all.push(cursor.uint(size));
  return all;
};

const readList = (cursor: Cursor, count: number, layout: Layout): readonly Values[] => {
  const all: Values[] = [];
  if (!countFits(cursor, count)) return all;
  for (let index = 0; index < count && !cursor.failed; index += 1) all.push(readLayout(cursor, layout));
  return all;
};

const readOpenList = (cursor: Cursor, layout: Layout): readonly Values[] => {
  const all: Values[] = [];
  while (cursor.left > 0 && !cursor.failed) {
    const before = cursor.at;
    all.push(readLayout(cursor, layout));
    if (cursor.at === before || all.length > MAX_ELEMENTS) cursor.failed = true;
  }
  return all;
};

const readWithin = (cursor: Cursor, length: number, layout: Layout, into: Fields): void => {
  if (length > cursor.left) cursor.failed = true;
  if (cursor.failed) return;
  const outer = cursor.end;
  cursor.end = cursor.at + length;
  readParts(cursor, layout, into);
  if (cursor.at !== cursor.end) cursor.failed = true;
  cursor.end = outer;
};

/**
 * Value of an item that carries its own length: by the first layout that fits exactly, else the bytes. A layout of one
 * part named `value` gives the bare value; `layout` is there when it is not the first.
 */
const readItem = (cursor: Cursor, id: number, length: number, layouts: readonly Layout[]): Values => {
  const start = cursor.at;
  const outer = cursor.end;
  cursor.end = start + length;
  for (const [layout, parts] of layouts.entries()) {
    const values = readLayout(cursor, parts);
    const fits = !cursor.failed && cursor.left === 0;
    if (!fits) {
      cursor.at = start;
      cursor.failed = false;
      continue;
    }
    cursor.end = outer;
    const value = parts.length === 1 && values['value'] !== undefined ? values['value'] : values;
    return layout === 0 ? { id, value } : { id, layout, value };
  }
  cursor.end = outer;
  return { id, value: cursor.raw(length) };
};

const readExtras = (cursor: Cursor, into: Fields): void => {
  const items: Values[] = [];
  while (cursor.left >= 2 && items.length < MAX_ELEMENTS) {
    const length = cursor.view.getUint8(cursor.at + 1);
    if (length + 2 > cursor.left) break;
    const id = cursor.uint(1);
    cursor.at += 1;
    items.push(readItem(cursor, id, length, extraLayouts(id)));
  }
  into['extras'] = items;
  if (cursor.left > 0) into['extrasRest'] = cursor.raw(cursor.left);
};

const readParameters = (cursor: Cursor, count: number): readonly Values[] => {
  const items: Values[] = [];
  if (!countFits(cursor, count)) return items;
  for (let index = 0; index < count && !cursor.failed; index += 1) {
    const id = cursor.uint(4);
    const length = cursor.uint(1);
    if (length > cursor.left) cursor.failed = true;
    if (!cursor.failed) items.push(readItem(cursor, id, length, parameterLayouts(id)));
  }
  return items;
};

const readValue = (cursor: Cursor, part: Extract<Part, { readonly name: string }>, into: Fields): Value => {
  switch (part.kind) {
    case 'uint':
      return cursor.uint(part.size);
    case 'bcd':
      return cursor.bcd(part.size);
    case 'padded':
      return cursor.padded(part.size);
    case 'raw':
      return cursor.raw(part.size);
    case 'text':
      return cursor.text(cursor.uint(part.lengthSize));
    case 'bytes':
      return cursor.raw(cursor.uint(part.lengthSize));
    case 'rest-text':
      return cursor.text(cursor.left);
    case 'rest-bytes':
      return cursor.raw(cursor.left);
    case 'numbers':
      return readNumbers(cursor, cursor.uint(part.countSize), part.size);
    case 'list':
      return readList(cursor, cursor.uint(part.countSize), part.layout);
    case 'open-list':
      return readOpenList(cursor, part.layout);
    case 'counted':
      return readList(cursor, numberOf(into, part.by), part.layout);
    case 'group':
      return readLayout(cursor, part.layout);
  }
};

const readParts = (cursor: Cursor, layout: Layout, into: Fields): void => {
  for (const part of layout) {
    if (cursor.failed) return;
    if ('name' in part) {
      into[part.name] = readValue(cursor, part, into);
      continue;
    }
    switch (part.kind) {
      case 'within':
        readWithin(cursor, cursor.uint(part.lengthSize), part.layout, into);
        break;
      case 'if-bit':
        if ((numberOf(into, part.of) & part.mask) !== 0) readParts(cursor, part.layout, into);
        break;
      case 'optional':
        if (cursor.left > 0) readParts(cursor, part.layout, into);
        break;
      case 'choice':
        readParts(cursor, part.cases.get(numberOf(into, part.of)) ?? part.other, into);
        break;
      case 'extras':
        readExtras(cursor, into);
        break;
      case 'parameters':
        into['parameters'] = readParameters(cursor, cursor.uint(part.countSize));
        break;
    }
  }
};

/** Reads the fields of a layout. The caller checks `cursor.failed` and what is left. */
export const readLayout = (cursor: Cursor, layout: Layout): Values => {
  const values: Fields = {};
  readParts(cursor, layout, values);
  return values;
};

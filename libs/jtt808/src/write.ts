import type { Width } from './cursor.ts';
import { jttError } from './errors.ts';
import { extraLayouts } from './extras.ts';
import { isList, isValues } from './layout.ts';
import type { Layout, Part, Value, Values } from './layout.ts';
import { parameterLayouts } from './parameters.ts';
import { encodeText } from './text.ts';
import { Writer } from './writer.ts';

const wrong = (field: string, wanted: string): Error => jttError('jtt808.range', { field, reason: `needs ${wanted}` });

const numberOf = (values: Values, name: string): number => {
  const value = values[name];
  if (typeof value !== 'number') throw wrong(name, 'an integer');
  return value;
};

const textOf = (values: Values, name: string): string => {
  const value = values[name];
  if (typeof value !== 'string') throw wrong(name, 'text');
  return value;
};

const bytesOf = (values: Values, name: string): Uint8Array => {
  const value = values[name];
  if (!(value instanceof Uint8Array)) throw wrong(name, 'bytes');
  return value;
};

const listOf = (values: Values, name: string): readonly Value[] => {
  const value = values[name];
  if (!isList(value)) throw wrong(name, 'a list');
  return value;
};

const groupOf = (value: Value | undefined, field: string): Values => {
  if (!isValues(value)) throw wrong(field, 'a group of fields');
  return value;
};

const writeSized = (writer: Writer, lengthSize: Width, content: Uint8Array, field: string): void => {
  writer.uint(lengthSize, content.length, field);
  writer.raw(content);
};

const writeGroups = (writer: Writer, all: readonly Value[], layout: Layout, field: string): void => {
  for (const one of all) writeLayout(writer, layout, groupOf(one, field));
};

const firstName = (layout: Layout): string => {
  const [first] = layout;
  if (first === undefined) return '';
  return 'name' in first ? first.name : first.kind;
};

/** Names of the fields that a layout can hold, groups inside not counted. */
export const namesOf = (layout: Layout): readonly string[] =>
  layout.flatMap((part) => {
    if ('name' in part) return [part.name];
    if (part.kind === 'choice') return [...part.cases.values(), part.other].flatMap(namesOf);
    if (part.kind === 'extras') return ['extras', 'extrasRest'];
    return part.kind === 'parameters' ? ['parameters'] : namesOf(part.layout);
  });

const itemBytes = (item: Values, layouts: readonly Layout[], field: string): Uint8Array => {
  const { value } = item;
  if (value instanceof Uint8Array) return value;
  const layout = layouts[item['layout'] === undefined ? 0 : numberOf(item, 'layout')];
  if (layout === undefined || value === undefined) throw wrong(field, 'bytes, or a value of a known layout');
  const writer = new Writer();
  writeLayout(writer, layout, isValues(value) ? value : { value });
  return writer.done();
};

/** Bytes of the value of one additional position item. Throws `jtt808.range` when it does not fit its layout. */
export const extraBytes = (extra: Values): Uint8Array => {
  const id = numberOf(extra, 'id');
  return itemBytes(extra, extraLayouts(id), `extras.${id.toString(16)}`);
};

const writeExtras = (writer: Writer, values: Values): void => {
  for (const item of listOf(values, 'extras')) {
    const extra = groupOf(item, 'extras');
    writer.uint(1, numberOf(extra, 'id'), 'extras.id');
    writeSized(writer, 1, extraBytes(extra), 'extras.length');
  }
  if (values['extrasRest'] !== undefined) writer.raw(bytesOf(values, 'extrasRest'));
};

const writeParameters = (writer: Writer, values: Values, countSize: Width): void => {
  const all = listOf(values, 'parameters');
  writer.uint(countSize, all.length, 'parameters');
  for (const item of all) {
    const parameter = groupOf(item, 'parameters');
    const id = numberOf(parameter, 'id');
    writer.uint(4, id, 'parameters.id');
    const content = itemBytes(parameter, parameterLayouts(id), `parameters.${id.toString(16)}`);
    writeSized(writer, 1, content, 'parameters.length');
  }
};

const writeNamed = (writer: Writer, part: Extract<Part, { readonly name: string }>, values: Values): void => {
  const { name } = part;
  switch (part.kind) {
    case 'uint':
      return writer.uint(part.size, numberOf(values, name), name);
    case 'bcd':
      return writer.bcd(part.size, textOf(values, name), name);
    case 'padded':
      return writer.padded(part.size, textOf(values, name), name);
    case 'raw':
      if (bytesOf(values, name).length !== part.size) throw wrong(name, `${part.size} bytes`);
      return writer.raw(bytesOf(values, name));
    case 'text':
      return writeSized(writer, part.lengthSize, encodeText(textOf(values, name)), name);
    case 'bytes':
      return writeSized(writer, part.lengthSize, bytesOf(values, name), name);
    case 'rest-text':
      return writer.raw(encodeText(textOf(values, name)));
    case 'rest-bytes':
      return writer.raw(bytesOf(values, name));
    case 'numbers':
      writer.uint(part.countSize, listOf(values, name).length, name);
      for (const value of listOf(values, name)) writer.uint(part.size, numberOf({ [name]: value }, name), name);
      return;
    case 'list':
      writer.uint(part.countSize, listOf(values, name).length, name);
      return writeGroups(writer, listOf(values, name), part.layout, name);
    case 'open-list':
      return writeGroups(writer, listOf(values, name), part.layout, name);
    case 'counted':
      if (listOf(values, name).length !== numberOf(values, part.by)) throw wrong(part.by, `the length of ${name}`);
      return writeGroups(writer, listOf(values, name), part.layout, name);
    case 'group':
      return writeLayout(writer, part.layout, groupOf(values[name], name));
  }
};

const writeWithin = (writer: Writer, lengthSize: Width, layout: Layout, values: Values): void => {
  const inner = new Writer();
  writeLayout(inner, layout, values);
  writeSized(writer, lengthSize, inner.done(), firstName(layout));
};

/** Writes the fields of a layout; throws `jtt808.range` for a missing field or a value that does not fit. */
export const writeLayout = (writer: Writer, layout: Layout, values: Values): void => {
  for (const part of layout) {
    if ('name' in part) {
      writeNamed(writer, part, values);
      continue;
    }
    switch (part.kind) {
      case 'within':
        writeWithin(writer, part.lengthSize, part.layout, values);
        break;
      case 'if-bit':
        if ((numberOf(values, part.of) & part.mask) !== 0) writeLayout(writer, part.layout, values);
        break;
      case 'optional':
        if (values[firstName(part.layout)] !== undefined) writeLayout(writer, part.layout, values);
        break;
      case 'choice':
        writeLayout(writer, part.cases.get(numberOf(values, part.of)) ?? part.other, values);
        break;
      case 'extras':
        writeExtras(writer, values);
        break;
      case 'parameters':
        writeParameters(writer, values, part.countSize);
        break;
    }
  }
};

import { Reader } from './reader.ts';

/** Piece of an element's content or of an attribute's value. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'substitution'; readonly index: number }
  | ElementNode
  | InstanceNode;

/** An element as written, before values are put in. */
export interface ElementNode {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: readonly AttributeNode[];
  readonly children: readonly Part[];
}

/** An attribute as written. */
interface AttributeNode {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** A template together with the values of one record. */
interface InstanceNode {
  readonly kind: 'instance';
  readonly template: readonly Part[];
  readonly values: readonly ValueSlot[];
}

/** Where a value of a template instance lies in its chunk; decoded when it is rendered. */
export interface ValueSlot {
  readonly type: number;
  readonly start: number;
  readonly size: number;
}

/** What the parser shares over all records of one chunk. */
export interface ChunkContext {
  readonly bytes: Buffer;
  /** Offset of the chunk in the file. */
  readonly base: number;
  /** Parsed template definitions by their offset in the chunk. */
  readonly templates: Map<number, readonly Part[]>;
  /** Offsets of the definitions that are being parsed. */
  readonly opening: Set<number>;
  readonly names: Map<number, string>;
}

/** Deepest element nesting; Windows itself writes fewer than ten levels. */
const MAX_DEPTH = 32;
/** Most substitution values of one template instance. */
const MAX_VALUES = 1024;

const TOKEN = {
  eof: 0x00,
  openStart: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  endElement: 0x04,
  value: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  charRef: 0x08,
  entityRef: 0x09,
  piTarget: 0x0a,
  piData: 0x0b,
  templateInstance: 0x0c,
  substitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragmentHeader: 0x0f,
} as const;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Element starts carry a two-byte dependency id in a template; directly in a record or in a value they do not. */
export type FragmentPlace = 'template' | 'direct';

/**
 * Parses one BinXML fragment (MS-EVEN6 2.2.12, with the chunk-relative name and template offsets of EVTX files) up to
 * its end-of-fragment token or the end of the reader. Throws `logs.bad_evtx`.
 */
export const parseFragment = (
  chunk: ChunkContext,
  reader: Reader,
  place: FragmentPlace,
  depth: number,
): readonly Part[] => {
  const parts: Part[] = [];
  while (reader.pos < reader.end) {
    const token = reader.u8() & ~0x40;
    if (token === TOKEN.eof) break;
    if (token === TOKEN.fragmentHeader) reader.take(3);
    else if (token === TOKEN.templateInstance) parts.push(parseInstance(chunk, reader, depth));
    else parts.push(...parseContent(chunk, reader, token, place, depth));
  }
  return parts;
};

const parseContent = (
  chunk: ChunkContext,
  reader: Reader,
  token: number,
  place: FragmentPlace,
  depth: number,
): readonly Part[] => {
  switch (token) {
    case TOKEN.openStart:
      return [parseElement(chunk, reader, place, depth)];
    case TOKEN.value:
      if (reader.u8() !== 1) throw reader.fail('literal value that is not a string');
      return [{ kind: 'text', text: reader.text(reader.u16()) }];
    case TOKEN.cdata:
      return [{ kind: 'text', text: reader.text(reader.u16()) }];
    case TOKEN.charRef:
      return [{ kind: 'text', text: String.fromCharCode(reader.u16()) }];
    case TOKEN.entityRef: {
      const name = readName(chunk, reader);
      return [{ kind: 'text', text: ENTITIES[name] ?? `&${name};` }];
    }
    case TOKEN.substitution:
    case TOKEN.optionalSubstitution: {
      const index = reader.u16();
      reader.u8();
      return [{ kind: 'substitution', index }];
    }
    case TOKEN.piTarget:
      readName(chunk, reader);
      return [];
    case TOKEN.piData:
      reader.text(reader.u16());
      return [];
    default:
      throw reader.fail(`unknown BinXML token 0x${token.toString(16)}`);
  }
};

const parseElement = (chunk: ChunkContext, reader: Reader, place: FragmentPlace, depth: number): ElementNode => {
  if (depth >= MAX_DEPTH) throw reader.fail('elements are nested too deep');
  const hasAttributes = (reader.bytes[reader.pos - 1] ?? 0) & 0x40;
  if (place === 'template') reader.take(2);
  reader.take(4);
  const name = readName(chunk, reader);
  if (hasAttributes) reader.take(4);
  const attributes: AttributeNode[] = [];
  let token = reader.u8() & ~0x40;
  while (token === TOKEN.attribute) {
    const attribute = readName(chunk, reader);
    const parts: Part[] = [];
    token = reader.u8() & ~0x40;
    while (token !== TOKEN.attribute && token !== TOKEN.closeStart && token !== TOKEN.closeEmpty) {
      if (token === TOKEN.openStart) throw reader.fail('element inside an attribute');
      parts.push(...parseContent(chunk, reader, token, place, depth));
      token = reader.u8() & ~0x40;
    }
    attributes.push({ name: attribute, parts });
  }
  if (token === TOKEN.closeEmpty) return { kind: 'element', name, attributes, children: [] };
  if (token !== TOKEN.closeStart) throw reader.fail(`token 0x${token.toString(16)} inside a start tag`);
  return { kind: 'element', name, attributes, children: parseChildren(chunk, reader, place, depth + 1) };
};

const parseChildren = (chunk: ChunkContext, reader: Reader, place: FragmentPlace, depth: number): readonly Part[] => {
  const children: Part[] = [];
  for (;;) {
    const token = reader.u8() & ~0x40;
    if (token === TOKEN.endElement) return children;
    if (token === TOKEN.templateInstance) children.push(parseInstance(chunk, reader, depth));
    else children.push(...parseContent(chunk, reader, token, place, depth));
  }
};

/** Names are stored once per chunk; the first user carries the text inline, right after its own offset. */
const readName = (chunk: ChunkContext, reader: Reader): string => {
  const offset = reader.u32();
  const inline = offset === reader.pos;
  const known = chunk.names.get(offset);
  if (known !== undefined && !inline) return known;
  const source = inline ? reader : new Reader(chunk.bytes, chunk.base, offset, chunk.bytes.length);
  source.take(6);
  const name = source.text(source.u16());
  source.take(2);
  chunk.names.set(offset, name);
  return name;
};

const parseInstance = (chunk: ChunkContext, reader: Reader, depth: number): InstanceNode => {
  if (depth >= MAX_DEPTH) throw reader.fail('templates are nested too deep');
  reader.take(5);
  const offset = reader.u32();
  const inline = offset === reader.pos;
  const template = readTemplate(
    chunk,
    inline ? reader : new Reader(chunk.bytes, chunk.base, offset, chunk.bytes.length),
    offset,
    depth,
  );
  const count = reader.u32();
  if (count > MAX_VALUES) throw reader.fail(`template instance with ${count} values`);
  const heads = reader.take(count * 4);
  const values: ValueSlot[] = [];
  for (let index = 0; index < count; index += 1) {
    const head = heads + index * 4;
    const size = reader.bytes.readUInt16LE(head);
    values.push({ type: reader.bytes.readUInt8(head + 2), start: reader.take(size), size });
  }
  return { kind: 'instance', template, values };
};

const readTemplate = (chunk: ChunkContext, source: Reader, offset: number, depth: number): readonly Part[] => {
  source.take(20);
  const size = source.u32();
  const start = source.take(size);
  const known = chunk.templates.get(offset);
  if (known !== undefined) return known;
  // Definitions are found by offset, so a forged one can name itself; parsing it would branch without end.
  if (chunk.opening.has(offset)) throw source.fail('a template contains itself');
  chunk.opening.add(offset);
  try {
    const reader = new Reader(chunk.bytes, chunk.base, start, start + size);
    const template = parseFragment(chunk, reader, 'template', depth + 1);
    chunk.templates.set(offset, template);
    return template;
  } finally {
    chunk.opening.delete(offset);
  }
};

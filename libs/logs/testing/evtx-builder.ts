import { crc32 } from 'node:zlib';

/** A typed substitution value: BinXML type code and its bytes. */
export interface BuiltValue {
  readonly type: number;
  readonly bytes: Buffer;
}

/**
 * Content of an element: literal text, a value that becomes a substitution, a child, or the number of a substitution to
 * use again.
 */
type BuiltPart = string | BuiltValue | BuiltElement | number;

/** An element to be written. */
export interface BuiltElement {
  readonly name: string;
  readonly attributes?: readonly { readonly name: string; readonly value: string | BuiltValue }[];
  readonly children?: readonly BuiltPart[];
}

/** A record to be written. */
export interface BuiltRecord {
  readonly id: bigint;
  /** FILETIME: 100 ns ticks since 1601. */
  readonly ticks: bigint;
  readonly root: BuiltElement;
}

/** Chunk-relative offset of the first record's template definition; forged files point there. */
export const FIRST_TEMPLATE = 512 + 24 + 4 + 10;

const CHUNK = 65_536;

/** Constructors of the value types, named as in MS-EVEN6. */
export const value = {
  none: (): BuiltValue => ({ type: 0x00, bytes: Buffer.alloc(0) }),
  string: (text: string): BuiltValue => ({ type: 0x01, bytes: Buffer.from(text, 'utf16le') }),
  ansi: (text: string): BuiltValue => ({ type: 0x02, bytes: Buffer.from(text, 'latin1') }),
  strings: (texts: readonly string[]): BuiltValue => ({
    type: 0x81,
    bytes: Buffer.from(texts.map((text) => `${text}\0`).join(''), 'utf16le'),
  }),
  uint8: (number: number): BuiltValue => ({ type: 0x04, bytes: Buffer.from([number]) }),
  uint16: (number: number): BuiltValue => ({ type: 0x06, bytes: little(2, (bytes) => bytes.writeUInt16LE(number)) }),
  int32: (number: number): BuiltValue => ({ type: 0x07, bytes: little(4, (bytes) => bytes.writeInt32LE(number)) }),
  uint32: (number: number): BuiltValue => ({ type: 0x08, bytes: little(4, (bytes) => bytes.writeUInt32LE(number)) }),
  int64: (number: bigint): BuiltValue => ({ type: 0x09, bytes: little(8, (bytes) => bytes.writeBigInt64LE(number)) }),
  uint64: (number: bigint): BuiltValue => ({ type: 0x0a, bytes: little(8, (bytes) => bytes.writeBigUInt64LE(number)) }),
  double: (number: number): BuiltValue => ({ type: 0x0c, bytes: little(8, (bytes) => bytes.writeDoubleLE(number)) }),
  bool: (flag: number): BuiltValue => ({ type: 0x0d, bytes: little(4, (bytes) => bytes.writeUInt32LE(flag)) }),
  binary: (bytes: Uint8Array): BuiltValue => ({ type: 0x0e, bytes: Buffer.from(bytes) }),
  guid: (bytes: Uint8Array): BuiltValue => ({ type: 0x0f, bytes: Buffer.from(bytes) }),
  fileTime: (ticks: bigint): BuiltValue => ({ type: 0x11, bytes: little(8, (bytes) => bytes.writeBigUInt64LE(ticks)) }),
  systemTime: (parts: readonly number[]): BuiltValue => ({
    type: 0x12,
    bytes: little(16, (bytes) => parts.forEach((part, index) => bytes.writeUInt16LE(part, index * 2))),
  }),
  sid: (authority: number, parts: readonly number[]): BuiltValue => ({
    type: 0x13,
    bytes: little(8 + parts.length * 4, (bytes) => {
      bytes.writeUInt8(1, 0);
      bytes.writeUInt8(parts.length, 1);
      bytes.writeUIntBE(authority, 2, 6);
      parts.forEach((part, index) => bytes.writeUInt32LE(part, 8 + index * 4));
    }),
  }),
  hex32: (number: number): BuiltValue => ({ type: 0x14, bytes: little(4, (bytes) => bytes.writeUInt32LE(number)) }),
  hex64: (number: bigint): BuiltValue => ({ type: 0x15, bytes: little(8, (bytes) => bytes.writeBigUInt64LE(number)) }),
  uint32s: (numbers: readonly number[]): BuiltValue => ({
    type: 0x88,
    bytes: little(numbers.length * 4, (bytes) =>
      numbers.forEach((number, index) => bytes.writeUInt32LE(number, index * 4)),
    ),
  }),
  /**
   * A fragment inside a value, as UserData events carry it; its names are inline and its elements have no dependency
   * id.
   */
  fragment: (name: string, text: string): BuiltValue => ({ type: 0x21, bytes: Buffer.from(`${name}=${text}`, 'utf8') }),
};

const little = (size: number, write: (bytes: Buffer) => void): Buffer => {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return bytes;
};

/** Writes one chunk: names and template definitions once, later uses by offset, as Windows does. */
class ChunkWriter {
  readonly bytes = Buffer.alloc(CHUNK);
  pos = 512;
  private readonly names = new Map<string, number>();
  private readonly templates = new Map<string, number>();

  record(record: BuiltRecord): void {
    const start = this.pos;
    this.u32(0x2a2a);
    this.u32(0);
    this.bytes.writeBigUInt64LE(record.id, this.skip(8));
    this.bytes.writeBigUInt64LE(record.ticks, this.skip(8));
    const values: BuiltValue[] = [];
    collect(record.root, values);
    this.put(0x0f, 1, 1, 0);
    this.instance(record.root, values);
    this.put(0);
    while ((this.pos + 4 - start) % 8 !== 0) this.put(0);
    const size = this.pos + 4 - start;
    this.u32(size);
    this.bytes.writeUInt32LE(size, start + 4);
  }

  private instance(root: BuiltElement, values: readonly BuiltValue[]): void {
    this.put(0x0c, 1);
    this.u32(7);
    const key = JSON.stringify(root, (_key, item: unknown) => (isValue(item) ? '%' : item));
    const known = this.templates.get(key);
    this.u32(known ?? this.pos + 4);
    if (known === undefined) this.definition(root, key);
    this.u32(values.length);
    const heads = this.skip(values.length * 4);
    values.forEach((item, index) => {
      const start = this.pos;
      if (item.type === 0x21) this.fragment(item.bytes.toString('utf8'));
      else item.bytes.copy(this.bytes, this.skip(item.bytes.length));
      this.bytes.writeUInt16LE(this.pos - start, heads + index * 4);
      this.bytes.writeUInt8(item.type, heads + index * 4 + 2);
    });
  }

  private definition(root: BuiltElement, key: string): void {
    this.templates.set(key, this.pos);
    this.skip(20);
    const sizeAt = this.skip(4);
    this.put(0x0f, 1, 1, 0);
    this.element(root, { next: 0 });
    this.put(0);
    this.bytes.writeUInt32LE(this.pos - sizeAt - 4, sizeAt);
  }

  private element(node: BuiltElement, counter: { next: number }): void {
    const attributes = node.attributes ?? [];
    this.put(attributes.length === 0 ? 0x01 : 0x41, 0xff, 0xff);
    this.u32(0);
    this.name(node.name);
    if (attributes.length > 0) this.u32(0);
    attributes.forEach((attribute, index) => {
      this.put(index === attributes.length - 1 ? 0x06 : 0x46);
      this.name(attribute.name);
      this.part(attribute.value, counter);
    });
    if (node.children === undefined) {
      this.put(0x03);
      return;
    }
    this.put(0x02);
    for (const child of node.children) this.part(child, counter);
    this.put(0x04);
  }

  private part(part: BuiltPart, counter: { next: number }): void {
    if (typeof part === 'number') this.put(0x0d, part, 0, 0x01);
    else if (typeof part === 'string') {
      this.put(0x05, 0x01);
      this.text(part);
    } else if (isValue(part)) {
      this.put(0x0e, counter.next & 0xff, counter.next >> 8, part.type);
      counter.next += 1;
    } else this.element(part, counter);
  }

  private fragment(source: string): void {
    const [name = '', text = ''] = source.split('=');
    this.put(0x0f, 1, 1, 0, 0x01);
    this.u32(0);
    this.name(name);
    this.put(0x02, 0x05, 0x01);
    this.text(text);
    this.put(0x04, 0x00);
  }

  private name(name: string): void {
    const known = this.names.get(name);
    this.u32(known ?? this.pos + 4);
    if (known !== undefined) return;
    this.names.set(name, this.pos);
    this.skip(6);
    this.text(name);
    this.put(0, 0);
  }

  private text(text: string): void {
    this.put(text.length & 0xff, text.length >> 8);
    this.bytes.write(text, this.skip(text.length * 2), 'utf16le');
  }

  private put(...bytes: readonly number[]): void {
    for (const byte of bytes) this.bytes.writeUInt8(byte, this.skip(1));
  }

  private u32(number: number): void {
    this.bytes.writeUInt32LE(number, this.skip(4));
  }

  private skip(count: number): number {
    const start = this.pos;
    this.pos += count;
    return start;
  }

  finish(): Buffer {
    const { bytes } = this;
    bytes.write('ElfChnk\0', 0, 'latin1');
    bytes.writeUInt32LE(128, 40);
    bytes.writeUInt32LE(this.pos, 48);
    bytes.writeUInt32LE(crc32(bytes.subarray(512, this.pos)), 52);
    bytes.writeUInt32LE(crc32(bytes.subarray(128, 512), crc32(bytes.subarray(0, 120))), 124);
    return bytes;
  }
}

const isValue = (part: unknown): part is BuiltValue =>
  typeof part === 'object' && part !== null && 'type' in part && 'bytes' in part;

const collect = (node: BuiltElement, values: BuiltValue[]): void => {
  for (const attribute of node.attributes ?? []) if (isValue(attribute.value)) values.push(attribute.value);
  for (const child of node.children ?? []) {
    if (isValue(child)) values.push(child);
    else if (typeof child === 'object') collect(child, values);
  }
};

/** A valid EVTX file with one chunk per group of records. Records have to fit their chunk. */
export const buildEvtx = (chunks: readonly (readonly BuiltRecord[])[]): Buffer => {
  const header = Buffer.alloc(4096);
  header.write('ElfFile\0', 0, 'latin1');
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(4096, 40);
  header.writeUInt16LE(chunks.length, 42);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  const written = chunks.map((records) => {
    const writer = new ChunkWriter();
    for (const record of records) writer.record(record);
    return writer.finish();
  });
  return Buffer.concat([header, ...written]);
};

/** A record in the form of a Sysmon event with the given EventData fields. */
export const sysmonRecord = (id: number, eventId: number, data: Readonly<Record<string, string>>): BuiltRecord => ({
  id: BigInt(id),
  ticks: 133_000_000_000_000_000n + BigInt(id) * 10_000_000n,
  root: {
    name: 'Event',
    attributes: [{ name: 'xmlns', value: 'http://schemas.microsoft.com/win/2004/08/events/event' }],
    children: [
      {
        name: 'System',
        children: [
          { name: 'Provider', attributes: [{ name: 'Name', value: 'Microsoft-Windows-Sysmon' }] },
          { name: 'EventID', children: [value.uint16(eventId)] },
          { name: 'Level', children: [value.uint8(4)] },
          {
            name: 'TimeCreated',
            attributes: [{ name: 'SystemTime', value: value.fileTime(133_000_000_000_000_000n) }],
          },
          { name: 'Correlation', children: [] },
          { name: 'Channel', children: ['Microsoft-Windows-Sysmon/Operational'] },
          { name: 'Computer', children: [value.string('ws-01')] },
        ],
      },
      {
        name: 'EventData',
        children: Object.entries(data).map(([name, text]) => ({
          name: 'Data',
          attributes: [{ name: 'Name', value: name }],
          children: [value.string(text)],
        })),
      },
    ],
  },
});

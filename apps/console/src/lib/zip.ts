/** A file for {@link zipStored}. */
export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const LOCAL_HEADER = 30;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;
const UTF8_NAMES = 0x0800;

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of ISO 3309, as ZIP uses it. */
export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
};

const commonFields = (view: DataView, at: number, entry: ZipEntry, nameLength: number): void => {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint32(at + 10, crc32(entry.bytes), true);
  view.setUint32(at + 14, entry.bytes.length, true);
  view.setUint32(at + 18, entry.bytes.length, true);
  view.setUint16(at + 22, nameLength, true);
};

/** Packs files into a ZIP without compression (APPNOTE 6.3, stored): rule folders are small and are read at once. */
export const zipStored = (entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> => {
  const names = entries.map(({ path }) => new TextEncoder().encode(path));
  const nameBytes = names.reduce((sum, name) => sum + name.length, 0);
  const dataBytes = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const directoryAt = entries.length * LOCAL_HEADER + nameBytes + dataBytes;
  const directoryBytes = entries.length * CENTRAL_HEADER + nameBytes;
  const out = new Uint8Array(directoryAt + directoryBytes + END_RECORD);
  const view = new DataView(out.buffer);
  let at = 0;
  let directory = directoryAt;
  entries.forEach((entry, index) => {
    const name = names[index] ?? new Uint8Array();
    view.setUint32(directory, 0x02014b50, true);
    view.setUint16(directory + 4, 20, true);
    commonFields(view, directory + 6, entry, name.length);
    view.setUint32(directory + 42, at, true);
    out.set(name, directory + CENTRAL_HEADER);
    directory += CENTRAL_HEADER + name.length;
    view.setUint32(at, 0x04034b50, true);
    commonFields(view, at + 4, entry, name.length);
    out.set(name, at + LOCAL_HEADER);
    out.set(entry.bytes, at + LOCAL_HEADER + name.length);
    at += LOCAL_HEADER + name.length + entry.bytes.length;
  });
  view.setUint32(directory, 0x06054b50, true);
  view.setUint16(directory + 8, entries.length, true);
  view.setUint16(directory + 10, entries.length, true);
  view.setUint32(directory + 12, directoryBytes, true);
  view.setUint32(directory + 16, directoryAt, true);
  return out;
};

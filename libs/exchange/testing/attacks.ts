import { readZip, writeZip, type ZipEntry } from '../src/zip/index.ts';

const LIMITS = { maxEntries: 100, maxEntryBytes: 1 << 26, maxTotalBytes: 1 << 27, folders: 'refuse' } as const;
const encoder = new TextEncoder();

/** Writes a name of the same length over another one, in local header and directory. */
const renamed = (bytes: Uint8Array, from: string, to: string): Uint8Array => {
  const copy = Buffer.from(bytes);
  const old = encoder.encode(from);
  const wanted = encoder.encode(to);
  if (old.length !== wanted.length) throw new Error('names differ in length');
  for (let at = copy.indexOf(old); at >= 0; at = copy.indexOf(old, at + 1)) copy.set(wanted, at);
  return new Uint8Array(copy);
};

const patched = (bytes: Uint8Array, change: (view: DataView, central: number, end: number) => void): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  const end = copy.length - 22;
  change(view, view.getUint32(end + 16, true), end);
  return copy;
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const changed = (bytes: Uint8Array, change: (entries: readonly ZipEntry[]) => readonly ZipEntry[]): Uint8Array =>
  writeZip(change(readZip(bytes, LIMITS)), 'store');
const without = (bytes: Uint8Array, name: string): Uint8Array =>
  changed(bytes, (entries) => entries.filter((each) => each.name !== name));
const extra = (bytes: Uint8Array, name: string): Uint8Array =>
  changed(bytes, (entries) => [...entries, { name, bytes: encoder.encode('x') }]);

/** Bytes that must not be read as a package, each made of one that is right, with the code it is refused with. */
export const attacks = (right: Uint8Array): readonly (readonly [string, Uint8Array, string])[] => [
  ['nothing', new Uint8Array(), 'exchange.zip'],
  ['a path out of the folder', renamed(right, 'form.json', '../f.json'), 'exchange.name'],
  ['an absolute path', renamed(right, 'form.json', '/orm.json'), 'exchange.name'],
  ['a path of Windows', renamed(right, 'form.json', String.raw`..\f.json`), 'exchange.name'],
  ['a drive letter', renamed(right, 'form.json', 'c:rm.json'), 'exchange.name'],
  ['a zero byte in a name', renamed(right, 'form.json', 'form\u0000json'), 'exchange.name'],
  ['a name twice', renamed(extra(right, 'form.pdx'), 'form.pdx', 'form.pdf'), 'exchange.name'],
  ['the same name in capitals', renamed(extra(right, 'form.pdx'), 'form.pdx', 'FORM.PDF'), 'exchange.name'],
  ['bytes behind', joined(right, Uint8Array.of(0)), 'exchange.zip'],
  ['bytes before', joined(Uint8Array.of(0), right), 'exchange.zip'],
  ['the last byte missing', right.subarray(0, -1), 'exchange.zip'],
  ['the first half', right.subarray(0, right.length >> 1), 'exchange.zip'],
  [
    'a symbolic link',
    patched(right, (view, at) => {
      view.setUint8(at + 5, 3);
      view.setUint32(at + 38, (0o120777 << 16) >>> 0, true);
    }),
    'exchange.zip',
  ],
  ['an encrypted entry', patched(right, (view, at) => view.setUint16(at + 8, 1, true)), 'exchange.zip'],
  ['a size that lies', patched(right, (view, at) => view.setUint32(at + 24, 0x7fff_ffff, true)), 'exchange.zip'],
  [
    'a size of four gigabytes in both places',
    patched(right, (view, at) => {
      for (const place of [at + 20, at + 24]) view.setUint32(place, 0xffff_fff0, true);
    }),
    'exchange.too-large',
  ],
  [
    'more entries than there are',
    patched(right, (view, _, end) => {
      view.setUint16(end + 8, 60_000, true);
      view.setUint16(end + 10, 60_000, true);
    }),
    'exchange.too-large',
  ],
  ['a directory elsewhere', patched(right, (view, _, end) => view.setUint32(end + 16, 1, true)), 'exchange.zip'],
  ['entries that overlap', patched(right, (view, at) => view.setUint32(at + 42, 30, true)), 'exchange.zip'],
  ['a comment', patched(right, (view, _, end) => view.setUint16(end + 20, 1, true)), 'exchange.zip'],
  ['no manifest', without(right, 'manifest.json'), 'exchange.manifest'],
  ['no signature', without(right, 'signature.p7s'), 'exchange.manifest'],
  ['a part missing', without(right, 'form.pdf'), 'exchange.manifest'],
  ['an unknown part', extra(right, 'attachments/more.txt'), 'exchange.manifest'],
  ['a program', extra(right, 'run.exe'), 'exchange.manifest'],
  ['a bomb', writeZip([{ name: 'manifest.json', bytes: new Uint8Array(40 << 20) }], 'deflate'), 'exchange.too-large'],
];

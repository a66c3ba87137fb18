import { readZip, writeZip } from '@chedun/exchange/zip';

const LIMITS = { maxEntries: 2000, maxEntryBytes: 128 * 1024 * 1024, maxTotalBytes: 256 * 1024 * 1024 } as const;
const STAMP = /(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)/g;

const stamped = (bytes: Uint8Array, at: number): Uint8Array => {
  const moment = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(STAMP, `$1${moment}$2`));
};

/** The same office file without anything that differs from one making to the next: times of packing, order, time of making. */
export const normalised = (file: Uint8Array, at: number): Uint8Array => {
  const entries = readZip(file, { ...LIMITS, folders: 'skip' });
  const changed = entries.map(({ name, bytes }) => ({
    name,
    bytes: name === 'docProps/core.xml' ? stamped(bytes, at) : bytes,
  }));
  const first = changed.filter(({ name }) => name === '[Content_Types].xml');
  const others = changed.filter(({ name }) => name !== '[Content_Types].xml');
  return writeZip([...first, ...others.toSorted((a, b) => (a.name < b.name ? -1 : 1))], 'deflate');
};

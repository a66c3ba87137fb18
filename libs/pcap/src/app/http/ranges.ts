/** Puts the parts of files together that were fetched in ranges, over any number of connections; only extents are kept. */
export interface RangeTracker {
  /** Notes bytes `from` to `to` (included) of a file; true when that completed it, once. */
  readonly add: (file: string, from: number, to: number, total: number) => boolean;
}

interface Extent {
  readonly from: number;
  readonly to: number;
}

const MAX_FILES = 1024;
const MAX_EXTENTS = 4096;

/** Joins a new extent with those it touches; the list stays sorted. */
const merged = (extents: readonly Extent[], added: Extent): Extent[] => {
  const apart = extents.filter(({ from, to }) => to + 1 < added.from || from > added.to + 1);
  const touching = extents.filter(({ from, to }) => to + 1 >= added.from && from <= added.to + 1);
  const joined = {
    from: Math.min(added.from, ...touching.map(({ from }) => from)),
    to: Math.max(added.to, ...touching.map(({ to }) => to)),
  };
  return [...apart, joined].toSorted((a, b) => a.from - b.from);
};

/** A tracker of at most 1,024 files at a time, the oldest goes first, with 4,096 separate extents each. */
export const createRangeTracker = (): RangeTracker => {
  const files = new Map<string, Extent[]>();
  const add = (file: string, from: number, to: number, total: number): boolean => {
    const [oldest] = files.keys();
    if (!files.has(file) && files.size >= MAX_FILES && oldest !== undefined) files.delete(oldest);
    const extents = merged(files.get(file) ?? [], { from, to });
    const first = extents[0];
    if (first !== undefined && first.from === 0 && first.to === total - 1) {
      files.delete(file);
      return true;
    }
    if (extents.length <= MAX_EXTENTS) files.set(file, extents);
    return false;
  };
  return { add };
};

/** Reads `Content-Range: bytes 0-999/37323` (RFC 9110, 14.4); undefined when it is anything else. */
export const readContentRange = (
  value: string | undefined,
): { readonly from: number; readonly to: number; readonly total: number } | undefined => {
  const parts = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(value ?? '');
  if (parts === null) return undefined;
  const [from, to, total] = parts.slice(1).map(Number);
  if (from === undefined || to === undefined || total === undefined) return undefined;
  return from <= to && to < total ? { from, to, total } : undefined;
};

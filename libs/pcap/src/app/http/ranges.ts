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

/** Extents `first` to `end` (not included) of a sorted list touch the one that is added, which covers them as `from` to `to`. */
interface Meeting extends Extent {
  readonly first: number;
  readonly end: number;
}

/** Parts mostly come in order, so the list is searched from its end. */
const meetingOf = (extents: readonly Extent[], added: Extent): Meeting => {
  let { from, to } = added;
  let first = extents.length;
  for (let one = extents[first - 1]; one !== undefined && one.to + 1 >= added.from; one = extents[first - 1])
    first -= 1;
  let end = first;
  for (let one = extents[end]; one !== undefined && one.from <= added.to + 1; one = extents[end]) {
    from = Math.min(from, one.from);
    to = Math.max(to, one.to);
    end += 1;
  }
  return { first, end, from, to };
};

/** A tracker of at most 1,024 files at a time, the oldest goes first, with 4,096 separate extents each. */
export const createRangeTracker = (): RangeTracker => {
  const files = new Map<string, Extent[]>();
  const open = (file: string): Extent[] => {
    const extents: Extent[] = [];
    if (files.size >= MAX_FILES) for (const oldest of files.keys()) if (files.delete(oldest)) break;
    files.set(file, extents);
    return extents;
  };
  const add = (file: string, from: number, to: number, total: number): boolean => {
    const extents = files.get(file) ?? open(file);
    const meeting = meetingOf(extents, { from, to });
    if (meeting.from === 0 && meeting.to === total - 1) {
      files.delete(file);
      return true;
    }
    const isNew = meeting.first === meeting.end;
    if (isNew && extents.length >= MAX_EXTENTS) return false;
    extents.splice(meeting.first, meeting.end - meeting.first, { from: meeting.from, to: meeting.to });
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

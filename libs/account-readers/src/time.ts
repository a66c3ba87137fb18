const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** Days of 1970-01-01 in the calendar of spreadsheets. */
const SHEET_EPOCH = 25_569;
const FORM =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/;

const zoneMs = (zone: string): number => {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

const ofMs = (at: number): string | undefined => {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  return Number.isNaN(year) || year < 1970 || year > 9998 ? undefined : date.toISOString();
};

/** An instant as people and spreadsheets write it, as ISO 8601; without a zone it is the time of China. Undefined for anything else. */
export const readInstant = (text: string): string | undefined => {
  const trimmed = text.trim();
  if (/^\d{5}(\.\d{1,12})?$/.test(trimmed)) return ofMs((Number(trimmed) - SHEET_EPOCH) * DAY_MS - CHINA_MS);
  const found = FORM.exec(trimmed);
  if (found === null) return undefined;
  const [, year = '', month = '', day = '', hour = '0', minute = '0', second = '0', zone] = found;
  const [y, m, d, h, i, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate() || h > 23 || i > 59 || s > 59)
    return undefined;
  return ofMs(Date.UTC(y, m - 1, d, h, i, s) - (zone === undefined ? CHINA_MS : zoneMs(zone)));
};

/** Ticks of 100 ns since 1601 (FILETIME of Windows), as ISO 8601; undefined for 0 and for anything else. */
export const readFileTime = (text: string): string | undefined =>
  /^[1-9]\d{16,18}$/.test(text) ? ofMs(Number(BigInt(text) / 10_000n) - 11_644_473_600_000) : undefined;

import { decodeOerAt } from '@chedun/asn1/oer';
import { isDomainError } from '@chedun/kernel';
import type { Profile } from '../schema/message.ts';
import { MESSAGES } from '../schema/message.ts';
import { byteAt, skip, takeLength, uint32At, uint64At } from './primitives.ts';
import type { SpduView } from './view.ts';

const VERSION = 3;
const UNSECURED = 0x80;
const HAS_DATA = 0x40;
const HAS_HASH = 0x20;
const MOST_AID = 6;

/** Reads ToBeSignedData at the cursor; what is rare in it goes through the table-driven codec. */
export const scanTbs = (bytes: Uint8Array, view: SpduView, profile: Profile): boolean => {
  view.tbsStart = view.at;
  const fast = scanPayload(bytes, view) && scanHeader(bytes, view);
  if (!fast && !scanSlowly(bytes, view, profile)) return false;
  view.tbsEnd = view.at;
  return true;
};

const scanPayload = (bytes: Uint8Array, view: SpduView): boolean => {
  const preamble = byteAt(bytes, view.at);
  view.at += 1;
  if ((preamble & ~(HAS_DATA | HAS_HASH)) !== 0 || preamble <= 0) return false;
  if ((preamble & HAS_DATA) !== 0 && !scanUnsecured(bytes, view)) return false;
  return (preamble & HAS_HASH) === 0 || scanHash(bytes, view);
};

const scanUnsecured = (bytes: Uint8Array, view: SpduView): boolean => {
  if (byteAt(bytes, view.at) !== VERSION || byteAt(bytes, view.at + 1) !== UNSECURED) return false;
  view.at += 2;
  const length = takeLength(bytes, view);
  if (length < 0) return false;
  view.payloadStart = view.at;
  view.at += length;
  view.payloadEnd = view.at;
  return true;
};

/** HashedData: SHA-256 plain, the two others as open types. */
const scanHash = (bytes: Uint8Array, view: SpduView): boolean => {
  const tag = byteAt(bytes, view.at);
  view.at += 1;
  if (tag === 0x80) return skip(bytes, view, 32);
  const size = tag === 0x81 ? 48 : 32;
  return (tag === 0x81 || tag === 0x82) && takeLength(bytes, view) === size && skip(bytes, view, size);
};

/** HeaderInfo without additions and without a key for answers. */
const scanHeader = (bytes: Uint8Array, view: SpduView): boolean => {
  const preamble = byteAt(bytes, view.at);
  view.at += 1;
  if (preamble < 0 || (preamble & 0x83) !== 0 || !scanAid(bytes, view)) return false;
  if ((preamble & 0x40) !== 0 && !scanTime(bytes, view, 'generationTime')) return false;
  if ((preamble & 0x20) !== 0 && !scanTime(bytes, view, 'expiryTime')) return false;
  if ((preamble & 0x10) !== 0 && !scanLocation(bytes, view)) return false;
  if ((preamble & 0x08) !== 0 && !skip(bytes, view, 3)) return false;
  if ((preamble & 0x04) === 0) return true;
  return byteAt(bytes, view.at) === 0 && skip(bytes, view, 6);
};

const scanAid = (bytes: Uint8Array, view: SpduView): boolean => {
  const length = takeLength(bytes, view);
  if (length < 1 || length > MOST_AID || (length > 1 && byteAt(bytes, view.at) === 0)) return false;
  let aid = 0;
  for (let done = 0; done < length; done += 1) aid = aid * 256 + byteAt(bytes, view.at + done);
  view.aid = aid;
  view.at += length;
  return true;
};

const scanTime = (bytes: Uint8Array, view: SpduView, field: 'generationTime' | 'expiryTime'): boolean => {
  if (view.at + 8 > bytes.length) return false;
  const time = uint64At(bytes, view.at);
  view[field] = time;
  view.at += 8;
  return time >= 0;
};

const MOST_LATITUDE = 900_000_001;
const MOST_LONGITUDE = 1_800_000_001;

const scanLocation = (bytes: Uint8Array, view: SpduView): boolean => {
  if (view.at + 10 > bytes.length) return false;
  view.latitude = uint32At(bytes, view.at) | 0;
  view.longitude = uint32At(bytes, view.at + 4) | 0;
  view.hasLocation = true;
  view.at += 10;
  const { latitude, longitude } = view;
  return (
    latitude >= -900_000_000 && latitude <= MOST_LATITUDE && longitude >= -1_799_999_999 && longitude <= MOST_LONGITUDE
  );
};

/** The same by the codec: nested messages, additions, keys for answers, and whatever is wrong. */
const scanSlowly = (bytes: Uint8Array, view: SpduView, profile: Profile): boolean => {
  const { tbsStart } = view;
  view.payloadStart = -1;
  view.payloadEnd = -1;
  view.hasLocation = false;
  try {
    const { value, end } = decodeOerAt(MESSAGES[profile].ToBeSignedData, bytes, tbsStart, { canonical: true });
    const { headerInfo, payload } = value;
    view.aid = headerInfo.aid;
    view.generationTime = headerInfo.generationTime ?? -1;
    view.expiryTime = headerInfo.expiryTime ?? -1;
    const { generationLocation: place } = headerInfo;
    if (place !== undefined) {
      view.hasLocation = true;
      view.latitude = place.latitude;
      view.longitude = place.longitude;
    }
    view.at = end;
    return payload.data !== undefined || payload.extDataHash !== undefined;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    view.at = Math.min(bytes.length, error.detail.offset ?? tbsStart);
    return false;
  }
};

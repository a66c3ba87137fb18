import { INDICATOR_KINDS, type IndicatorKind } from '../indicator.ts';
import { looseUrlParts, urlKey } from '../values/urls.ts';
import type { HashPair } from './hash.ts';

/** Numbers of kinds, in the order of {@link INDICATOR_KINDS}. */
export const kindNumber: Readonly<Record<IndicatorKind, number>> = Object.fromEntries(
  INDICATOR_KINDS.map((kind, index) => [kind, index]),
) as Record<IndicatorKind, number>;

/** Adds a whole text as key. */
export const hashText = (pair: HashPair, seed: number, kind: IndicatorKind, text: string): void => {
  pair.begin(seed, kindNumber[kind]);
  for (let at = 0; at < text.length; at += 1) pair.add(text.charCodeAt(at));
  pair.finish();
};

/** Adds a name from its end, so that the hash of each suffix comes up on the way. */
export const hashName = (pair: HashPair, seed: number, name: string): void => {
  pair.begin(seed, kindNumber.domain);
  for (let at = name.length - 1; at >= 0; at -= 1) pair.add(name.charCodeAt(at));
  pair.finish();
};

/** Adds the bytes of an address. */
export const hashAddress = (pair: HashPair, seed: number, bytes: Uint8Array): void => {
  pair.begin(seed, kindNumber.ip);
  for (let at = 0; at < bytes.length; at += 2) pair.add(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
  pair.finish();
};

/** Adds an IPv4 address; the same key as {@link hashAddress} of its four bytes. */
export const hashV4 = (pair: HashPair, seed: number, address: number): void => {
  pair.begin(seed, kindNumber.ip);
  pair.add(address >>> 16);
  pair.add(address & 0xffff);
  pair.finish();
};

/** Text by which a value of an event or of an indicator is compared; undefined when it cannot be one of its kind. */
export const comparedText = (kind: IndicatorKind, value: string): string | undefined => {
  if (value === '' || value.length > 4_096) return undefined;
  if (kind === 'url') {
    const parts = looseUrlParts(value);
    return parts === undefined ? undefined : urlKey(parts);
  }
  if (kind === 'cert-serial')
    return hexOnly(value)
      .replace(/^0x/, '')
      .replace(/^0+(?=.)/, '');
  return kind.startsWith('cert-') ? hexOnly(value) : value.toLowerCase();
};

const hexOnly = (value: string): string => value.replaceAll(/[:\s-]/g, '').toLowerCase();

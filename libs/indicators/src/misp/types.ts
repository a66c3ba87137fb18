import { kindNamed } from '../values/value.ts';
import type { IndicatorKind } from '../indicator.ts';

/** Which part of a joined value (`a|b`) is looked up, and as what. */
export interface AttributeUse {
  readonly kind: IndicatorKind;
  readonly part: 'whole' | 'first' | 'second';
}

const JOINED: Readonly<Record<string, AttributeUse>> = {
  'ip-src|port': { kind: 'ip', part: 'first' },
  'ip-dst|port': { kind: 'ip', part: 'first' },
  'hostname|port': { kind: 'domain', part: 'first' },
  // The address of a pair is often shared with strangers: the name is what was meant.
  'domain|ip': { kind: 'domain', part: 'first' },
  'filename|md5': { kind: 'md5', part: 'second' },
  'filename|sha1': { kind: 'sha1', part: 'second' },
  'filename|sha256': { kind: 'sha256', part: 'second' },
};

const PLAIN = new Set([
  'ip-src',
  'ip-dst',
  'domain',
  'hostname',
  'url',
  'md5',
  'sha1',
  'sha256',
  'sm3',
  'ja3-fingerprint-md5',
  'ja4',
  'x509-fingerprint-md5',
  'x509-fingerprint-sha1',
  'x509-fingerprint-sha256',
  'email',
  'email-src',
  'email-dst',
]);

/** How an attribute of MISP is looked up; undefined for types that no event shows (names, comments, samples …). */
export const attributeUse = (type: string): AttributeUse | undefined => {
  const joined = JOINED[type];
  if (joined !== undefined) return joined;
  const kind = PLAIN.has(type) ? kindNamed(type) : undefined;
  return kind === undefined ? undefined : { kind, part: 'whole' };
};

/** The part of a value that counts. */
export const partOf = (value: string, part: AttributeUse['part']): string => {
  if (part === 'whole') return value;
  const cut = part === 'first' ? value.indexOf('|') : value.lastIndexOf('|');
  if (cut < 0) return value;
  return part === 'first' ? value.slice(0, cut) : value.slice(cut + 1);
};

const CONFIDENCE: Readonly<Record<string, number>> = {
  'completely-confident': 100,
  'usually-confident': 75,
  'fairly-confident': 50,
  'rarely-confident': 25,
  unconfident: 0,
};

/** Confidence from the tag `misp:confidence-level="usually-confident"`. */
export const confidenceTag = (tag: string): number | undefined => {
  const level = /^misp:confidence-level="([a-z-]+)"$/.exec(tag)?.[1];
  return level === undefined ? undefined : CONFIDENCE[level];
};

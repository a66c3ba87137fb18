/** Identifier octets of the universal types that DER of X.509 and CMS uses (X.690 8.1.2); constructed where the type is. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octet of a context tag from 0 to 30; primitive, for IMPLICIT tags of primitive types. */
export const context = (number: number): number => 0x80 | number;

/** Identifier octet of a context tag from 0 to 30; constructed, for EXPLICIT tags and for IMPLICIT ones of SEQUENCE and SET. */
export const contextOf = (number: number): number => 0xa0 | number;

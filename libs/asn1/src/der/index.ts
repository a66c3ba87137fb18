export { checkDer, compareDer } from './check.ts';
export type { DerLimits } from './check.ts';
export { oidBytes, oidText } from './oid.ts';
export { DerReader } from './reader.ts';
export type { BitString } from './reader.ts';
export { context, contextOf, TAG } from './tags.ts';
export { isPrintable, isStringTag, stringText } from './text.ts';
export {
  bitString,
  bmpString,
  bool,
  constructed,
  encodeDer,
  enumerated,
  explicit,
  generalizedTime,
  ia5String,
  implicit,
  int,
  namedBits,
  nul,
  octetString,
  oid,
  primitive,
  printableString,
  raw,
  seq,
  setOf,
  time,
  unsigned,
  utcTime,
  utf8String,
} from './writer.ts';
export type { Der } from './writer.ts';

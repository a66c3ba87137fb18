import type { Type, ValueOf } from '@chedun/asn1';
import { decodeOer, encodeOer } from '@chedun/asn1/oer';
import type { OerDecoded, OerLimits } from '@chedun/asn1/oer';
import { isDomainError } from '@chedun/kernel';
import { securityError } from './errors.ts';

/** How strictly, and how much, to read. */
export interface ReadOptions {
  /** Refuse what is not canonical OER; true when left away. */
  readonly canonical?: boolean;
  readonly limits?: Partial<OerLimits>;
}

/** Reads one value of a type that fills the bytes. Throws `v2xsec.format` with byte and field. */
export const readAs = <T extends Type>(
  type: T,
  bytes: Uint8Array,
  options: ReadOptions & { readonly track?: readonly Type[] } = {},
): OerDecoded<ValueOf<T>> => {
  try {
    return decodeOer(type, bytes, { ...options, canonical: options.canonical ?? true });
  } catch (error) {
    if (isDomainError(error)) throw securityError('v2xsec.format', error.detail, error);
    throw error;
  }
};

/** Writes one value in canonical OER. Throws `v2xsec.value` with the field. */
export const writeAs = <T extends Type>(type: T, value: ValueOf<T>): Uint8Array => {
  try {
    return encodeOer(type, value);
  } catch (error) {
    if (isDomainError(error)) throw securityError('v2xsec.value', error.detail, error);
    throw error;
  }
};

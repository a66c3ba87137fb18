import { decodeOer } from '@chedun/asn1/oer';
import type { Pdu, SecuredValue } from '@chedun/v2x-security';
import { MESSAGES, ScmsPdu } from '@chedun/v2x-security/schema';
import { asMessage } from './errors.ts';

/**
 * Reads a management message without the proof that its encoding is the canonical one, which costs as much again: for
 * messages inside an envelope that another authority signed, and that nobody hashes by their fields. Throws
 * `v2xpki.message`.
 */
export const readPdu = (bytes: Uint8Array): Pdu => asMessage(() => decodeOer(ScmsPdu, bytes).value);

/** The same for a secured message. Throws `v2xpki.message`. */
export const readMessage = (bytes: Uint8Array): SecuredValue =>
  asMessage(() => decodeOer(MESSAGES.cn.SecuredData, bytes).value);

import { toHex } from '../bytes.ts';
import { groupOf, scalarBytes } from '../crypto/group.ts';
import type { ExpansionCurve } from '../crypto/group.ts';

/**
 * The number that SEC 4 makes of a hash: its leftmost bits, one fewer than the order has (255 for the curves here).
 */
const numberOfHash = (hash: Uint8Array): bigint => BigInt(`0x${toHex(hash)}`) >> 1n;

/**
 * Public key of an implicit certificate: e·P + Q of the authority, with e from the hash of the certificate (SEC 4 2.5;
 * IEEE 1609.2 hashes H(tbs) ‖ H(issuer)). Implicit certificates are reserved in the Chinese format; here for export
 * vehicles and for reading foreign data.
 */
export const implicitPublicKey = (
  curve: ExpansionCurve,
  reconstruction: Uint8Array,
  authority: Uint8Array,
  certificateHash: Uint8Array,
): Uint8Array => {
  const group = groupOf(curve);
  return group.add(group.multiply(numberOfHash(certificateHash), reconstruction), authority);
};

/** Private key of an implicit certificate: e·k + r mod the order, 32 bytes (SEC 4 2.4). */
export const implicitPrivateKey = (
  curve: ExpansionCurve,
  requestScalar: Uint8Array,
  reconstructionValue: Uint8Array,
  certificateHash: Uint8Array,
): Uint8Array => {
  const { order } = groupOf(curve);
  const k = BigInt(`0x${toHex(requestScalar)}`);
  const r = BigInt(`0x${toHex(reconstructionValue)}`);
  return scalarBytes((numberOfHash(certificateHash) * k + r) % order);
};

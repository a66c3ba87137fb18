import type { Cursor } from './cursor.ts';
import type { Body, EncodableBody } from './frame.ts';
import { readSignature, writeSignature } from './signature.ts';
import type { Writer } from './writer.ts';

type Of<Kind extends Body['kind']> = Extract<Body, { readonly kind: Kind }>;

const CHIP_BYTES = 16;
const VIN_BYTES = 17;

/** Activation 09 (2025 Annex B): the chip registers its public key; the signature block has no FF mark. */
export const readActivation = (cursor: Cursor): Of<'activation'> => {
  const signedFrom = cursor.at;
  const time = cursor.time();
  const chipId = cursor.text(CHIP_BYTES);
  const publicKey = cursor.raw(cursor.uint(2));
  const vin = cursor.text(VIN_BYTES);
  const signedTo = cursor.at;
  const value = readSignature(cursor);
  const signature = { ...value, markerOffset: signedTo, signedFrom, signedTo, found: 'walk' as const };
  return { kind: 'activation', time, chipId, publicKey, vin, signature };
};

/** Writes an activation. */
export const writeActivation = (
  writer: Writer,
  body: Extract<EncodableBody, { readonly kind: 'activation' }>,
): void => {
  writer.time(body.time);
  writer.text(CHIP_BYTES, body.chipId, 'chipId');
  writer.uint(2, body.publicKey.length, 'publicKey');
  writer.raw(body.publicKey);
  writer.text(VIN_BYTES, body.vin, 'vin');
  writeSignature(writer, body.signature);
};

/** Activation answer 0A: status 01 ok / 02 failed, info 00 ok, 01 chip already active, 02 VIN duplicate. */
export const readActivationAnswer = (cursor: Cursor): Of<'activation-answer'> => ({
  kind: 'activation-answer',
  activated: cursor.uint(1),
  info: cursor.uint(1),
});

/** Writes an activation answer. */
export const writeActivationAnswer = (writer: Writer, body: Of<'activation-answer'>): void => {
  writer.uint(1, body.activated, 'activated');
  writer.uint(1, body.info, 'info');
};

/** Key exchange 0B (2025): the key that encrypts data units, with its validity. */
export const readKeyExchange = (cursor: Cursor): Of<'key-exchange'> => ({
  kind: 'key-exchange',
  keyType: cursor.uint(1),
  key: cursor.raw(cursor.uint(2)),
  validFrom: cursor.time(),
  validTo: cursor.time(),
});

/** Writes a key exchange. */
export const writeKeyExchange = (writer: Writer, body: Of<'key-exchange'>): void => {
  writer.uint(1, body.keyType, 'keyType');
  writer.uint(2, body.key.length, 'key');
  writer.raw(body.key);
  writer.time(body.validFrom);
  writer.time(body.validTo);
};

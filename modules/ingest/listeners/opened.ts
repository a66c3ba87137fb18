import { ENCRYPTION, isSealed, withUnit } from '@chedun/gbt32960';
import type { GatePass } from '../contract.ts';

/** An encrypted frame that the keys of the operator opened, in the two forms in which it goes on. */
export interface OpenedFrame {
  /** Like a frame that was never encrypted: for the desk and the columns. */
  readonly plain: Buffer;
  /** With the encryption byte as it came: for the event, which tells how it was sent. */
  readonly told: Buffer;
}

/** Opens an encrypted frame; undefined when it is none, or without a key that fits: then it goes on as it came. */
export const openFrame = (
  pass: GatePass | undefined,
  frame: Uint8Array,
  platform: string | null,
): OpenedFrame | undefined => {
  if (pass === undefined || !isSealed(frame)) return undefined;
  const unit = pass.decrypt(frame, platform);
  const plain = unit && withUnit(frame, unit, ENCRYPTION.none);
  const told = unit && withUnit(frame, unit, frame[21] ?? 0);
  return plain && told && { plain: Buffer.from(plain.buffer), told: Buffer.from(told.buffer) };
};

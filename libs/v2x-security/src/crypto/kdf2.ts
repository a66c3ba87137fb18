import { concat, numberBytes } from '../bytes.ts';
import { hashOf } from '../hashing.ts';

/** KDF2 with SHA-256 (IEEE 1363a 13.2, the same as ANSI X9.63): H(secret ‖ counter from 1 ‖ parameter) side by side. */
export const kdf2 = (secret: Uint8Array, parameter: Uint8Array, length: number): Uint8Array => {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    hashOf('sha256', secret, numberBytes(at + 1, 4), parameter),
  );
  return concat(...blocks).slice(0, length);
};

import { sm2Digest, sm2Z } from './identity.ts';
import { Sm2Verifier } from './verifier.ts';

const lazily = (make: () => Sm2Verifier): (() => Sm2Verifier) => {
  let made: Sm2Verifier | undefined;
  return () => (made ??= make());
};

const verifier = lazily(() => new Sm2Verifier({ keys: 1, batch: 1 }));

/**
 * Whether r||s (64 bytes) is the signature of a public key over a digest e of 32 bytes (GB/T 32918.2-2016, 7.1). Numbers
 * out of range are a wrong signature. Throws `gm.length`, `gm.key`. Many signatures are checked faster by `Sm2Verifier`.
 */
export const verifyDigest = (publicKey: Uint8Array, e: Uint8Array, signature: Uint8Array): boolean =>
  verifier().verify(publicKey, e, signature);

/** Whether r||s is the signature over a message, under the signer's identity (default 1234567812345678). As {@link verifyDigest}. */
export const verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array, id?: Uint8Array): boolean =>
  verifyDigest(publicKey, sm2Digest(sm2Z(publicKey, id), message), signature);

import { signatureFromDer, verify } from '@chedun/gm';
import { nodeVerifier, signatureAlgorithmOf, type SignatureVerifier } from '@chedun/x509';

/** Verifies requests: SM2 in the WebAssembly engine, which is several times faster for keys seen once, the rest by OpenSSL. */
export const requestVerifier: SignatureVerifier = {
  verify: (key, algorithm, message, signature) => {
    if (key.kind !== 'sm2') return nodeVerifier.verify(key, algorithm, message, signature);
    if (signatureAlgorithmOf(algorithm) !== 'sm2-sm3') return false;
    try {
      return verify(key.key, message, signatureFromDer(signature));
    } catch {
      return false;
    }
  },
};

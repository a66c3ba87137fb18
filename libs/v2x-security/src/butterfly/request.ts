import { expandPrivateKey, expandPublicKey } from './expansion.ts';
import type { ExpansionCipher, ExpansionIndex, ExpansionFunction } from './expansion.ts';
import type { ExpansionCurve } from '../crypto/group.ts';

/** An expansion as it stands in a request: cipher and key. */
export interface Expansion {
  readonly cipher: ExpansionCipher;
  readonly key: Uint8Array;
}

/**
 * Form of a request (AdditionalParams of IEEE 1609.2.1 and of the Chinese EeRaCertRequest).
 * `original`: two caterpillar keys, each with its expansion. `unified` and `compactUnified`: one key for both; they
 * differ in the answer, which the compact form only encrypts (to the certified key's cocoon) and does not sign.
 */
export type ButterflyForm =
  | {
      readonly kind: 'original';
      readonly signing: Expansion;
      readonly encryptionKey: Uint8Array;
      readonly encryption: Expansion;
    }
  | { readonly kind: 'unified' | 'compactUnified'; readonly expansion: Expansion };

/** Cocoon keys of one certificate: what is certified further, and what the answer is encrypted to. */
export interface CocoonKeys {
  readonly signing: Uint8Array;
  readonly encryption: Uint8Array;
}

const functionOf = (curve: ExpansionCurve, { cipher, key }: Expansion): ExpansionFunction => ({ curve, cipher, key });

/** Public cocoon keys (65 bytes each) for one place, from the caterpillar keys of a request. */
export const cocoonPublicKeys = (
  curve: ExpansionCurve,
  caterpillar: Uint8Array,
  form: ButterflyForm,
  index: ExpansionIndex,
): CocoonKeys => {
  if (form.kind === 'original')
    return {
      signing: expandPublicKey(caterpillar, functionOf(curve, form.signing), 'signing', index),
      encryption: expandPublicKey(form.encryptionKey, functionOf(curve, form.encryption), 'encryption', index),
    };
  const both = expandPublicKey(caterpillar, functionOf(curve, form.expansion), 'signing', index);
  return { signing: both, encryption: both };
};

/** Private cocoon keys (32 bytes each) of the vehicle for the same place; `encryptionScalar` for the original form. */
export const cocoonPrivateKeys = (
  curve: ExpansionCurve,
  scalar: Uint8Array,
  form: ButterflyForm,
  index: ExpansionIndex,
  encryptionScalar: Uint8Array = scalar,
): CocoonKeys => {
  if (form.kind === 'original')
    return {
      signing: expandPrivateKey(scalar, functionOf(curve, form.signing), 'signing', index),
      encryption: expandPrivateKey(encryptionScalar, functionOf(curve, form.encryption), 'encryption', index),
    };
  const both = expandPrivateKey(scalar, functionOf(curve, form.expansion), 'signing', index);
  return { signing: both, encryption: both };
};

import type { TFunction } from 'i18next';

const KNOWN = ['ed25519', 'sm2-sm3', 'cosignature/v1', 'sm2-sm3-cosignature/v1'] as const;

/** Name of a kind of signature. */
export const signatureName = (t: TFunction, type: string): string => {
  const known = KNOWN.find((each) => each === type);
  return known === undefined ? type : t(`seal.signedBy.${known}`);
};

import { LINKAGE_AES, LINKAGE_SM, parseCrl, RevocationStore } from '@chedun/v2x-security';
import type { Profile } from '@chedun/v2x-security';

/**
 * Everything that revocation lists say, from lists that were judged before, oldest first. Linkage values of the Chinese
 * profile are computed with SM4 and SM3 by the construction of the others (annex I of YD/T 3957 unverified).
 */
export const revocationsOf = (profile: Profile, crls: readonly Uint8Array[]): RevocationStore => {
  const store = new RevocationStore(profile === 'cn' ? LINKAGE_SM : LINKAGE_AES);
  for (const crl of crls) store.apply(parseCrl(profile, crl).contents);
  return store;
};

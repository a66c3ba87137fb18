import { LINKAGE_AES, LINKAGE_SM } from '@chedun/v2x-security';
import type { ExpansionCipher, ExpansionCurve, LinkageProfile, MessageCipher, Profile } from '@chedun/v2x-security';

/** Algorithms of a hierarchy: `cn` the Chinese profile, `ieee` IEEE 1609.2 for vehicles that are exported. */
export type SuiteName = 'cn' | 'ieee';

/** Everything in which the two profiles differ; the codec is one. */
export interface Suite {
  readonly name: SuiteName;
  readonly profile: Profile;
  readonly curve: ExpansionCurve;
  readonly keyKind: 'sm2' | 'ecdsa-p256';
  readonly cipher: MessageCipher;
  readonly expansion: ExpansionCipher;
  readonly linkage: LinkageProfile;
  /** Applications of vehicles when nothing else is said: 111 (unverified) and 32, basic safety messages. */
  readonly aids: readonly number[];
  /** What every reader has to know about the profile; `unverified` where an annex was not read. */
  readonly annexesVerified: boolean;
}

/**
 * The two profiles. Butterfly keys and linkage values with SM4 and SM3 are the construction of IEEE 1609.2.1 with other
 * algorithms: annexes H and I of YD/T 3957 were not read, unverified.
 */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
  cn: {
    name: 'cn',
    profile: 'cn',
    curve: 'sm2',
    keyKind: 'sm2',
    cipher: 'sm4Ccm',
    expansion: 'sm4',
    linkage: LINKAGE_SM,
    aids: [111],
    annexesVerified: false,
  },
  ieee: {
    name: 'ieee',
    profile: 'ieee',
    curve: 'nistP256',
    keyKind: 'ecdsa-p256',
    cipher: 'aes128Ccm',
    expansion: 'aes128',
    linkage: LINKAGE_AES,
    aids: [32],
    annexesVerified: true,
  },
};

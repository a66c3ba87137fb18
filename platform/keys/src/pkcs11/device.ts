import type { KeyDevice } from '../device.ts';
import type { KeyKind } from '../keys.ts';
import { decryptOnToken } from './decrypting.ts';
import { openToken, type TokenAddress } from './session.ts';
import { makePair, signOnToken, type Sm2Mechanisms } from './signing.ts';
import { makeWrappingKey, unwrapOnToken, wrapOnToken } from './wrapping.ts';

/** A token of PKCS#11 v2.40 and what is kept on it. */
export interface Pkcs11Options extends TokenAddress {
  /** Label of the wrapping keys; their versions are their CKA_ID. */
  readonly wrappingKey: string;
  /** Kinds of signature keys that are made on the token. */
  readonly signatureKinds: readonly KeyKind[];
  /** Only with a token that signs SM2. */
  readonly sm2?: Sm2Mechanisms | undefined;
}

/** Opens a token as a device for keys. Throws `keys.device-library`, `-absent`, `-pin` and `-failed`. */
export const openPkcs11 = async (options: Pkcs11Options): Promise<KeyDevice> => {
  const token = await openToken(options);
  const { wrappingKey, signatureKinds, sm2 } = options;
  return {
    provider: 'pkcs11',
    name: options.token,
    random: (length) =>
      token.use(async ({ call }) => {
        const bytes = Buffer.alloc(length);
        await call('generateRandom', bytes, length);
        return bytes;
      }),
    wrap: (secret, bound) => token.use((session) => wrapOnToken(session, wrappingKey, secret, bound)),
    unwrap: (wrapped, bound) => token.use((session) => unwrapOnToken(session, wrappingKey, wrapped, bound)),
    renewWrappingKey: () => token.use(async (session) => void (await makeWrappingKey(session, wrappingKey))),
    holds: (_, kind) => signatureKinds.includes(kind),
    create: (name, kind) => token.use((session) => makePair(session, kind, `chedun ${name}`, sm2)),
    sign: (signing) => token.use((session) => signOnToken(session, signing, sm2)),
    ...(sm2?.agree === true && {
      decrypt: (key, ciphertext) => token.use((session) => decryptOnToken(session, key, ciphertext)),
    }),
    close: token.close,
  };
};

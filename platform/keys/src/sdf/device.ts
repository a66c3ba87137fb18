import { sm2Digest, sm2Z } from '@chedun/gm';
import { DomainError } from '@chedun/kernel';
import type { DeviceKey, DeviceSigning, KeyDevice } from '../device.ts';
import { rawToDer } from '../signature-der.ts';
import { sm2PointOf, sm2SpkiOf } from '../sm2.ts';
import { SGD } from './library.ts';
import { openSdfConnection, type SdfSession } from './session.ts';
import { ECC_PUBLIC_KEY, ECC_SIGNATURE, keyOfPoint, pointOfKey, rawOfSignature } from './structures.ts';
import { unwrapOnDevice, wrapOnDevice, type Kek } from './wrapping.ts';

/** A device of GM/T 0018-2012 and what is kept in it. */
export interface SdfOptions {
  readonly modulePath: string;
  /** Opens the private keys of the indices in `signKeys`. */
  readonly password: string;
  readonly kek: Kek;
  /** Names of SM2 keys and the index at which the device holds them; keys are made with the tools of the device. */
  readonly signKeys: readonly { readonly name: string; readonly index: number }[];
}

const exported = async ({ call }: SdfSession, index: number): Promise<DeviceKey> => {
  const bytes = Buffer.alloc(ECC_PUBLIC_KEY);
  await call('ExportSignPublicKey_ECC', index, bytes);
  return { ref: String(index), spki: sm2SpkiOf(pointOfKey(bytes)) };
};

const sign = async (session: SdfSession, { key, data, identity }: DeviceSigning): Promise<Uint8Array> => {
  const index = Number(key.ref);
  const point = sm2PointOf(key.spki) ?? new Uint8Array(0);
  const digest = Buffer.from(sm2Digest(sm2Z(point, identity), data));
  await session.requireAccess(index);
  const signature = Buffer.alloc(ECC_SIGNATURE);
  await session.call('InternalSign_ECC', index, digest, digest.length, signature);
  return rawToDer(rawOfSignature(signature));
};

/** The device must find its own signature right, before its key is used for anything. */
const prove = async (session: SdfSession, key: DeviceKey, digest: Uint8Array): Promise<void> => {
  const index = Number(key.ref);
  await session.requireAccess(index);
  const signature = Buffer.alloc(ECC_SIGNATURE);
  await session.call('InternalSign_ECC', index, digest, digest.length, signature);
  const point = keyOfPoint(sm2PointOf(key.spki) ?? new Uint8Array(0));
  await session.call('ExternalVerify_ECC', SGD.sm2Sign, point, digest, digest.length, signature);
};

const claim = async (session: SdfSession, index: number, known: readonly DeviceKey[]): Promise<DeviceKey> => {
  const key = await exported(session, index);
  if (known.some(({ spki }) => Buffer.from(spki).equals(key.spki)))
    throw new DomainError('keys.device-setting', { reason: `index ${index} holds an earlier version of this key` });
  const digest = Buffer.alloc(32);
  await session.call('GenerateRandom', digest.length, digest);
  await prove(session, key, digest);
  return key;
};

/** Opens a device of GM/T 0018. Throws `keys.device-library`, `-absent`, `-pin` and `-failed`. */
export const openSdf = async ({ modulePath, password, kek, signKeys }: SdfOptions): Promise<KeyDevice> => {
  const { use, close } = await openSdfConnection(modulePath, password);
  const indexOf = (name: string): number | undefined => signKeys.find((each) => each.name === name)?.index;
  return {
    provider: 'sdf',
    name: modulePath,
    random: (length) =>
      use(async ({ call }) => {
        const bytes = Buffer.alloc(length);
        await call('GenerateRandom', length, bytes);
        return bytes;
      }),
    wrap: (secret, bound) => use((session) => wrapOnDevice(session, kek, secret, bound)),
    unwrap: (wrapped, bound) => use((session) => unwrapOnDevice(session, kek, wrapped, bound)),
    // Key encryption keys are made with the tools of the device; the settings name the newest.
    renewWrappingKey: async () => undefined,
    holds: (name, kind) => kind === 'sm2' && indexOf(name) !== undefined,
    create: (name, _, known) => use((session) => claim(session, indexOf(name) ?? 0, known)),
    sign: (signing) => use((session) => sign(session, signing)),
    close,
  };
};

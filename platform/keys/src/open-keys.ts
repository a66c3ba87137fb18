import { DomainError } from '@chedun/kernel';
import type { KeyDevice } from './device.ts';
import { keysFileOf, openFileKeys, unlockKeyFile, type FileKeysOptions } from './file-keys.ts';
import { guardOf, relockKeyFile, type KeyGuard, type StoredKey } from './key-file.ts';
import type { KeyKind, KeyProvider, Keys } from './keys.ts';
import { findPassphrase, readPassphrase, type PassphraseSources } from './passphrase.ts';
import { openPkcs11 } from './pkcs11/device.ts';
import { openSdf } from './sdf/device.ts';

/** The settings `keys` of the product. */
export interface KeySettings extends PassphraseSources {
  readonly provider: KeyProvider;
  readonly certificate?: string | undefined;
  readonly pkcs11: {
    readonly modulePath?: string | undefined;
    readonly token?: string | undefined;
    readonly pin?: string | undefined;
    readonly pinFile?: string | undefined;
    readonly wrappingKey: string;
    readonly signatureKinds: readonly KeyKind[];
    readonly sm2SignMechanism?: number | undefined;
    readonly sm2GenerateMechanism: number;
    readonly sm2Decrypts: boolean;
  };
  readonly sdf: {
    readonly modulePath?: string | undefined;
    readonly password?: string | undefined;
    readonly passwordFile?: string | undefined;
    readonly kekIndex: number;
    readonly kekAlgorithm: number;
    readonly signKeys: readonly { readonly name: string; readonly index: number }[];
  };
}

/** What the keys of a folder need from outside. */
export interface OpenKeysOptions extends Pick<FileKeysOptions, 'folder' | 'clock' | 'randomBytes' | 'log'> {
  readonly settings: KeySettings;
}

type Outside = Pick<OpenKeysOptions, 'log'>;

const need = <V>(value: V | undefined, field: string): V => {
  if (value === undefined) throw new DomainError('keys.device-setting', { field, reason: `${field} is not set` });
  return value;
};

const pinOf = async (
  given: string | undefined,
  file: string | undefined,
  field: string,
  { log }: Outside,
): Promise<string> => given ?? readPassphrase(need(file, field), log, 'keys.device-setting');

/** The device that the settings name. Throws `keys.device-*`. */
const openDevice = async (
  provider: KeyProvider,
  settings: KeySettings,
  outside: Outside,
): Promise<KeyDevice | undefined> => {
  const { pkcs11, sdf } = settings;
  switch (provider) {
    case 'file':
      return undefined;
    case 'pkcs11':
      return openPkcs11({
        modulePath: need(pkcs11.modulePath, 'keys.pkcs11.modulePath'),
        token: need(pkcs11.token, 'keys.pkcs11.token'),
        pin: await pinOf(pkcs11.pin, pkcs11.pinFile, 'keys.pkcs11.pinFile', outside),
        wrappingKey: pkcs11.wrappingKey,
        signatureKinds: pkcs11.signatureKinds,
        sm2:
          pkcs11.sm2SignMechanism === undefined
            ? undefined
            : {
                generate: pkcs11.sm2GenerateMechanism,
                sign: pkcs11.sm2SignMechanism,
                agree: pkcs11.sm2Decrypts,
              },
      });
    case 'sdf':
      return openSdf({
        modulePath: need(sdf.modulePath, 'keys.sdf.modulePath'),
        password: await pinOf(sdf.password, sdf.passwordFile, 'keys.sdf.passwordFile', outside),
        kek: { index: sdf.kekIndex, algorithm: sdf.kekAlgorithm },
        signKeys: sdf.signKeys,
      });
  }
};

const fileOptions = (options: OpenKeysOptions, device: KeyDevice | undefined): FileKeysOptions => {
  const { folder, clock, randomBytes, log, settings } = options;
  const { passphrase, passphraseFile, certificate } = settings;
  return { folder, clock, randomBytes, log, passphrase, passphraseFile, certificate, device };
};

/** Opens the keys of a folder as the settings say. Throws `keys.other-protection` when the file is guarded otherwise. */
export const openKeys = async (options: OpenKeysOptions): Promise<Keys> => {
  const device = await openDevice(options.settings.provider, options.settings, options);
  return openFileKeys(fileOptions(options, device));
};

/** What a change of the guard did; key material is in none of it. */
export interface Relocked {
  readonly from: KeyProvider;
  readonly to: KeyProvider;
  /** Versions of keys in the file. */
  readonly keys: number;
  /** The wrapping key on the device. */
  readonly wrappedBy?: string;
}

const passphraseGuard = (options: FileKeysOptions): KeyGuard => ({
  provider: 'file',
  passphrase: () => findPassphrase(options, `${keysFileOf(options.folder)}.none`, options.randomBytes, options.log),
});

/** A key whose newest version lives on the old device could never sign again. */
const requireMovable = (keys: readonly StoredKey[], to: KeyProvider): void => {
  const newest = new Map(keys.map((key) => [key.name, key]));
  const left = [...newest.values()].find(({ device }) => device !== undefined && device.provider !== to);
  if (left !== undefined) throw new DomainError('keys.on-device', { field: left.name });
};

const relock = async (options: OpenKeysOptions, from: KeyProvider): Promise<Relocked> => {
  const { settings, randomBytes } = options;
  const to = settings.provider;
  const target = await openDevice(to, settings, options);
  const source = from === to ? target : await openDevice(from, settings, options);
  try {
    const stored = await (await unlockKeyFile(fileOptions(options, source))).load();
    requireMovable(stored, to);
    if (from === to) await target?.renewWrappingKey();
    const guard = target ?? passphraseGuard(fileOptions(options, undefined));
    const { wrappedBy } = await relockKeyFile(keysFileOf(options.folder), guard, stored, randomBytes);
    return { from, to, keys: stored.length, ...(wrappedBy !== undefined && { wrappedBy }) };
  } finally {
    await target?.close();
    if (source !== target) await source?.close();
  }
};

const existingGuard = async ({ folder }: OpenKeysOptions): Promise<KeyProvider> => {
  const from = await guardOf(keysFileOf(folder));
  if (from === undefined)
    throw new DomainError('keys.unknown', { file: keysFileOf(folder), reason: 'no key file yet' });
  return from;
};

/**
 * Puts the file of keys under the guard that the settings name: from a passphrase to a device, or back, or to another
 * device. The file is replaced whole; nothing else may have it open. Throws `keys.on-device` while a key cannot move.
 */
export const migrateKeys = async (options: OpenKeysOptions): Promise<Relocked> => {
  const from = await existingGuard(options);
  const to = options.settings.provider;
  return from === to ? { from, to, keys: 0 } : relock(options, from);
};

/** Makes the next wrapping key and puts the file, under a new secret, below it. Of a passphrase there is none to make. */
export const renewWrappingKey = async (options: OpenKeysOptions): Promise<Relocked> => {
  const from = await existingGuard(options);
  const { provider } = options.settings;
  if (provider === 'file')
    throw new DomainError('keys.device-setting', { field: 'keys.provider', reason: 'a passphrase is no wrapping key' });
  if (from !== provider) throw new DomainError('keys.other-protection', { reason: `${from}, not ${provider}` });
  return relock(options, from);
};

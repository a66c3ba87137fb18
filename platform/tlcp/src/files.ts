import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createEngineDecrypter, createSigner, decrypt, publicKeyOf, scalarFromPkcs8, signatureToDer } from '@chedun/gm';
import { defineErrors, DomainError } from '@chedun/kernel';
import { sessionCache } from '@chedun/tlcp';
import { anchorOf, createNodeVerifier, parseCertificate, parsePem, type Certificate } from '@chedun/x509';
import { pooledRandom } from './random.ts';
import type { RevocationBook, RevocationMode } from './revocation-book.ts';
import type { TlcpServerSettings } from './server.ts';

/** Errors of files of certificates and keys. */
export const TLCP_FILE_ERRORS = defineErrors({
  'tlcp.bad-file': {
    status: 500,
    zh: 'TLCP 的证书或私钥文件不可用',
    en: 'A file with a certificate or key of TLCP cannot be used',
    doZh: '请检查 detail.field 指出的文件：PEM 格式、SM2 密钥，且证书与私钥成对',
    doEn: 'Check the file that detail.field names: PEM, a key of SM2, certificate and key a pair',
  },
});

/** Where the private key of a certificate lies: in a PEM file, or under a name in the key store. */
export type TlcpKeyPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stored'; readonly name: string };

/** PEM files of both certificates of a server, and where their keys lie. */
export interface TlcpPairs {
  /** Certificate that signs, then authorities between it and the root. */
  readonly signCert: string;
  readonly signKey: TlcpKeyPlace;
  /** Certificate for encryption. */
  readonly encryptCert: string;
  readonly encryptKey: TlcpKeyPlace;
}

/** The operations of a key that stays in the key store or on its device. */
export interface TlcpHeldKey {
  /** SM2 with SM3 under the default identity, DER. */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
  /** Decrypts an SM2 ciphertext in ASN.1. */
  readonly decrypt: (ciphertext: Uint8Array) => Promise<Uint8Array>;
}

/** What a server needs besides its files. */
export interface TlcpSurroundings {
  readonly now: () => number;
  /** The version of a key of the store with this public point (65 bytes). Throws when there is none. */
  readonly held?: ((name: string, point: Uint8Array) => TlcpHeldKey) | undefined;
  /** Lists of revoked client certificates; without it none is looked at. */
  readonly revocations?: Pick<RevocationBook, 'trust' | 'onChange'> | undefined;
}

/** Everything that a server is made of. */
export interface TlcpFiles extends TlcpPairs {
  /**
   * `openssl` (default): the key for encryption is used by OpenSSL alone. `engine`: by a fixed sequence of operations in WebAssembly,
   * about twice as many handshakes a second; see `createEngineDecrypter` of `@chedun/gm` for what it promises and what not.
   */
  readonly decryption?: 'openssl' | 'engine';
  /** Authorities whose client certificates count; without it none is asked for. */
  readonly ca?: string | undefined;
  /** Turns clients away that have none; default false. */
  readonly required?: boolean;
  /** What holds for a client of whom no current list speaks; default `if-known`: it is let in. */
  readonly revocation?: RevocationMode;
}

/** The settings of both pairs as people write them: a key is a file or the name of one in the key store. */
type GivenPairs = {
  readonly [Name in 'signCert' | 'signKey' | 'signKeyName' | 'encryptCert' | 'encryptKey' | 'encryptKeyName']?:
    | string
    | undefined;
};

const placeOf = (path: string | undefined, name: string | undefined): TlcpKeyPlace | undefined => {
  if (name !== undefined) return { kind: 'stored', name };
  return path === undefined ? undefined : { kind: 'file', path };
};

/** Both pairs, when all parts are named. */
export const tlcpPairs = (given: GivenPairs): TlcpPairs | undefined => {
  const { signCert, encryptCert } = given;
  const [signKey, encryptKey] = [
    placeOf(given.signKey, given.signKeyName),
    placeOf(given.encryptKey, given.encryptKeyName),
  ];
  if (signCert === undefined || signKey === undefined || encryptCert === undefined || encryptKey === undefined)
    return undefined;
  return { signCert, signKey, encryptCert, encryptKey };
};

const bad = (file: string, reason: string): DomainError => new DomainError('tlcp.bad-file', { field: file, reason });

const reading = async <T>(file: string, read: (text: string) => T): Promise<T> => {
  try {
    return read(await readFile(file, 'utf8'));
  } catch (error) {
    throw bad(file, error instanceof Error ? error.message : 'it cannot be read');
  }
};

const certificatesOf = (file: string): Promise<readonly Certificate[]> =>
  reading(file, (text) =>
    parsePem(text)
      .filter(({ label }) => label === 'CERTIFICATE')
      .map(({ bytes }) => parseCertificate(bytes)),
  );

/** A private key in PKCS #8 or SEC 1; OpenSSL reads it, and only PKCS #8 is written: the other export ends the process. */
const scalarOf = (file: string): Promise<Uint8Array> =>
  reading(file, (text) => {
    const key = createPrivateKey(text);
    return scalarFromPkcs8(new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })));
  });

/** A certificate with those behind it in its file. */
interface Certified {
  readonly certificates: readonly Certificate[];
  readonly first: Certificate;
}

const certifiedBy = async (file: string): Promise<Certified> => {
  const certificates = await certificatesOf(file);
  const [first] = certificates;
  if (first === undefined) throw bad(file, 'it holds no certificate');
  if (first.publicKey.kind !== 'sm2') throw bad(file, 'the key of the certificate is not SM2');
  return { certificates, first };
};

const scalarFor = async (file: string, { first }: Certified): Promise<Uint8Array> => {
  const key = await scalarOf(file);
  if (Buffer.compare(first.publicKey.key, publicKeyOf(key)) !== 0)
    throw bad(file, 'it is not the key of the certificate');
  return key;
};

const heldFor = (name: string, { first }: Certified, { held }: TlcpSurroundings): TlcpHeldKey => {
  if (held === undefined) throw bad(name, 'there is no key store here');
  try {
    return held(name, first.publicKey.key);
  } catch (error) {
    throw bad(name, error instanceof Error ? error.message : 'the key store has no key of this certificate');
  }
};

const signFor = async (
  place: TlcpKeyPlace,
  certified: Certified,
  surroundings: TlcpSurroundings,
): Promise<TlcpServerSettings['sign']> => {
  if (place.kind === 'stored') return heldFor(place.name, certified, surroundings).sign;
  const signer = createSigner(await scalarFor(place.path, certified));
  return (message) => signatureToDer(signer.sign(message));
};

const decryptFor = async (
  { encryptKey: place, decryption }: TlcpFiles,
  certified: Certified,
  surroundings: TlcpSurroundings,
): Promise<TlcpServerSettings['decrypt']> => {
  if (place.kind === 'stored') return heldFor(place.name, certified, surroundings).decrypt;
  const key = await scalarFor(place.path, certified);
  if (decryption !== 'engine') return (ciphertext) => decrypt(key, ciphertext, 'asn1');
  const decrypter = createEngineDecrypter(key, pooledRandom());
  return (ciphertext) => decrypter(ciphertext, 'asn1');
};

const clientsOf = async (
  { ca, required, revocation = 'if-known' }: TlcpFiles,
  { revocations }: TlcpSurroundings,
): Promise<Pick<TlcpServerSettings, 'clients'>> => {
  if (ca === undefined) return {};
  const anchors = (await certificatesOf(ca)).map(anchorOf);
  const trust = revocations?.trust({ anchors }, revocation) ?? { anchors, verifier: createNodeVerifier() };
  return { clients: { mode: required === true ? 'required' : 'optional', trust } };
};

/**
 * Reads the files of a server into its settings: certificates of SM2 as PEM; keys as PEM (PKCS #8 or SEC 1, used by OpenSSL) or
 * in the key store. Sessions are taken up again for an hour, and forgotten when a revocation list changes. Throws
 * `tlcp.bad-file` with the file or name and what is wrong with it.
 */
export const readTlcpFiles = async (files: TlcpFiles, surroundings: TlcpSurroundings): Promise<TlcpServerSettings> => {
  const [sign, encrypt] = await Promise.all([certifiedBy(files.signCert), certifiedBy(files.encryptCert)]);
  const chain = [...sign.certificates.slice(1), ...encrypt.certificates.slice(1)].map(({ raw }) => raw);
  const sessions = sessionCache();
  surroundings.revocations?.onChange(sessions.clear);
  return {
    signCertificate: sign.first.raw,
    encryptCertificate: encrypt.first.raw,
    chain: chain.filter((raw, at) => chain.findIndex((other) => Buffer.compare(raw, other) === 0) === at),
    sign: await signFor(files.signKey, sign, surroundings),
    decrypt: await decryptFor(files, encrypt, surroundings),
    sessions,
    now: surroundings.now,
    ...(await clientsOf(files, surroundings)),
  };
};

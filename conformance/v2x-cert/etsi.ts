import { createECDH } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeCertificate,
  encryptionKeyOf,
  createVerifier,
  parseCertificate,
  publicKeyOf,
  verifyCertificateSignature,
} from '@chedun/v2x-security';
import type { Curve, ParsedCertificate, PublicKey } from '@chedun/v2x-security';
import { hex } from './ledger.ts';
import type { Ledger } from './ledger.ts';

const OPENSSL: Readonly<Record<Curve, string>> = {
  sm2: 'SM2',
  nistP256: 'prime256v1',
  brainpoolP256r1: 'brainpoolP256r1',
  brainpoolP384r1: 'brainpoolP384r1',
  nistP384: 'secp384r1',
};

const publicOf = (curve: Curve, scalar: Uint8Array): string => {
  const key = createECDH(OPENSSL[curve]);
  key.setPrivateKey(scalar);
  return key.getPublicKey('hex', 'uncompressed');
};

const parsed = (bytes: Uint8Array): ParsedCertificate | undefined => {
  try {
    return parseCertificate(bytes);
  } catch {
    return undefined;
  }
};

const PLACEHOLDER = /^04(?:00){32}/;

/** The key of a certificate against the files beside it: the published public key, and the private key under it. */
const checkKey = (ledger: Ledger, file: string, what: string, key: () => PublicKey): void => {
  if (!existsSync(file) && !existsSync(`${file}_pub`)) return;
  if (PLACEHOLDER.test(hex(key().point)))
    return ledger.skip(`${what}: keys`, 'the certificate carries a point with x = 0 in place of the published key');
  if (existsSync(`${file}_pub`))
    ledger.check(`${what}: public key`, hex(readFileSync(`${file}_pub`)), () => hex(key().point));
  if (existsSync(file))
    ledger.check(`${what}: private key`, true, () => publicOf(key().curve, readFileSync(file)) === hex(key().point));
};

const encryptionKey = ({ value }: ParsedCertificate): PublicKey => {
  const { encryptionKey: found } = value.toBeSigned;
  if (found === undefined) throw new Error('the certificate has no encryption key');
  return encryptionKeyOf(found.publicKey);
};

/** The digest has found the issuer; the label before it should say which hash that was. */
const checkIssuer = (ledger: Ledger, name: string, label: string, used: string | undefined): void => {
  if (label !== used)
    return ledger.skip(`${name}: label of the hash`, `its issuer is named by ${used} under the label ${label}`);
  ledger.check(`${name}: issuer by hash`, label, () => used);
};

/** Every certificate of the folder: form, issuer, signature, and the keys that were published with it. */
export const checkEtsi = (ledger: Ledger, folder: string): void => {
  if (!existsSync(folder)) return ledger.skip('etsi-certs', 'the folder is absent');
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.oer'))
    .toSorted();
  const files = names.map((name) => ({
    name: name.slice(0, -4),
    bytes: new Uint8Array(readFileSync(join(folder, name))),
  }));
  const known = new Map(
    files.flatMap(({ bytes }) => {
      const certificate = parsed(bytes);
      return certificate === undefined ? [] : [[certificate.id8, certificate] as const];
    }),
  );
  const verifier = createVerifier();
  for (const { name, bytes } of files) {
    ledger.check(`${name}: decoded and written again`, hex(bytes), () =>
      hex(encodeCertificate(parseCertificate(bytes).value)),
    );
    const certificate = parsed(bytes);
    if (certificate === undefined) continue;
    checkKey(ledger, join(folder, `${name}.vkey`), `${name}: verification`, () => publicKeyOf(certificate));
    checkKey(ledger, join(folder, `${name}.ekey`), `${name}: encryption`, () => encryptionKey(certificate));
    const { issuer } = certificate;
    const authority = issuer === undefined ? undefined : known.get(issuer.id8);
    if (issuer !== undefined && authority === undefined) {
      ledger.skip(`${name}: issuer and signature`, `no certificate with HashedId8 ${issuer.id8} in the folder`);
      continue;
    }
    if (issuer !== undefined) checkIssuer(ledger, name, issuer.hashName, authority?.hashName);
    ledger.check(`${name}: signature`, true, () => verifyCertificateSignature(certificate, authority, verifier));
    ledger.check(`${name}: changed data`, false, () => {
      const tbs = Uint8Array.from(certificate.tbs, (byte, at) => (at === certificate.tbs.length - 1 ? byte ^ 1 : byte));
      return verifyCertificateSignature({ ...certificate, tbs }, authority, verifier);
    });
  }
};

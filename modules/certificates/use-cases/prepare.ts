import { generateKeyPair, spkiFromPoint } from '@chedun/gm';
import {
  assembleSigned,
  encodeTbsCertificate,
  parsePublicKey,
  serialText,
  type PublicKeyInfo,
  type Sign,
} from '@chedun/x509';
import { SIGNATURE, type OpenAuthority } from '../authorities.ts';
import type { BindingKind, Profile } from '../contract.ts';
import { envelopedKey } from '../domain/enveloped-key.ts';
import { leafExtensions } from '../domain/extensions.ts';
import { sm3Of } from '../domain/proof.ts';
import { keyKindOf, readRequest } from '../domain/read-request.ts';
import { newSerial } from '../domain/serial.ts';
import { namesOf, type SubjectNames } from '../domain/subject.ts';
import type { CertificateRequest } from '../contract/asks.ts';
import { certificatesError } from '../errors.ts';
import type { CertificateSettings } from '../contract/operate.ts';

/** One certificate that is asked for. */
export interface IssueRow {
  readonly csr: CertificateRequest;
  readonly vin: string | null;
  readonly device: string | null;
  /** Row of the batch; null outside of one. */
  readonly row: number | null;
  /** The certificate that it takes the place of. */
  readonly predecessor?: { readonly serial: string; readonly subject: string };
}

/** A certificate that is signed and waits to be stored. */
export interface SignedCertificate {
  readonly serial: string;
  readonly der: Uint8Array;
  readonly subject: string;
  readonly keyHash: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly from: IssueRow;
  /** The certificate that it makes a pair with. */
  readonly pair: string | null;
  readonly escrow: Uint8Array | null;
  readonly enveloped: Uint8Array | null;
}

/** What signing stands on. */
export interface SigningWorld {
  readonly profile: Profile;
  readonly authority: OpenAuthority;
  readonly settings: CertificateSettings;
  readonly sign: Sign;
  readonly now: number;
  readonly randomBytes: (length: number) => Uint8Array;
  /** Seals the private key of an encryption certificate for the escrow. */
  readonly seal: (privateKey: Uint8Array, serial: string) => Promise<Uint8Array>;
}

const DAY = 86_400_000;
const missing = (reason: string): Error => certificatesError('certificates.binding-missing', { reason });

const NEEDS: Readonly<Record<BindingKind, { readonly vin: boolean; readonly device: boolean }>> = {
  none: { vin: false, device: false },
  vin: { vin: true, device: false },
  device: { vin: false, device: true },
  'device-vin': { vin: true, device: true },
};

/** Demands the vehicle and device that the profile binds to. Throws `certificates.binding-missing`. */
const checkBinding = ({ binding }: Profile, { vin, device }: IssueRow): void => {
  const needs = NEEDS[binding];
  if (needs.vin && vin === null) throw missing('a VIN');
  if (needs.device && device === null) throw missing('a device');
};

/** A request that fits the profile. */
export interface FittingRequest extends SubjectNames {
  readonly from: IssueRow;
  readonly key: PublicKeyInfo;
  readonly keyHash: Uint8Array;
}

/** Reads a request and holds it against the profile. Throws errors of the catalogue. */
export const fitRequest = (from: IssueRow, profile: Profile, organization: string): FittingRequest => {
  checkBinding(profile, from);
  const request = from.csr instanceof Uint8Array ? readRequest(from.csr) : from.csr;
  keyKindOf(request, profile);
  const names = namesOf(profile, request, { vin: from.vin, device: from.device, organization });
  if (from.predecessor !== undefined && from.predecessor.subject !== names.text)
    throw certificatesError('certificates.request-refused', {
      reason: `the subject is not ${from.predecessor.subject}`,
    });
  return { ...names, from, key: request.publicKey, keyHash: sm3Of(request.publicKey.raw) };
};

interface Part {
  readonly serial: Uint8Array;
  readonly key: PublicKeyInfo;
  readonly usage: Profile['keyUsage'];
}

const signPart = async (world: SigningWorld, fit: FittingRequest, part: Part) => {
  const { profile, authority, settings, now } = world;
  const notBefore = Math.floor(now / 1000) * 1000;
  const notAfter = Math.min(notBefore + profile.validityDays * DAY - 1000, authority.certificate.notAfter);
  const algorithm = SIGNATURE[authority.algorithm];
  const issuerKey = authority.certificate.publicKey;
  const published = { base: settings.publicBase, name: authority.name };
  const tbs = encodeTbsCertificate({
    serial: part.serial,
    algorithm,
    issuer: authority.certificate.subject,
    subject: fit.name,
    notBefore,
    notAfter,
    publicKey: part.key.raw,
    extensions: leafExtensions(profile, fit.names, part.key, issuerKey, published, part.usage),
  });
  const der = assembleSigned(tbs, algorithm, await world.sign(tbs));
  return { der, notBefore, notAfter, subject: fit.text, from: fit.from };
};

const signPair = async (world: SigningWorld, fit: FittingRequest): Promise<readonly SignedCertificate[]> => {
  const [first, second] = [newSerial(world.randomBytes), newSerial(world.randomBytes)];
  const made = generateKeyPair();
  const encryptionKey = parsePublicKey(spkiFromPoint(made.publicKey));
  const signing = await signPart(world, fit, {
    serial: first,
    key: fit.key,
    usage: ['digitalSignature', 'nonRepudiation'],
  });
  const encrypting = await signPart(world, fit, {
    serial: second,
    key: encryptionKey,
    usage: ['keyEncipherment', 'dataEncipherment', 'keyAgreement'],
  });
  const [serial, other] = [serialText(first), serialText(second)];
  const none = { escrow: null, enveloped: null };
  return [
    { ...signing, ...none, serial, keyHash: fit.keyHash, pair: other },
    {
      ...encrypting,
      serial: other,
      keyHash: sm3Of(encryptionKey.raw),
      pair: serial,
      escrow: await world.seal(made.privateKey, other),
      enveloped: envelopedKey(made, fit.key.key, world.randomBytes(16)),
    },
  ];
};

/** Signs what was asked for: one certificate, or the two of a TLCP pair. */
export const signRequest = async (world: SigningWorld, fit: FittingRequest): Promise<readonly SignedCertificate[]> => {
  if (world.profile.delivery === 'tlcp-pair') return signPair(world, fit);
  const serial = newSerial(world.randomBytes);
  const signed = await signPart(world, fit, { serial, key: fit.key, usage: world.profile.keyUsage });
  return [{ ...signed, serial: serialText(serial), keyHash: fit.keyHash, pair: null, escrow: null, enveloped: null }];
};

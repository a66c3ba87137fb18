import { sm2Digest, sm2Z } from '@chedun/gm';
import { DomainError } from '@chedun/kernel';
import { createHash } from 'node:crypto';
import type { DeviceKey, DeviceSigning } from '../device.ts';
import { ed25519SpkiOf } from '../ed25519.ts';
import type { KeyKind } from '../keys.ts';
import { p256SpkiOf } from '../p256.ts';
import { rawToDer } from '../signature-der.ts';
import { sm2PointOf, sm2SpkiOf } from '../sm2.ts';
import { CKA, CKM, CKO } from './constants.ts';
import { mechanism, template, word, wordAt, WORD, type Attribute } from './memory.ts';
import { findObjects, readAttribute } from './objects.ts';
import type { Session } from './session.ts';

/** Mechanism numbers for SM2; PKCS#11 v2.40 has none, so vendors define them above CKM_VENDOR_DEFINED (0x80000000). */
export interface Sm2Mechanisms {
  readonly generate: number;
  /** Signs the 32 bytes of e and gives r||s. Vendors may differ: unverified, no open token has one. */
  readonly sign: number;
  /** New pairs may also agree on secrets (CKM_ECDH1_DERIVE), which is how they decrypt. */
  readonly agree?: boolean;
}

interface Curve {
  readonly generate: number;
  readonly sign: number;
  /** CKA_EC_PARAMS. */
  readonly parameters: Buffer;
  readonly spkiOf: (point: Buffer) => Uint8Array;
}

const P256 = Buffer.from('06082a8648ce3d030107', 'hex');
const SM2 = Buffer.from('06082a811ccf5501822d', 'hex');
/** PrintableString edwards25519 (PKCS#11 v3.0, 6.3.5); the object identifier is not known to every token. */
const ED25519 = Buffer.concat([Buffer.of(0x13, 12), Buffer.from('edwards25519')]);
const POINT = 65;

const curveOf = (kind: KeyKind, sm2: Sm2Mechanisms | undefined): Curve => {
  switch (kind) {
    case 'ecdsa-p256':
      return { generate: CKM.ecKeyPairGen, sign: CKM.ecdsa, parameters: P256, spkiOf: p256SpkiOf };
    case 'ed25519':
      return { generate: CKM.edwardsKeyPairGen, sign: CKM.eddsa, parameters: ED25519, spkiOf: ed25519SpkiOf };
    case 'sm2':
      if (sm2 === undefined) break;
      return { ...sm2, parameters: SM2, spkiOf: sm2SpkiOf };
    default:
  }
  throw new DomainError('keys.device-setting', { reason: `the token is not set up for keys of kind ${kind}` });
};

/** CKA_EC_POINT is an OCTET STRING around the point; some tokens leave it out. */
const pointIn = (value: Buffer, length: number): Buffer => {
  if (value.length === length) return value;
  if (value.length === length + 2 && value[0] === 4 && value[1] === length) return value.subarray(2);
  throw new DomainError('keys.device-answer', { reason: `a public point of ${value.length} bytes` });
};

const halves = (label: string, id: Buffer, { parameters }: Curve, mayAgree: readonly Attribute[]) => {
  const common: readonly Attribute[] = [
    [CKA.token, true],
    [CKA.label, Buffer.from(label)],
    [CKA.id, id],
  ];
  const open: readonly Attribute[] = [...common, [CKA.verify, true], [CKA.ecParams, parameters]];
  const secret: readonly Attribute[] = [
    ...common,
    [CKA.private, true],
    [CKA.sensitive, true],
    [CKA.extractable, false],
    [CKA.sign, true],
    ...mayAgree,
  ];
  return { open, secret };
};

/** Makes a pair on the token, private half sensitive and not extractable; `ref` is its CKA_ID in hex. */
export const makePair = async (
  session: Session,
  kind: KeyKind,
  label: string,
  sm2: Sm2Mechanisms | undefined,
): Promise<DeviceKey> => {
  const curve = curveOf(kind, sm2);
  const { native } = session.cryptoki;
  const id = Buffer.alloc(16);
  await session.call('generateRandom', id, id.length);
  const { open, secret } = halves(label, id, curve, kind === 'sm2' && sm2?.agree === true ? [[CKA.derive, true]] : []);
  const [publicKey, privateKey] = [Buffer.alloc(WORD), Buffer.alloc(WORD)];
  await session.call(
    'generateKeyPair',
    mechanism(native, curve.generate),
    template(native, open),
    open.length,
    template(native, secret),
    secret.length,
    publicKey,
    privateKey,
  );
  const value = await readAttribute(session, wordAt(publicKey), CKA.ecPoint, 128);
  return { ref: id.toString('hex'), spki: curve.spkiOf(pointIn(value, kind === 'ed25519' ? 32 : POINT)) };
};

const inputOf = ({ key, kind, data, identity }: DeviceSigning): Uint8Array => {
  if (kind === 'ed25519') return data;
  if (kind === 'ecdsa-p256') return createHash('sha256').update(data).digest();
  return sm2Digest(sm2Z(sm2PointOf(key.spki) ?? new Uint8Array(0), identity), data);
};

/** The private half of a pair of {@link makePair}. Throws `keys.device-absent` when it is gone. */
export const privateHalf = async (session: Session, { ref }: DeviceKey): Promise<number> => {
  const attributes: readonly Attribute[] = [
    [CKA.class, CKO.privateKey],
    [CKA.id, Buffer.from(ref, 'hex')],
  ];
  const [key] = await findObjects(session, attributes);
  if (key === undefined) throw new DomainError('keys.device-absent', { reason: `the token has no key ${ref}` });
  return key;
};

/** Signs with a pair of {@link makePair}. Throws `keys.device-absent` when it is gone. */
export const signOnToken = async (
  session: Session,
  signing: DeviceSigning,
  sm2: Sm2Mechanisms | undefined,
): Promise<Uint8Array> => {
  const { sign } = curveOf(signing.kind, sm2);
  const key = await privateHalf(session, signing.key);
  await session.call('signInit', mechanism(session.cryptoki.native, sign), key);
  const input = inputOf(signing);
  const out = Buffer.alloc(256);
  const length = word(out.length);
  await session.call('sign', input, input.length, out, length);
  const signature = out.subarray(0, Math.min(wordAt(length), out.length));
  if (signature.length !== 64)
    throw new DomainError('keys.device-answer', { reason: `a signature of ${signature.length} bytes` });
  return signing.kind === 'ed25519' ? Buffer.from(signature) : rawToDer(signature);
};

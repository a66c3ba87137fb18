import { DomainError } from '@chedun/kernel';
import type { WrappedSecret } from '../device.ts';
import { CKA, CKM, CKO } from './constants.ts';
import { gcmParameters, mechanism, template, word, wordAt, WORD, type Attribute } from './memory.ts';
import { findObjects, readAttribute } from './objects.ts';
import type { Session } from './session.ts';

const NONCE = 12;
const TAG = 16;
const SECRET = 32;

/** A wrapping key on the token; its version is its CKA_ID in decimal digits. */
interface WrappingKey {
  readonly handle: number;
  readonly version: number;
}

const identify = (label: string): readonly Attribute[] => [
  [CKA.class, CKO.secretKey],
  [CKA.label, Buffer.from(label)],
];

const versionsOf = async (session: Session, label: string): Promise<readonly WrappingKey[]> => {
  const keys: WrappingKey[] = [];
  for (const handle of await findObjects(session, identify(label))) {
    const version = Number((await readAttribute(session, handle, CKA.id, 16)).toString('latin1'));
    if (Number.isSafeInteger(version) && version > 0) keys.push({ handle, version });
  }
  return keys.toSorted((a, b) => a.version - b.version);
};

/** A key that can leave the token would guard nothing. */
const requireSafe = async (session: Session, { handle }: WrappingKey): Promise<void> => {
  const sensitive = await readAttribute(session, handle, CKA.sensitive, 1);
  const extractable = await readAttribute(session, handle, CKA.extractable, 1);
  if (sensitive[0] === 1 && extractable[0] === 0) return;
  throw new DomainError('keys.device-answer', { reason: 'the wrapping key can leave the token' });
};

/** Makes the next AES-256 wrapping key: durable, private, sensitive, not extractable, for AES-GCM only. */
export const makeWrappingKey = async (session: Session, label: string): Promise<WrappingKey> => {
  const version = ((await versionsOf(session, label)).at(-1)?.version ?? 0) + 1;
  const attributes: readonly Attribute[] = [
    ...identify(label),
    [CKA.id, Buffer.from(String(version))],
    [CKA.token, true],
    [CKA.private, true],
    [CKA.sensitive, true],
    [CKA.extractable, false],
    [CKA.encrypt, true],
    [CKA.decrypt, true],
    [CKA.valueLength, SECRET],
  ];
  const { native } = session.cryptoki;
  const handle = Buffer.alloc(WORD);
  const made = template(native, attributes);
  await session.call('generateKey', mechanism(native, CKM.aesKeyGen), made, attributes.length, handle);
  return { handle: wordAt(handle), version };
};

const crypt = async (
  session: Session,
  how: 'encrypt' | 'decrypt',
  { key, iv, bound, data }: { key: WrappingKey; iv: Uint8Array; bound: Uint8Array; data: Uint8Array },
): Promise<Buffer> => {
  const { native } = session.cryptoki;
  const { parameter, keeps } = gcmParameters(native, iv, bound);
  await session.call(`${how}Init`, mechanism(native, CKM.aesGcm, parameter), key.handle);
  const out = Buffer.alloc(data.length + TAG);
  const length = word(out.length);
  await session.call(how, data, data.length, out, length);
  // What the parameters point to must outlive both calls.
  keeps.fill(0);
  return out.subarray(0, Math.min(wordAt(length), out.length));
};

/** Encrypts a secret under the newest wrapping key: nonce, ciphertext, tag. */
export const wrapOnToken = async (
  session: Session,
  label: string,
  secret: Uint8Array,
  bound: Uint8Array,
): Promise<WrappedSecret> => {
  const key = (await versionsOf(session, label)).at(-1) ?? (await makeWrappingKey(session, label));
  await requireSafe(session, key);
  const iv = Buffer.alloc(NONCE);
  await session.call('generateRandom', iv, NONCE);
  const sealed = await crypt(session, 'encrypt', { key, iv, bound, data: secret });
  if (sealed.length !== secret.length + TAG)
    throw new DomainError('keys.device-answer', { reason: 'AES-GCM of the token gives another length' });
  return { by: `${label}.${key.version}`, bytes: Buffer.concat([iv, sealed]) };
};

/** Reverses {@link wrapOnToken}. Throws `keys.device-absent` when the wrapping key is gone. */
export const unwrapOnToken = async (
  session: Session,
  label: string,
  { by, bytes }: WrappedSecret,
  bound: Uint8Array,
): Promise<Uint8Array> => {
  const key = (await versionsOf(session, label)).find(({ version }) => by === `${label}.${version}`);
  if (key === undefined) throw new DomainError('keys.device-absent', { reason: `the token has no key ${by}` });
  await requireSafe(session, key);
  const data = bytes.subarray(NONCE);
  return (await crypt(session, 'decrypt', { key, iv: bytes.subarray(0, NONCE), bound, data })).subarray(0, SECRET);
};

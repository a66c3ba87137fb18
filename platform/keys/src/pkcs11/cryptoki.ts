import { DomainError } from '@chedun/kernel';
import { loadNative, type NativeCall, type NativeLibrary } from '../native.ts';
import { WORD } from './memory.ts';

const U = 'ulong';
const P = 'void *';

/** Place in CK_FUNCTION_LIST (v2.40, behind the version) and argument types of what is used. */
const FUNCTIONS = {
  initialize: [0, P],
  finalize: [1, P],
  getSlotList: [4, 'uint8_t', P, P],
  getTokenInfo: [6, U, P],
  getMechanismList: [7, U, P, P],
  openSession: [12, U, U, P, P, P],
  closeSession: [13, U],
  closeAllSessions: [14, U],
  login: [18, U, U, P, U],
  destroyObject: [22, U, U],
  getAttributeValue: [24, U, U, P, U],
  findObjectsInit: [26, U, P, U],
  findObjects: [27, U, P, U, P],
  findObjectsFinal: [28, U],
  encryptInit: [29, U, P, U],
  encrypt: [30, U, P, U, P, P],
  decryptInit: [33, U, P, U],
  decrypt: [34, U, P, U, P, P],
  signInit: [42, U, P, U],
  sign: [43, U, P, U, P, P],
  generateKey: [58, U, P, P, U, P],
  generateKeyPair: [59, U, P, P, U, P, U, P, P],
  deriveKey: [62, U, P, U, P, U, P],
  generateRandom: [64, U, P, U],
} as const satisfies Readonly<Record<string, readonly [number, ...string[]]>>;

/** Functions of a token by name, without the prefix C_. */
export type CryptokiName = keyof typeof FUNCTIONS;

/** A loaded PKCS#11 library. */
export interface Cryptoki extends Readonly<Record<CryptokiName, NativeCall>> {
  readonly file: string;
  readonly native: NativeLibrary;
}

const entriesOf = <K extends string, V>(record: Readonly<Record<K, V>>): readonly (readonly [K, V])[] =>
  Object.entries(record) as [K, V][];

/** Loads a PKCS#11 library by C_GetFunctionList, the one name that every library has. Throws `keys.device-library`. */
export const loadCryptoki = async (file: string): Promise<Cryptoki> => {
  const native = await loadNative(file);
  const pointer = Buffer.alloc(WORD);
  const code = await native.named('C_GetFunctionList', U, [P])(pointer);
  const list = pointer.readBigUInt64LE();
  if (code !== 0 || list === 0n)
    throw new DomainError('keys.device-library', { file, reason: `C_GetFunctionList answers ${code}` });
  const bytes = native.read(list, WORD * 66);
  if (bytes[0] !== 2 && bytes[0] !== 3)
    throw new DomainError('keys.device-library', { file, reason: `PKCS#11 of version ${bytes[0] ?? 0}` });
  const table = entriesOf(FUNCTIONS).map(([name, [place, ...args]]) => {
    const call = native.at(bytes.readBigUInt64LE(WORD * (place + 1)), U, args);
    return [name, call] as const;
  });
  return { ...(Object.fromEntries(table) as Record<CryptokiName, NativeCall>), file, native };
};

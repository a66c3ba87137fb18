import { loadNative, type NativeCall } from '../native.ts';

const H = 'void *';
const N = 'uint32_t';

/** Functions of GM/T 0018-2012 by name without the prefix SDF_, with the types of their arguments. */
const FUNCTIONS = {
  OpenDevice: [H],
  CloseDevice: [H],
  OpenSession: [H, H],
  CloseSession: [H],
  GenerateRandom: [H, N, H],
  GetPrivateKeyAccessRight: [H, N, H, N],
  ReleasePrivateKeyAccessRight: [H, N],
  ExportSignPublicKey_ECC: [H, N, H],
  InternalSign_ECC: [H, N, H, N, H],
  ExternalVerify_ECC: [H, N, H, H, N, H],
  GenerateKeyWithKEK: [H, N, N, N, H, H, H],
  ImportKeyWithKEK: [H, N, N, H, N, H],
  DestroyKey: [H, H],
  Encrypt: [H, H, N, H, H, N, H, H],
  Decrypt: [H, H, N, H, H, N, H, H],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Functions that are used, without the prefix SDF_. */
export type SdfName = keyof typeof FUNCTIONS;

/** A loaded library of GM/T 0018. */
export type Sdf = Readonly<Record<SdfName, NativeCall>>;

/** Loads the library of a vendor. Throws `keys.device-library` with the function that it lacks. */
export const loadSdf = async (file: string): Promise<Sdf> => {
  const native = await loadNative(file);
  const calls = Object.entries(FUNCTIONS).map(([name, args]) => [name, native.named(`SDF_${name}`, 'int', args)]);
  return Object.fromEntries(calls) as Sdf;
};

/** Algorithms of GM/T 0006-2012 (from public headers; the text is unverified). */
export const SGD = { sm4Ecb: 0x401, sm4Cbc: 0x402, sm2Sign: 0x20200 } as const;

const BASE = 0x01000000;
const OK = 0;
/** SDR_COMMFAIL, SDR_HARDFAIL, SDR_OPENDEVICE, SDR_OPENSESSION: opening all again may help. */
const LOST: ReadonlySet<number> = new Set([BASE + 3, BASE + 4, BASE + 5, BASE + 6]);
const KEY_NOT_THERE = BASE + 8;

/** A function did not answer SDR_OK. */
export class SdfFailure extends Error {
  readonly place: SdfName;
  readonly code: number;
  constructor(place: SdfName, code: number) {
    super(`SDF_${place} answers 0x${(code >>> 0).toString(16)}`);
    this.place = place;
    this.code = code;
  }

  get lost(): boolean {
    return LOST.has(this.code);
  }

  get keyAbsent(): boolean {
    return this.code === KEY_NOT_THERE;
  }
}

/** Throws {@link SdfFailure} unless the function answered SDR_OK. */
export const expectOk = (place: SdfName, code: number): void => {
  if (code !== OK) throw new SdfFailure(place, code);
};

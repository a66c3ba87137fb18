import { createSm2Engine, type Engine } from '../engine/engine.ts';
import { GmError, requireLength } from '../errors.ts';
import { requirePointShape, SM2_NUMBER, SM2_SIGNATURE } from './curve.ts';

/** Answers of a check, as they stand in the bytes of a batch. `badKey`: the key is no point of the curve. */
export const SM2_ANSWER = { wrong: 0, right: 1, badKey: 2 } as const;

/**
 * Bytes of one entry of a packed batch: e(32) r(32) s(32) x(32) y(32), all most significant byte first, then the number of
 * the key's handle (4 bytes, least significant first; 0 for none). The number is a hint: when the tables behind it are not
 * those of x and y, the check goes without tables.
 */
export const SM2_ITEM_BYTES = 164;
const HANDLE_AT = 160;
const KEY_AT = 96;
const MARK_AT = 64;

/** A public key with tables, as {@link Sm2Verifier.prepare} made it. Belongs to one verifier. */
export interface Sm2KeyHandle {
  /** From 1; for packed batches. */
  readonly number: number;
  /** 65 bytes. */
  readonly publicKey: Uint8Array;
}

/** One signature to check: a handle where the signer is known, else a public key of 65 bytes. */
export interface Sm2Check {
  readonly key: Sm2KeyHandle | Uint8Array;
  /** Digest of 32 bytes: see `sm2Digest`. */
  readonly e: Uint8Array;
  /** r||s, 64 bytes. */
  readonly signature: Uint8Array;
}

/** Bounds of a verifier. */
export interface Sm2VerifierOptions {
  /** Keys whose tables are kept, 4,680 bytes each; default 1,024, at most 262,144. */
  readonly keys?: number;
  /** Signatures that go into the engine at once; default 256, at most 65,536. Longer batches go in pieces. */
  readonly batch?: number;
}

const [DEFAULT_KEYS, MOST_KEYS] = [1024, 262_144];
const [DEFAULT_BATCH, MOST_BATCH] = [256, 65_536];

const bounded = (value: number, most: number, name: string): number => {
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new GmError('gm.length', `${name} is a number from 1 to ${most}`);
  return value;
};

const nameOf = (publicKey: Uint8Array): string => String.fromCharCode(...publicKey);

/**
 * Checks SM2 signatures (GB/T 32918.2-2016, 7.1) in an engine of its own: one verifier a thread. Keys that come again get
 * tables, with which a check takes less than half of the time; making them costs about one check. When there is no room,
 * the tables that were not used lately go, and whoever still holds their handle is served without. Public data only: the
 * time of a check tells its inputs.
 */
export class Sm2Verifier {
  readonly #engine: Engine = createSm2Engine();
  readonly #keys: number;
  readonly #batch: number;
  readonly #answers: number;
  readonly #arena: number;
  readonly #handles: Sm2KeyHandle[] = [];
  readonly #byKey = new Map<string, Sm2KeyHandle>();
  #hand = 0;

  /** Throws `gm.length` for bounds out of range. Memory for tables is taken as keys come. */
  constructor({ keys = DEFAULT_KEYS, batch = DEFAULT_BATCH }: Sm2VerifierOptions = {}) {
    this.#keys = bounded(keys, MOST_KEYS, 'keys');
    this.#batch = bounded(batch, MOST_BATCH, 'batch');
    this.#answers = this.#engine.free + this.#batch * SM2_ITEM_BYTES;
    this.#arena = Math.ceil((this.#answers + this.#batch) / 64) * 64;
    this.#engine.reserve(this.#arena);
  }

  /** Makes tables for a key, or finds them. Throws `gm.key` for what is no public key. */
  prepare(publicKey: Uint8Array): Sm2KeyHandle {
    requirePointShape(publicKey);
    const name = nameOf(publicKey);
    const known = this.#byKey.get(name);
    if (known !== undefined) return known;
    const number = this.#room();
    this.#engine.give(publicKey.subarray(1));
    if (this.#engine.call.prepare(number) === 0) throw new GmError('gm.key', 'the point is not on the curve');
    const old = this.#handles[number - 1];
    if (old !== undefined) this.#byKey.delete(nameOf(old.publicKey));
    const handle = { number, publicKey: Uint8Array.from(publicKey) };
    this.#handles[number - 1] = handle;
    this.#byKey.set(name, handle);
    return handle;
  }

  /** Whether a handle still has its tables. */
  isPrepared(handle: Sm2KeyHandle): boolean {
    return this.#handles[handle.number - 1] === handle;
  }

  /**
   * Checks one signature over a digest. A wrong one is `false`, r or s out of range included. Throws `gm.length`; `gm.key`
   * for a key that is no point of the curve.
   */
  verify(key: Sm2KeyHandle | Uint8Array, e: Uint8Array, signature: Uint8Array): boolean {
    const answer = this.verifyBatch([{ key, e, signature }])[0];
    if (answer === SM2_ANSWER.badKey) throw new GmError('gm.key', 'the point is not on the curve');
    return answer === SM2_ANSWER.right;
  }

  /** Checks signatures: one byte of {@link SM2_ANSWER} each. Throws `gm.length`, and `gm.key` for a key of another shape. */
  verifyBatch(checks: readonly Sm2Check[]): Uint8Array {
    const packed = new Uint8Array(checks.length * SM2_ITEM_BYTES);
    checks.forEach((check, at) => packSm2Check(check, packed, at));
    return this.verifyPacked(packed);
  }

  /** Checks a packed batch, see {@link SM2_ITEM_BYTES}; `packed` may be shared memory. Throws `gm.length` for no whole items. */
  verifyPacked(packed: Uint8Array): Uint8Array {
    const count = packed.length / SM2_ITEM_BYTES;
    if (!Number.isInteger(count)) throw new GmError('gm.length', 'a packed batch is no whole number of items');
    const answers = new Uint8Array(count);
    const { call, bytes, free } = this.#engine;
    for (let from = 0; from < count; from += this.#batch) {
      const size = Math.min(this.#batch, count - from);
      bytes().set(packed.subarray(from * SM2_ITEM_BYTES, (from + size) * SM2_ITEM_BYTES), free);
      call.verifyBatch(free, size, this.#answers);
      answers.set(bytes().subarray(this.#answers, this.#answers + size), from);
    }
    return answers;
  }

  /** A slot that was never used, else one without a mark of use: marks are taken away in turn (second chance). */
  #room(): number {
    const { call, reserve, bytes } = this.#engine;
    const used = this.#handles.length;
    const size = call.slotBytes();
    if (used < this.#keys) {
      reserve(this.#arena + (used + 1) * size);
      call.setArena(this.#arena, used + 1);
      return used + 1;
    }
    for (;;) {
      const at = this.#hand;
      this.#hand = (at + 1) % this.#keys;
      const mark = this.#arena + at * size + MARK_AT;
      if (bytes()[mark] === 0) return at + 1;
      bytes()[mark] = 0;
    }
  }
}

/**
 * Writes a check as entry `at` of a packed batch (for another thread: over a SharedArrayBuffer). Throws `gm.length`, `gm.key`.
 */
export const packSm2Check = ({ key, e, signature }: Sm2Check, packed: Uint8Array, at: number): void => {
  const publicKey = key instanceof Uint8Array ? key : key.publicKey;
  requirePointShape(publicKey);
  requireLength(e, SM2_NUMBER, 'the digest');
  requireLength(signature, SM2_SIGNATURE, 'the signature');
  const from = at * SM2_ITEM_BYTES;
  if (from < 0 || from + SM2_ITEM_BYTES > packed.length) throw new GmError('gm.length', 'the batch has no such entry');
  packed.set(e, from);
  packed.set(signature, from + SM2_NUMBER);
  packed.set(publicKey.subarray(1), from + KEY_AT);
  const number = key instanceof Uint8Array ? 0 : key.number;
  packed.set([number & 0xff, (number >>> 8) & 0xff, (number >>> 16) & 0xff, number >>> 24], from + HANDLE_AT);
};

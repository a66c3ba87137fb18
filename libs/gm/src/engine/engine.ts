import { hex } from '../bytes.ts';
import { ENGINE_BINARY } from './binary.generated.ts';

/** What the compiled engine offers; addresses are bytes in its memory. */
interface EngineExports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly setup: () => void;
  readonly freeAddress: () => number;
  readonly exchangeAddress: () => number;
  readonly slotBytes: () => number;
  readonly setArena: (first: number, count: number) => void;
  readonly verifyBatch: (items: number, count: number, answers: number) => void;
  readonly prepare: (slot: number) => number;
  readonly multiplyBase: () => number;
  readonly multiplyAdd: () => number;
  readonly multiplySecret: () => number;
  readonly addPoints: () => number;
  readonly decompress: (parity: number) => number;
  readonly ghash: (data: number, blocks: number) => void;
}

/** The part of the global `WebAssembly` that is used; every Node and browser has it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const PAGE = 65_536;
/** p, n, R^2 mod p, R mod p for R = 2^261, b, and the base point (GB/T 32918.5-2017), as the engine wants them. */
const CONSTANTS = hex(
  'fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff' +
    'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123' +
    '0000100000000800000004000000040000000bfffffffc000000080000000c00' +
    '000000200000000000000000000000000000001fffffffe00000000000000020' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
);

/** One instance of the engine with its memory. Not to be shared between threads: each makes its own. */
export interface Engine {
  readonly call: EngineExports;
  /** First byte behind the engine's own data; what is laid out there belongs to whoever made the instance. */
  readonly free: number;
  /** Puts bytes where single calls read them. */
  readonly give: (bytes: Uint8Array, offset?: number) => void;
  /** Takes a copy of what a call left. */
  readonly take: (length: number, offset?: number) => Uint8Array;
  /** All of the memory; valid until the next {@link Engine.reserve}. */
  readonly bytes: () => Uint8Array;
  /** Makes the memory at least so many bytes long. Throws RangeError when the machine has none left. */
  readonly reserve: (end: number) => void;
}

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** Compiled once a thread, whatever the number of instances. */
const compiled = once((): object => new WebAssembly.Module(fromBase64(ENGINE_BINARY)));

/**
 * Makes an instance. Public data only: its time depends on scalars and points, so no private key may enter it. Its GHASH
 * and `multiplySecret` alone take the same steps for all values.
 */
export const createEngine = (): Engine => {
  // the binary is made from libs/gm/assembly, so its exports are those of EngineExports
  const call = new WebAssembly.Instance(compiled(), {}).exports as EngineExports;
  const exchange = call.exchangeAddress();
  let view = new Uint8Array(call.memory.buffer);
  return {
    call,
    free: call.freeAddress(),
    give: (bytes, offset = 0) => view.set(bytes, exchange + offset),
    take: (length, offset = 0) => view.slice(exchange + offset, exchange + offset + length),
    bytes: () => view,
    reserve: (end) => {
      const missing = end - view.length;
      if (missing <= 0) return;
      call.memory.grow(Math.ceil(missing / PAGE));
      view = new Uint8Array(call.memory.buffer);
    },
  };
};

/** Makes an instance that can do SM2: the tables of the base point take some milliseconds. */
export const createSm2Engine = (): Engine => {
  const engine = createEngine();
  engine.give(CONSTANTS);
  engine.call.setup();
  return engine;
};

/** The instance of this thread for single SM2 calls, made when it is first needed. */
export const sharedSm2Engine: () => Engine = once(createSm2Engine);

/** The instance of this thread for GHASH. */
export const sharedGhashEngine: () => Engine = once(createEngine);

import { DomainError } from '@chedun/kernel';
import { endianness } from 'node:os';

/** The part of koffi that calls a C interface; pointers are buffers or addresses. */
interface Koffi {
  readonly load: (path: string) => { readonly func: (name: string, result: string, args: string[]) => Callable };
  readonly decode: (address: bigint, type: unknown) => Callable;
  readonly proto: (result: string, args: string[]) => unknown;
  readonly view: (address: bigint, length: number) => ArrayBuffer;
  readonly address: (bytes: Uint8Array) => bigint;
  readonly sizeof: (type: string) => number;
}

interface Callable {
  (...args: readonly NativeValue[]): unknown;
  readonly async: (...args: readonly unknown[]) => void;
}

/** A value of a C call: a number, an address, bytes that the function reads or writes, or no pointer at all. */
export type NativeValue = number | bigint | Uint8Array | null;

/** A C function that runs outside the event loop and answers its code. */
export type NativeCall = (...args: readonly NativeValue[]) => Promise<number>;

/** A loaded library of a device. */
export interface NativeLibrary {
  /** The function of this name; every argument is a type of C as koffi writes it. Throws `keys.device-library`. */
  readonly named: (name: string, result: string, args: readonly string[]) => NativeCall;
  /** The function at this address. */
  readonly at: (address: bigint, result: string, args: readonly string[]) => NativeCall;
  /** Copy of memory that the library owns. */
  readonly read: (address: bigint, length: number) => Buffer;
  /** Where bytes lie; they must be kept while the library may use them. */
  readonly addressOf: (bytes: Uint8Array) => bigint;
}

const bad = (file: string, reason: string, cause?: unknown): DomainError =>
  new DomainError('keys.device-library', { file, reason }, cause);

const koffiFor = async (file: string): Promise<Koffi> => {
  try {
    const loaded: unknown = await import('koffi');
    return (loaded as { readonly default: Koffi }).default;
  } catch (cause) {
    throw bad(file, 'the package koffi is not installed: npm install koffi@3.3.4', cause);
  }
};

/** Arguments of running calls stay referenced, so that their memory does. */
const outside = (call: Callable): NativeCall => {
  const running = new Set<readonly NativeValue[]>();
  return (...args) =>
    new Promise((resolve, reject) => {
      running.add(args);
      call.async(...args, (error: unknown, answer: unknown) => {
        running.delete(args);
        if (error === null || error === undefined) resolve(Number(answer));
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
};

/** Loads the library of a device. Throws `keys.device-library` with what is missing. */
export const loadNative = async (file: string): Promise<NativeLibrary> => {
  const koffi = await koffiFor(file);
  if (endianness() !== 'LE' || koffi.sizeof('ulong') !== 8)
    throw bad(file, 'devices are supported on 64-bit little-endian Linux and macOS');
  try {
    const library = koffi.load(file);
    return {
      named: (name, result, args) => {
        try {
          return outside(library.func(name, result, [...args]));
        } catch (cause) {
          throw bad(file, `the library has no ${name}`, cause);
        }
      },
      at: (address, result, args) => outside(koffi.decode(address, koffi.proto(result, [...args]))),
      read: (address, length) => Buffer.from(koffi.view(address, length).slice(0)),
      addressOf: (bytes) => koffi.address(bytes),
    };
  } catch (cause) {
    throw bad(file, 'it cannot be loaded', cause);
  }
};

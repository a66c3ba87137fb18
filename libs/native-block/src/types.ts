import { nativeBlockError } from './errors.ts';

const SCALARS = [
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'Float32',
  'Float64',
  'DateTime',
  'DateTime64(3)',
  'IPv4',
  'IPv6',
] as const;

/** Names of the types of fixed width that the reader knows. */
export type ScalarName = (typeof SCALARS)[number];

/** A parsed column type. */
export type NativeType =
  | { readonly kind: 'scalar'; readonly name: ScalarName }
  | { readonly kind: 'string' }
  | { readonly kind: 'fixed'; readonly width: number }
  | { readonly kind: 'array' | 'nullable'; readonly inner: NativeType };

// Deeper nesting does not occur and would only feed the recursion.
const MAX_DEPTH = 8;

/** Parses a type name. Time zones of DateTime and DateTime64(3) are accepted and dropped: the value is UTC anyway. */
export const parseType = (text: string, depth = 0): NativeType => {
  const unsupported = (): never => {
    throw nativeBlockError('native-block.unsupported-type', { reason: text.slice(0, 100) });
  };
  if (depth > MAX_DEPTH) return unsupported();
  if (text === 'String') return { kind: 'string' };
  const name = text.replace(
    /^(DateTime)\('[\w/+-]{1,64}'\)$|^(DateTime64\(3), ?'[\w/+-]{1,64}'\)$/,
    (_all, plain, milli) => (plain === undefined ? `${milli})` : plain),
  );
  const scalar = SCALARS.find((known) => known === name);
  if (scalar !== undefined) return { kind: 'scalar', name: scalar };
  const width = /^FixedString\(([1-9]\d{0,4})\)$/.exec(text)?.[1];
  if (width !== undefined) return { kind: 'fixed', width: Number(width) };
  const inner = /^(Array|Nullable)\((.{1,500})\)$/.exec(text);
  if (inner?.[2] === undefined) return unsupported();
  return { kind: inner[1] === 'Array' ? 'array' : 'nullable', inner: parseType(inner[2], depth + 1) };
};

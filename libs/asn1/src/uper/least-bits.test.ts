import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueArb } from '../../testing/index.ts';
import {
  bits,
  boolean,
  choice,
  enumerated,
  extensibleInteger,
  ia5,
  integer,
  listOf,
  nothing,
  octets,
  openBits,
  openChoice,
  openEnumerated,
  openSequence,
  optional,
  reference,
  sequence,
  utf8,
} from '../schema.ts';
import type { Type } from '../types.ts';
import { decodeUper } from './decode.ts';
import { encodeUper } from './encode.ts';
import { leastBits } from './least-bits.ts';

const cases: readonly (readonly [name: string, type: Type, bits: number])[] = [
  ['boolean', boolean, 1],
  ['null', nothing, 0],
  ['constrained integer', integer(0, 28_800), 15],
  ['integer with one value', integer(5, 5), 0],
  ['semi-constrained integer', integer(0), 16],
  ['free integer', integer(), 16],
  ['extensible integer', extensibleInteger(0, 255), 1],
  ['enumeration', enumerated(['a', 'b', 'c']), 2],
  ['open enumeration', openEnumerated(['a', 'b', 'c']), 1],
  ['fixed bits', bits(13), 13],
  ['bits of a range', bits(2, 9), 5],
  ['open bits', openBits(13), 1],
  ['octets', octets(8), 64],
  ['any octets', octets(), 8],
  ['IA5', ia5(1, 63), 13],
  ['UTF-8', utf8(), 8],
  ['list', listOf(integer(0, 255), 2, 5), 18],
  ['list of lists', listOf(listOf(boolean, 1, 2), 2, 2), 4],
  ['sequence', sequence({ a: integer(0, 3), b: optional(octets(100)), c: boolean }), 4],
  ['open sequence', openSequence({ a: boolean }, { b: octets(9) }), 2],
  ['choice', choice({ a: octets(2), b: boolean, c: integer() }), 3],
  ['open choice', openChoice({ a: octets(2) }), 1],
];

describe('the least bits of a type', () => {
  it.each(cases)('%s', (_, type, expected) => {
    expect(leastBits(type)).toBe(expected);
    expect(leastBits(type)).toBe(expected);
  });

  it.each(cases)('is not more than any %s takes', (_, type) => {
    fc.assert(
      fc.property(valueArb(type), (value) => {
        expect(decodeUper(type, encodeUper(type, value)).bitLength).toBeGreaterThanOrEqual(leastBits(type));
      }),
      { numRuns: 60 },
    );
  });

  it('counts nothing for a reference, so that types may contain themselves', () => {
    const tree: Type = sequence({ leaf: boolean, below: reference((): Type => tree) });
    expect(leastBits(tree)).toBe(1);
  });
});

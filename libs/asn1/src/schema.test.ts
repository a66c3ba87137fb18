import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  bits,
  choice,
  enumerated,
  ia5,
  integer,
  listOf,
  octets,
  openBits,
  openChoice,
  openEnumerated,
  openSequence,
  optional,
  sequence,
} from './schema.ts';
import type { Bits, UnknownName, ValueOf } from './value.ts';

describe('types', () => {
  it('keep the order of fields and count the optional ones', () => {
    const type = openSequence({ b: integer(0, 1), a: optional(integer(0, 1)), c: optional(ia5()) }, { d: octets() });
    expect(type.members.map((member) => [member.name, member.optional])).toEqual([
      ['b', false],
      ['a', true],
      ['c', true],
    ]);
    expect(type).toMatchObject({ optionals: 2, extensible: true });
    expect(type.additions.map((member) => member.name)).toEqual(['d']);
  });

  it('number names and alternatives, root first', () => {
    expect([...openEnumerated(['x', 'y'], ['z']).numbers]).toEqual([
      ['x', 0],
      ['y', 1],
      ['z', 2],
    ]);
    const type = openChoice({ p: integer() }, { q: integer() });
    expect([...type.numbers]).toEqual([
      ['p', 0],
      ['q', 1],
    ]);
    expect([type.members.length, type.additions.length]).toEqual([1, 1]);
  });

  it('of fixed size have one argument', () => {
    expect(bits(5).size).toEqual({ min: 5, max: 5, extensible: false });
    expect(openBits(8).size).toEqual({ min: 8, max: 8, extensible: true });
    expect(octets(8).size).toEqual({ min: 8, max: 8, extensible: false });
    expect(octets().size).toEqual({ min: 0, max: undefined, extensible: false });
    expect(octets(2, 512).size.max).toBe(512);
  });

  it.each([
    ['an empty range', () => integer(2, 1)],
    ['a bound that is no integer', () => integer(0, 1.5)],
    ['a range wider than 2^53', () => integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)],
    ['an upper bound alone', () => integer(undefined, 5)],
    ['a negative size', () => bits(-1)],
    ['an empty size', () => octets(5, 4)],
    ['a name twice', () => enumerated(['a', 'a'])],
    ['a name before and behind the marker', () => openEnumerated(['a'], ['a'])],
    ['no names', () => enumerated([])],
    ['no alternatives', () => choice({})],
    ['a field before and behind the marker', () => openSequence({ a: integer() }, { a: integer() })],
  ])('cannot have %s', (_, build) => {
    expect(build).toThrow(/^asn1\.schema/);
  });

  it('give TypeScript the shape of their values', () => {
    const type = openSequence({
      kind: openEnumerated(['on', 'off']),
      mask: optional(bits(3)),
      rows: listOf(choice({ a: integer(0, 1), b: sequence({ c: ia5() }) })),
    });
    type V = ValueOf<typeof type>;
    expectTypeOf<V['kind']>().toEqualTypeOf<'on' | 'off' | UnknownName>();
    expectTypeOf<V['mask']>().toEqualTypeOf<Bits | undefined>();
    const value: V = { kind: 'on', rows: [{ a: 1 }, { b: { c: 'x' } }] };
    expect(value.rows).toHaveLength(2);
  });
});

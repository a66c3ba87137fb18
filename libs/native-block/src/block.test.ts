import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ipv4, ipv6 } from './addresses.ts';
import { encodeBlock } from './block.ts';
import type { Column } from './column.ts';
import { array, nullable } from './nested.ts';
import * as numbers from './numbers.ts';
import { readBlocks, type NativeValue } from './read.ts';
import { fixedString, string } from './text.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const roundTrip = <Value>(column: Column<Value>, values: readonly Value[]): readonly NativeValue[] => {
  column.reset();
  for (const value of values) column.push(value);
  const bytes = encodeBlock([{ name: 'c', column }]);
  return readBlocks(bytes)[0]?.columns[0]?.values ?? [];
};

const keeps = <Value>(make: () => Column<Value>, value: fc.Arbitrary<Value>, as = (v: Value): unknown => v): void => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      expect(roundTrip(make(), values)).toEqual(values.map(as));
    }),
  );
};

describe('the bytes of a block', () => {
  test('are count, rows, then name, type and data of each column', () => {
    const a = numbers.uint16();
    const b = string();
    a.push(1);
    a.push(0x0203);
    b.push('x');
    b.push('车');
    const bytes = encodeBlock([
      { name: 'a', column: a },
      { name: 'b', column: b },
    ]);
    expect(hex(bytes)).toBe(
      ['02', '02', '0161', '0655496e743136', '0100', '0302', '0162', '06537472696e67', '0178', '03e8bda6'].join(''),
    );
  });

  test('hold cumulative offsets for arrays and a null map for nullables', () => {
    const list = array(numbers.uint8());
    list.push([7, 8]);
    list.push([]);
    list.push([9]);
    expect(hex(encodeBlock([{ name: 'l', column: list }])).slice(-54)).toBe(
      '0200000000000000' + '0200000000000000' + '0300000000000000' + '070809',
    );
    const maybe = nullable(numbers.uint8(), 0);
    maybe.push(null);
    maybe.push(5);
    expect(hex(encodeBlock([{ name: 'm', column: maybe }])).slice(-8)).toBe('01000005');
  });

  test('refuse columns of different length', () => {
    const a = numbers.uint8();
    a.push(1);
    const both = [
      { name: 'a', column: a },
      { name: 'b', column: string() },
    ];
    expect(() => encodeBlock(both)).toThrow('b: 0 rows, not 1'.slice(3));
  });

  test('do not change when the column is used again', () => {
    const column = string();
    column.push('first');
    const bytes = encodeBlock([{ name: 'c', column }]);
    const before = hex(bytes);
    column.reset();
    column.push('other');
    expect(hex(bytes)).toBe(before);
    expect(readBlocks(encodeBlock([{ name: 'c', column }]))[0]?.columns[0]?.values).toEqual(['other']);
  });

  test('of several blocks in a row are read as several blocks', () => {
    const column = numbers.uint8();
    column.push(1);
    const one = encodeBlock([{ name: 'c', column }]);
    expect(readBlocks(Buffer.concat([one, one])).map((block) => block.rows)).toEqual([1, 1]);
  });
});

const integers = [
  { make: numbers.uint8, min: 0, max: 0xff },
  { make: numbers.uint16, min: 0, max: 0xffff },
  { make: numbers.uint32, min: 0, max: 0xffffffff },
  { make: numbers.int8, min: -0x80, max: 0x7f },
  { make: numbers.int16, min: -0x8000, max: 0x7fff },
  { make: numbers.int32, min: -0x80000000, max: 0x7fffffff },
];

describe('numbers', () => {
  test.each(integers)('$make.name keeps its whole range and refuses what is outside', ({ make, min, max }) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min, max })), (values) => {
        expect(roundTrip(make(), values)).toEqual(values);
      }),
    );
    for (const wrong of [min - 1, max + 1, 0.5, Number.NaN, Infinity])
      expect(() => make().push(wrong)).toThrow('is not a');
  });

  test('64-bit integers take numbers and bigints alike', () => {
    const unsigned = fc.oneof(fc.bigInt(0n, 2n ** 64n - 1n), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
    const signed = fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.maxSafeInteger());
    keeps<number | bigint>(numbers.uint64, unsigned, BigInt);
    keeps<number | bigint>(numbers.int64, signed, BigInt);
    for (const wrong of [-1, -1n, 2n ** 64n, 2 ** 53, 1.5])
      expect(() => numbers.uint64().push(wrong)).toThrow('UInt64');
    for (const wrong of [2n ** 63n, -(2n ** 63n) - 1n]) expect(() => numbers.int64().push(wrong)).toThrow('Int64');
  });

  test('floats keep NaN, infinities and the sign of zero', () => {
    keeps(numbers.float64, fc.double());
    keeps(numbers.float32, fc.float());
  });

  test('times are milliseconds in the reader; years outside 1900 to 2299 are refused', () => {
    const { min, max } = numbers.DATE_TIME_64_RANGE;
    keeps(numbers.dateTime64, fc.integer({ min, max }));
    expect(roundTrip(numbers.dateTime(), [0, 0xffffffff])).toEqual([0, 4294967295000]);
    expect(() => numbers.dateTime64().push(min - 1)).toThrow('DateTime64');
    expect(() => numbers.dateTime64().push(max + 1)).toThrow('DateTime64');
  });
});

describe('text', () => {
  test('any string survives as UTF-8, at every length around the varint steps', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 })), (values) => {
        expect(roundTrip(string(), values)).toEqual(values);
      }),
    );
    const lengths = [0, 1, 23, 24, 25, 42, 43, 127, 128, 5461, 5462, 16383, 16384, 70000];
    for (const letter of ['a', 'é', '车']) {
      const values = lengths.map((length) => letter.repeat(length));
      expect(roundTrip(string(), values)).toEqual(values);
    }
  });

  test('bytes are stored as they are', () => {
    const column = string();
    column.push(Uint8Array.of(0xff, 0x00, 0x0a, 0x0a));
    expect(hex(encodeBlock([{ name: 'c', column }])).slice(-10)).toBe('04ff000a0a');
  });

  test('a lone surrogate becomes the replacement character', () => {
    expect(roundTrip(string(), ['a\ud800'])).toEqual(['a\ufffd']);
  });

  test('FixedString fills with zero bytes and refuses longer values', () => {
    expect(roundTrip(fixedString(4), ['ab', Uint8Array.of(1, 2, 3, 4)])).toEqual([
      Uint8Array.of(0x61, 0x62, 0, 0),
      Uint8Array.of(1, 2, 3, 4),
    ]);
    expect(() => fixedString(2).push('车')).toThrow('3 bytes');
    expect(() => fixedString(0)).toThrow('width');
  });
});

describe('nested columns', () => {
  test('arrays of nullable strings come back', () => {
    const value = fc.array(fc.option(fc.string({ maxLength: 20 })), { maxLength: 6 });
    keeps(() => array(nullable(string(), '')), value);
  });
});

describe('addresses', () => {
  test('IPv4 keeps its text', () => {
    keeps(ipv4, fc.ipV4());
    for (const wrong of ['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.4 ', '1..2.3', 'a.b.c.d']) {
      expect(() => ipv4().push(wrong)).toThrow('not an address');
    }
  });

  test('IPv6 is read in all its forms', () => {
    const cases = {
      '::': '0:0:0:0:0:0:0:0',
      '::1': '0:0:0:0:0:0:0:1',
      'fe80::1:2': 'fe80:0:0:0:0:0:1:2',
      '2001:DB8:0:0:0:0:0:1': '2001:db8:0:0:0:0:0:1',
      '1:2:3:4:5:6:7::': '1:2:3:4:5:6:7:0',
      '::ffff:1.2.3.4': '0:0:0:0:0:ffff:102:304',
      '10.0.0.1': '0:0:0:0:0:ffff:a00:1',
    };
    expect(roundTrip(ipv6(), Object.keys(cases))).toEqual(Object.values(cases));
    for (const wrong of [
      '',
      ':',
      ':::',
      '1::2::3',
      '1:2:3',
      '1:2:3:4:5:6:7:8:9',
      'fe80::1%eth0',
      '12345::',
      '1.2.3.4::',
      '::1.2.3.4:5',
    ]) {
      expect(() => ipv6().push(wrong), wrong).toThrow('not an address');
    }
    fc.assert(fc.property(fc.ipV6(), (text) => roundTrip(ipv6(), [text]).length === 1));
  });
});

describe('the reader', () => {
  const sample = (): Uint8Array => {
    const text = string();
    const list = array(numbers.uint16());
    for (const row of ['a', 'bb', '']) {
      text.push(row);
      list.push([row.length, 1]);
    }
    return encodeBlock([
      { name: 'text', column: text },
      { name: 'list', column: list },
    ]);
  };

  const survives = (bytes: Uint8Array): void => {
    try {
      readBlocks(bytes, { maxRows: 10_000 });
    } catch (error) {
      if (!isDomainError(error, 'native-block.malformed', 'native-block.unsupported-type')) throw error;
    }
  };

  test('refuses every cut of a block with the offset', () => {
    const bytes = sample();
    for (let length = 1; length < bytes.length; length += 1) {
      expect(() => readBlocks(bytes.subarray(0, length))).toThrow('native-block.malformed');
    }
  });

  test('throws only its own errors for mutated and random bytes', () => {
    const bytes = sample();
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const copy = Uint8Array.from(bytes);
        copy[at] = byte;
        survives(copy);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives), { numRuns: 500 });
  });

  test('takes no memory for a count that cannot be true', () => {
    const head = Buffer.from('01ffff3f0163', 'hex');
    for (const type of ['String', 'UInt64', 'Array(String)', 'FixedString(65535)']) {
      const bytes = Buffer.concat([head, Buffer.from([type.length]), Buffer.from(type)]);
      expect(() => readBlocks(bytes)).toThrow('native-block.malformed');
    }
    expect(() => readBlocks(Buffer.from('ffffffffffffffffff', 'hex'))).toThrow('49 bits');
  });

  test('names the type that it does not know', () => {
    const block = (type: string): Buffer =>
      Buffer.concat([Buffer.from('01000163', 'hex'), Buffer.from([type.length]), Buffer.from(type)]);
    for (const type of [
      'LowCardinality(String)',
      'Array(',
      'FixedString(0)',
      `${'Array('.repeat(9)}UInt8${')'.repeat(9)}`,
    ]) {
      expect(() => readBlocks(block(type))).toThrow('native-block.unsupported-type');
    }
    expect(readBlocks(block("DateTime64(3, 'Asia/Shanghai')"))[0]?.rows).toBe(0);
    expect(readBlocks(block("DateTime('UTC')"))[0]?.rows).toBe(0);
  });
});

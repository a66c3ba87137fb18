import fc from 'fast-check';
import type { IdsMessageInput } from '../src/encode.ts';
import type { IdsContext, IdsTimestamp } from '../src/message.ts';

const bits = (width: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** width - 1 });

const timestampArb: fc.Arbitrary<IdsTimestamp> = fc.record({
  source: fc.constantFrom('autosar' as const, 'oem' as const),
  nanoseconds: bits(30),
  seconds: bits(32),
  reserved: bits(1),
});

const contextArb = (version: number): fc.Arbitrary<IdsContext> =>
  fc
    .record({
      number: bits(15),
      modified: fc.boolean(),
      long: fc.boolean(),
      data: fc.uint8Array({ maxLength: 200 }),
    })
    .map(({ number, modified, long, data }) => ({
      version: version >= 2 ? { number, modified } : undefined,
      longLength: long || data.length > 127,
      data,
    }));

const maybe = <Value>(some: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(some, { nil: undefined });

/** Any message that the default profile can carry, odd ones (reserved bits, id 0xFFFF, count 0) included. */
export const messageArb: fc.Arbitrary<Required<IdsMessageInput>> = fc.constantFrom(1, 2).chain((version) =>
  fc.record({
    version: fc.constant(version),
    idsm: bits(10),
    sensor: bits(6),
    event: fc.oneof(fc.constantFrom(0, 44, 100, 0x7fff, 0x8000, 0xfffe, 0xffff), bits(16)),
    count: fc.oneof(fc.constantFrom(0, 1, 500, 0xffff), bits(16)),
    timestamp: maybe(timestampArb),
    context: maybe(contextArb(version)),
    signature: maybe(fc.uint8Array({ maxLength: 80 })),
    reservedFlags: fc.constantFrom(0, 8),
    reserved: fc.oneof(fc.constant(0), bits(8)),
  }),
);

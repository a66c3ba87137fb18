import fc from 'fast-check';
import type { Layout, Part, Value, Values } from '../src/layout.ts';
import { MESSAGE_IDS, variantsOf } from '../src/messages.ts';
import type { HeaderEdition } from '../src/messages.ts';
import type { FrameInput } from '../src/frame.ts';

const BITS = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;
const uint = (size: 1 | 2 | 4): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 0, max: BITS[size] }), fc.constantFrom(0, 1, 2, 3, BITS[size]));
const digits = (bytes: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: bytes * 2, maxLength: bytes * 2 }).map((all) => all.join(''));
const textArb = (most: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({
      maxLength: Math.min(most, 12),
      unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)),
    }),
    fc.constantFrom('', '津', '车盾'.slice(0, Math.floor(most / 2))),
  );
const bytesArb = (size: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: size, maxLength: size });

const namedArb = (part: Extract<Part, { readonly name: string }>): fc.Arbitrary<Value> => {
  switch (part.kind) {
    case 'uint':
      return uint(part.size);
    case 'bcd':
      return digits(part.size);
    case 'padded':
      return textArb(part.size);
    case 'raw':
      return bytesArb(part.size);
    case 'text':
    case 'rest-text':
      return textArb(40);
    case 'bytes':
    case 'rest-bytes':
      return fc.uint8Array({ maxLength: 30 });
    case 'numbers':
      return fc.array(uint(part.size), { maxLength: 5 });
    case 'list':
    case 'open-list':
    case 'counted':
      return fc.array(layoutArb(part.layout), { maxLength: 3 });
    case 'group':
      return layoutArb(part.layout);
  }
};

const extraArb: fc.Arbitrary<Values> = fc.record({
  id: fc.integer({ min: 0xe0, max: 0xff }),
  value: fc.uint8Array({ maxLength: 20 }),
});
const parameterArb: fc.Arbitrary<Values> = fc.oneof(
  fc.record({ id: fc.constantFrom(0x01, 0x29, 0x55), value: uint(4) }),
  fc.record({ id: fc.constantFrom(0x13, 0x17, 0x83), value: textArb(40) }),
  fc.record({ id: fc.integer({ min: 0xf900, max: 0xffff }), value: fc.uint8Array({ maxLength: 20 }) }),
);

/** An optional tail of no bytes cannot be told from one that is missing. */
const isEmpty = (value: Value | undefined): boolean =>
  value === '' || (value instanceof Uint8Array && value.length === 0);

/** Adds the fields of the parts one after the other, because later ones depend on earlier ones. */
const addPart = (values: Values, part: Part): fc.Arbitrary<Values> => {
  if ('name' in part) {
    return namedArb(part).map((value) => ({
      ...values,
      ...(part.kind === 'counted' && Array.isArray(value) ? { [part.by]: value.length } : {}),
      [part.name]: value,
    }));
  }
  switch (part.kind) {
    case 'within':
      return grow(values, part.layout);
    case 'if-bit':
      return (Number(values[part.of]) & part.mask) === 0 ? fc.constant(values) : grow(values, part.layout);
    case 'optional':
      return fc.oneof(
        fc.constant(values),
        grow(values, part.layout).filter((grown) => Object.keys(grown).every((name) => !isEmpty(grown[name]))),
      );
    case 'choice':
      return grow(values, part.cases.get(Number(values[part.of])) ?? part.other);
    case 'extras':
      return fc.array(extraArb, { maxLength: 4 }).map((extras) => ({ ...values, extras }));
    case 'parameters':
      return fc.array(parameterArb, { maxLength: 4 }).map((parameters) => ({ ...values, parameters }));
  }
};

const grow = (values: Values, layout: Layout): fc.Arbitrary<Values> => {
  const [first, ...rest] = layout;
  return first === undefined ? fc.constant(values) : addPart(values, first).chain((grown) => grow(grown, rest));
};

/** Values that a layout can hold. */
const layoutArb = (layout: Layout): fc.Arbitrary<Values> => grow({}, layout);

/** Either header edition. */
export const editionArb: fc.Arbitrary<HeaderEdition> = fc.constantFrom('2011/2013', '2019');

const headerArb = (messageId: number, edition: HeaderEdition): fc.Arbitrary<FrameInput['header']> =>
  fc.record({
    messageId: fc.constant(messageId),
    edition: fc.constant(edition),
    phone: digits(edition === '2019' ? 10 : 6),
    serial: uint(2),
  });

/** Any frame of any known message, encodable. */
export const frameArb: fc.Arbitrary<FrameInput> = fc
  .tuple(fc.constantFrom(...MESSAGE_IDS), editionArb)
  .chain(([id, edition]) =>
    fc.constantFrom(...variantsOf(id, edition)).chain((variant) =>
      fc.tuple(headerArb(id, edition), layoutArb(variant.layout)).map(([header, values]) => ({
        header,
        body: { kind: 'fields' as const, variant: variant.name, values },
      })),
    ),
  );

/** A frame with random bytes for a body, known message or not. */
export const rawFrameArb: fc.Arbitrary<FrameInput> = fc
  .tuple(fc.oneof(fc.constantFrom(...MESSAGE_IDS), uint(2)), editionArb)
  .chain(([id, edition]) =>
    fc.tuple(headerArb(id, edition), fc.uint8Array({ maxLength: 120 })).map(([header, data]) => ({
      header,
      body: { kind: 'raw' as const, data },
    })),
  );

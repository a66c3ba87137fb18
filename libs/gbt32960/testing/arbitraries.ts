import fc from 'fast-check';
import type { Block, BlockList, NumberList } from '../src/block.ts';
import type { Edition } from '../src/codes.ts';
import { ANSWER, COMMAND } from '../src/codes.ts';
import type { EncodableBody, FrameInput, RealtimeItem } from '../src/frame.ts';
import { scaled } from '../src/layout.ts';
import type { Layout, Part } from '../src/layout.ts';
import { positionValue } from '../src/position.ts';
import { LAYOUTS, POSITION_TYPE } from '../src/realtime.ts';

const BITS = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;

/** Any integer of a field, its sentinels more often than chance would give. */
const uint = (size: 1 | 2 | 4): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.nat(BITS[size]) },
    { weight: 1, arbitrary: fc.constantFrom(BITS[size], BITS[size] - 1, 0) },
  );

const counted = <T>(size: 1 | 2, element: fc.Arbitrary<T>): fc.Arbitrary<{ count: number; elements: T[] }> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.array(element, { maxLength: 5 }).map((elements) => ({ count: elements.length, elements })),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(BITS[size], BITS[size] - 1).map((count) => ({ count, elements: [] as T[] })),
    },
  );

const partArb = (part: Part): fc.Arbitrary<Partial<Block>> => {
  if (part.kind === 'list') {
    return counted(part.countSize, uint(part.elementSize)).map(({ count, elements }): Partial<Block> => ({
      lists: { [part.name]: { count, values: elements } satisfies NumberList },
    }));
  }
  if (part.kind === 'groups') {
    return counted(1, blockArb(part.layout)).map(({ count, elements }): Partial<Block> => ({
      groups: { [part.name]: { count, blocks: elements } satisfies BlockList },
    }));
  }
  return fc.tuple(...part.fields.map((field) => uint(field.size))).map((numbers): Partial<Block> => {
    const raw: Record<string, number> = {};
    const value: Record<string, number | null> = {};
    for (const [index, field] of part.fields.entries()) {
      const number = numbers[index] ?? 0;
      raw[field.name] = number;
      if (field.scale !== undefined) value[field.name] = scaled(number, field.size, field.scale);
    }
    return { raw, value };
  });
};

/** A body that follows the table. */
const blockArb = (layout: Layout): fc.Arbitrary<Block> =>
  fc.tuple(...layout.map(partArb)).map((parts) => ({
    raw: Object.assign({}, ...parts.map((part) => part.raw)) as Block['raw'],
    value: Object.assign({}, ...parts.map((part) => part.value)) as Block['value'],
    lists: Object.assign({}, ...parts.map((part) => part.lists)) as Block['lists'],
    groups: Object.assign({}, ...parts.map((part) => part.groups)) as Block['groups'],
  }));

const bytesArb = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });

const itemArb = (edition: Edition): fc.Arbitrary<RealtimeItem> =>
  fc.oneof(
    fc.constantFrom(...LAYOUTS[edition].entries()).chain(([type, layout]) =>
      blockArb(layout).map((block) => ({
        kind: 'data' as const,
        type,
        ...block,
        value: type === POSITION_TYPE ? positionValue(block.raw) : block.value,
      })),
    ),
    fc.record({ kind: fc.constant('user' as const), type: fc.integer({ min: 0x80, max: 0xfe }), data: bytesArb(40) }),
  );

const timeArb = fc
  .integer({ min: 0, max: 3_155_759_999 })
  .map((seconds) => Date.UTC(1999, 11, 31, 16) + seconds * 1000);
const wordArb = fc.nat(0xffff);

/** Field text without trailing padding. */
const textArb = (size: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHJK0123456789 -'), maxLength: size });

const signatureArb = fc.record({ algorithm: fc.integer({ min: 1, max: 3 }), r: bytesArb(64), s: bytesArb(64) });

const realtimeArb = (edition: Edition): fc.Arbitrary<EncodableBody> =>
  fc
    .tuple(timeArb, fc.array(itemArb(edition), { maxLength: 5 }), fc.option(signatureArb, { nil: undefined }))
    .map(([time, items, signature]) => ({
      kind: 'realtime' as const,
      time,
      items,
      ...(edition === '2025' && signature !== undefined ? { signature } : {}),
    }));

const loginArb = (edition: Edition): fc.Arbitrary<EncodableBody> =>
  edition === '2016'
    ? fc
        .record({ time: timeArb, serial: wordArb, iccid: textArb(20), codeLength: fc.integer({ min: 1, max: 50 }) })
        .chain((base) => fc.array(textArb(base.codeLength), { maxLength: 4 }).map((codes) => ({ ...base, codes })))
        .map((login) => ({ kind: 'vehicle-login' as const, ...login, subsystems: login.codes.length }))
    : fc
        .record({
          time: timeArb,
          serial: wordArb,
          iccid: textArb(20),
          packs: fc.array(fc.array(textArb(24), { maxLength: 3 }), { maxLength: 3 }),
        })
        .map(({ packs, ...login }) => ({
          kind: 'vehicle-login-packs' as const,
          ...login,
          bmsCount: packs.length,
          packsPerBms: packs.map((codes) => codes.length),
          packCodes: packs.flat(),
        }));

type Case = readonly [command: number, answer: number, body: fc.Arbitrary<EncodableBody>];

const casesOf = (edition: Edition): readonly Case[] => [
  [COMMAND.vehicleLogin, ANSWER.command, loginArb(edition)],
  [COMMAND.realtime, ANSWER.command, realtimeArb(edition)],
  [COMMAND.resent, ANSWER.command, realtimeArb(edition)],
  [
    COMMAND.vehicleLogout,
    ANSWER.command,
    fc.record({ kind: fc.constant('logout' as const), time: timeArb, serial: wordArb }),
  ],
  [
    COMMAND.platformLogin,
    ANSWER.command,
    fc.record({
      kind: fc.constant('platform-login' as const),
      time: timeArb,
      serial: wordArb,
      user: textArb(12),
      password: textArb(20),
      rule: fc.nat(255),
    }),
  ],
  [COMMAND.heartbeat, ANSWER.command, fc.constant({ kind: 'empty' as const })],
  [COMMAND.vehicleLogin, ANSWER.ok, fc.record({ kind: fc.constant('answer' as const), time: timeArb })],
  [
    COMMAND.parameterQuery,
    ANSWER.command,
    fc
      .tuple(timeArb, fc.array(fc.nat(255), { maxLength: 20 }))
      .map(([time, ids]) => ({ kind: 'parameter-query' as const, time, count: ids.length, ids })),
  ],
  [
    COMMAND.control,
    ANSWER.command,
    fc
      .tuple(timeArb, fc.nat(255), bytesArb(60))
      .map(([time, command, parameters]) => ({ kind: 'control' as const, time, control: { command, parameters } })),
  ],
];

/** A frame of the edition that `encodeFrame` takes and `decodeFrame` must give back. */
export const frameArb = (edition: Edition): fc.Arbitrary<FrameInput> =>
  fc.constantFrom(...casesOf(edition)).chain(([command, answer, body]) =>
    fc.record({
      edition: fc.constant(edition),
      command: fc.constant(command),
      answer: fc.constant(answer),
      id: fc.string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'), minLength: 17, maxLength: 17 }),
      encryption: fc.constant(1),
      body,
    }),
  );

/** Both editions. */
export const anyFrameArb: fc.Arbitrary<FrameInput> = fc.oneof(frameArb('2016'), frameArb('2025'));

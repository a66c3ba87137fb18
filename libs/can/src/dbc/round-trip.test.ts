import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, signalOf } from '../../testing/bits.ts';
import { idKey } from '../frame.ts';
import type { DbcMessage, DbcMultiplex, DbcSignal } from './dbc.ts';
import { parseDbc } from './parse.ts';

const NAMES = ['Rpm', 'Speed_2', '_x', 'Gear'] as const;

const multiplexArb: fc.Arbitrary<DbcMultiplex> = fc.oneof(
  fc.constant<DbcMultiplex>({ kind: 'always' }),
  fc.constant<DbcMultiplex>({ kind: 'switch' }),
  fc
    .tuple(fc.nat(99), fc.boolean())
    .map(([value, isSwitch]): DbcMultiplex => ({ kind: 'case', isSwitch, on: undefined, ranges: [[value, value]] })),
);

const numberArb = fc.oneof(
  fc.integer({ min: -9999, max: 9999 }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
);
/** Text as a DBC holds it: no backslash, and quotes are written with one. */
const textArb = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', ';', '\n', '°', '%', '[') });

const signalArb = (name: string): fc.Arbitrary<DbcSignal> =>
  fc
    .record({
      start: fc.nat(63),
      length: fc.integer({ min: 1, max: 64 }),
      byteOrder: fc.constantFrom('little' as const, 'big' as const),
      type: fc.constantFrom('unsigned' as const, 'signed' as const),
      factor: numberArb,
      offset: numberArb,
      minimum: numberArb,
      maximum: numberArb,
      unit: fc.constantFrom('', 'km/h', '°C', '%'),
      receivers: fc.constantFrom(['A'], ['A', 'B_2'], ['Vector__XXX']),
      multiplex: multiplexArb,
      texts: fc
        .array(fc.tuple(fc.integer({ min: -5, max: 300 }), textArb), { maxLength: 3 })
        .map((pairs) => new Map(pairs)),
      comment: textArb,
    })
    .map((parts) => signalOf({ ...parts, name }))
    .filter((signal) => bitsOf(signal).every((bit) => bit < 64));

const messageArb: fc.Arbitrary<DbcMessage> = fc.record({
  id: fc.nat(0x7ff),
  extended: fc.boolean(),
  name: fc.constantFrom('Motor', 'Body_1'),
  length: fc.constant(8),
  sender: fc.constantFrom('Engine', 'Vector__XXX'),
  signals: fc.tuple(...NAMES.map(signalArb)),
  cycleMs: fc.option(fc.integer({ min: 1, max: 9999 }), { nil: undefined }),
  comment: textArb,
});

const quoted = (text: string): string => `"${text.replaceAll('"', '\\"')}"`;

const markOf = ({ multiplex }: DbcSignal): string => {
  switch (multiplex.kind) {
    case 'always':
      return '';
    case 'switch':
      return ' M';
    case 'case':
      return ` m${multiplex.ranges[0]?.[0]}${multiplex.isSwitch ? 'M' : ''}`;
  }
};

const signalText = (signal: DbcSignal): string => {
  const { name, start, length, byteOrder, type, factor, offset, minimum, maximum, unit, receivers } = signal;
  const form = `${start}|${length}@${byteOrder === 'little' ? 1 : 0}${type === 'signed' ? '-' : '+'}`;
  return ` SG_ ${name}${markOf(signal)} : ${form} (${factor},${offset}) [${minimum}|${maximum}] "${unit}" ${receivers.join(',')}`;
};

const textOf = (message: DbcMessage): string => {
  const id = message.extended ? message.id + 0x80000000 : message.id;
  const lines = [
    `BO_ ${id} ${message.name}: ${message.length} ${message.sender}`,
    ...message.signals.map(signalText),
    '',
    `CM_ BO_ ${id} ${quoted(message.comment)};`,
    ...message.signals.map((signal) => `CM_ SG_ ${id} ${signal.name} ${quoted(signal.comment)};`),
    ...message.signals.map(
      (signal) =>
        `VAL_ ${id} ${signal.name} ${[...signal.texts].map(([raw, text]) => `${raw} ${quoted(text)}`).join(' ')} ;`,
    ),
  ];
  if (message.cycleMs !== undefined) lines.push(`BA_ "GenMsgCycleTime" BO_ ${id} ${message.cycleMs};`);
  return lines.join('\n');
};

describe('DBC', () => {
  it('gives back every message that was written', () => {
    fc.assert(
      fc.property(messageArb, (message) => {
        const { messages, problems } = parseDbc(textOf(message));
        expect(problems).toEqual([]);
        expect([...messages]).toEqual([[idKey(message.id, message.extended), message]]);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same with the line ends of Windows', () => {
    fc.assert(
      fc.property(messageArb, (message) => {
        const plain = {
          ...message,
          comment: '',
          signals: message.signals.map((each) => ({ ...each, comment: '', texts: new Map() })),
        };
        expect(parseDbc(textOf(plain).replaceAll('\n', '\r\n')).messages).toEqual(parseDbc(textOf(plain)).messages);
      }),
      { numRuns: 50 },
    );
  });
});

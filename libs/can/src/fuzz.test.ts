import { readFileSync } from 'node:fs';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicArb, fdArb, frameOf } from '../testing/frames.ts';
import { blfFile, blfFrame } from '../testing/logs.ts';
import { parseDbc } from './dbc/parse.ts';
import { decodeMessage } from './dbc/decode.ts';
import { createIsoTpReassembler } from './diag/isotp.ts';
import { createJ1939Reassembler } from './diag/j1939-transport.ts';
import { decodeUds } from './diag/uds.ts';
import { canFormatOf, createCanReader } from './formats/reader.ts';
import type { CanFormat } from './formats/reader.ts';
import { idFits, lengthFits } from './frame.ts';
import { loadIdsModel } from './ids/load.ts';

const FORMATS: readonly CanFormat[] = ['candump', 'asc', 'blf', 'trc', 'csv'];

/** Whatever comes in, what comes out is a frame that a bus can carry or a fault with a place. */
const survive = (format: CanFormat, log: Uint8Array): number => {
  const reader = createCanReader(format);
  const middle = log.length >> 1;
  const records = [...reader.push(log.subarray(0, middle)), ...reader.push(log.subarray(middle)), ...reader.end()];
  for (const record of records) {
    if (record.kind === 'fault') {
      expect(record.line ?? record.offset).toBeGreaterThanOrEqual(0);
      continue;
    }
    const { kind, id, extended, fd, data, time } = record.frame;
    expect(Number.isFinite(time) && idFits(id, extended) && lengthFits(data.length, fd)).toBe(true);
    expect(kind === 'data' || data.length === 0).toBe(true);
  }
  return records.length;
};

const onlyOwn = (work: () => unknown, code: string): void => {
  try {
    work();
  } catch (error) {
    expect(isDomainError(error, code), String(error)).toBe(true);
  }
};

const corpus = readFileSync(new URL('../corpus/logs.txt', import.meta.url));

describe('hostile logs', () => {
  it.each(FORMATS)('of the corpus through the reader of %s', (format) => {
    for (let end = 0; end <= corpus.length; end += 7) survive(format, corpus.subarray(0, end));
    expect(survive(format, corpus)).toBeGreaterThan(0);
  });

  it('of random bytes and lines', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORMATS), fc.uint8Array({ maxLength: 400 }), (format, bytes) => {
        survive(format, bytes);
        onlyOwn(() => canFormatOf(bytes), 'can.unknown_format');
      }),
      { numRuns: 500 },
    );
  });

  it('made from a BLF file by flipping bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(classicArb, fdArb), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        (frames, flips) => {
          const file = blfFile(frames.map(blfFrame));
          for (const [at, byte] of flips) file[at % file.length] = byte;
          survive('blf', file);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('hostile texts and payloads', () => {
  const DBC =
    'BO_ 100 Motor: 8 Ecu\n SG_ A m1M : 0|8@1+ (1,0) [0|1] "km" X,Y\nVAL_ 100 A 1 "on" ;\nSG_MUL_VAL_ 100 A A 1-2;\n';

  it('through the parser of DBC', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'BO_',
        'SG_',
        'VAL_',
        'BU_:',
        'NS_ :',
        'BS_:',
        ':',
        '|',
        '@',
        '(',
        ')',
        '[',
        ']',
        ',',
        ';',
        '"',
        '1',
        '-5',
        '1e9',
        'm0',
        'M',
        '\n',
        ' ',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) =>
        onlyOwn(() => parseDbc(pieces.join(' ')), 'can.bad_dbc'),
      ),
      { numRuns: 500 },
    );
    for (let end = 0; end <= DBC.length; end += 1) onlyOwn(() => parseDbc(DBC.slice(0, end)), 'can.bad_dbc');
  });

  it('through a message whose switch is itself', () => {
    const { messages } = parseDbc(DBC);
    for (const message of messages.values())
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 64 }), (data) => {
          expect(decodeMessage(message, data)).toEqual([]);
        }),
      );
  });

  it('through the reassemblers and UDS', () => {
    const step = fc.record({
      first: fc.constantFrom(0, 0x10, 0x11, 0x20, 0x21, 0x22, 0x30, 0xff),
      rest: fc.uint8Array({ maxLength: 7 }),
      id: fc.constantFrom(0x18ecff01, 0x18ebff01, 0x18ec0201, 0x18eb0201),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const [isotp, j1939] = [createIsoTpReassembler(), createJ1939Reassembler()];
        for (const { first, rest, id } of steps) {
          const frame = frameOf({ id, extended: true, data: Uint8Array.of(first, ...rest) });
          for (const outcome of isotp.push(frame)) if (outcome.kind === 'message') decodeUds(outcome.data);
          for (const outcome of j1939.push(frame))
            if (outcome.kind === 'message') expect(outcome.data.length).toBeLessThanOrEqual(1785);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('through the loader of models', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => onlyOwn(() => loadIdsModel(json), 'can.bad_model')));
  });
});

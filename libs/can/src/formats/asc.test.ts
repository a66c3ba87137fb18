import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicArb, fdArb, frameOf, fromHex } from '../../testing/frames.ts';
import { ascLine } from '../../testing/logs.ts';
import { createAscParser } from './asc.ts';
import type { LineResult } from './text.ts';

/** Results of the lines after a header. */
const read = (header: string, ...lines: readonly string[]): LineResult[] => {
  const parse = createAscParser();
  expect(parse('date Sat Sep 30 15:06:13.191 2017')).toBeUndefined();
  expect(parse(header)).toBeUndefined();
  expect(parse('Begin Triggerblock Sat Sep 30 15:06:13.191 2017')).toBeUndefined();
  return lines.map((line) => parse(line));
};

const HEX = 'base hex  timestamps absolute';

describe('ASC', () => {
  it('reads classic frames of both forms', () => {
    expect(
      read(
        HEX,
        '   2.5010 1  C8              Rx   d 8 09 08 07 06 05 04 03 02  Length = 0 BitCount = 64 ID = 200',
        '   3.0 2  18FEDF55x  Tx  d 2 01 FF',
      ),
    ).toEqual([
      { frame: frameOf({ time: 2.501, id: 0xc8, data: fromHex('0908070605040302') }) },
      { frame: frameOf({ time: 3, channel: '2', id: 0x18fedf55, extended: true, data: fromHex('01ff') }) },
    ]);
  });

  it('reads numbers in base dec', () => {
    expect(read('base dec  timestamps absolute', ' 1.5 1 200 Rx d 2 255 16')).toEqual([
      { frame: frameOf({ time: 1.5, id: 200, data: fromHex('ff10') }) },
    ]);
  });

  it('sums relative times', () => {
    const times = read('base hex  timestamps relative', ' 0.5 1 1 Rx d 0', ' 0.25 1 1 Rx d 0', ' 1 1 1 Rx d 0').map(
      (result) => (typeof result === 'object' ? result.frame.time : result),
    );
    expect(times).toEqual([0.5, 0.75, 1.75]);
  });

  it('reads remote and error frames', () => {
    expect(read(HEX, ' 1.0 1 300 Tx r', ' 1.0 1 300 Tx r 8 Length = 0', ' 2.0 3 ErrorFrame')).toEqual([
      { frame: frameOf({ kind: 'remote', time: 1, id: 0x300, data: fromHex('') }) },
      { frame: frameOf({ kind: 'remote', time: 1, id: 0x300, data: fromHex('') }) },
      { frame: frameOf({ kind: 'error', time: 2, channel: '3', id: 0, data: fromHex('') }) },
    ]);
  });

  it('reads CAN FD lines with and without a name', () => {
    const frame = frameOf({ time: 30.005, id: 0x30, fd: true, data: new Uint8Array(12).fill(0x11) });
    const bytes = '11 '.repeat(12);
    expect(
      read(
        HEX,
        ` 30.005 CANFD   1 Rx  30   1 0 9 12 ${bytes} 102203 133 303000 e0006659`,
        ` 30.005 CANFD   1 Rx  30  EngineData 1 0 9 12 ${bytes} 102203 133 303000 e0006659`,
      ),
    ).toEqual([{ frame }, { frame }]);
  });

  it('reads classic frames and errors that a CAN FD channel logged', () => {
    expect(
      read(
        HEX,
        ' 1.0 CANFD 1 Rx 30 0 0 2 2 01 02 102203 133 0 0',
        ' 1.0 CANFD 1 Rx 30 0 0 8 0 102203 133 10 0',
        ' 1.0 CANFD 1 Rx ErrorFrame Not Acknowledge error',
      ),
    ).toEqual([
      { frame: frameOf({ time: 1, id: 0x30, data: fromHex('0102') }) },
      { frame: frameOf({ kind: 'remote', time: 1, id: 0x30, data: fromHex('') }) },
      { frame: frameOf({ kind: 'error', time: 1, id: 0, fd: true, data: fromHex('') }) },
    ]);
  });

  it('passes over what is no frame', () => {
    expect(
      read(
        HEX,
        '// version 9.0.0',
        'internal events logged',
        '',
        ' 0.0 Start of measurement',
        ' 0.1 1 Statistic: D 1 R 0 XD 0 XR 0 E 0 O 0 B 0.00%',
        ' 0.2 CAN 1 Status:chip status error active',
        'End TriggerBlock',
      ),
    ).toEqual(Array.from({ length: 7 }, () => undefined));
  });

  it('says what is wrong with a line', () => {
    expect(
      read(
        HEX,
        ' 1.0 1 XYZ Rx d 1 00',
        ' 1.0 1 100 Rx d',
        ' 1.0 1 100 Rx d 3 00 01',
        ' 1.0 1 800 Rx d 0',
        ' 1.0 1 100 Rx q 1 00',
        ' 1.0 CANFD 1 Rx 30 1 0 z 12',
        ' 1.0 CANFD 1 Rx 30 1 0 9 12 00',
        ' 1.0 CANFD 1 Rx ?? 1 0 9 12 00',
      ),
    ).toEqual([
      'no identifier and direction after the channel',
      'no data length',
      'the data are no 3 bytes',
      'identifier 800 exceeds 11 bits',
      'no data length',
      'flags and lengths of the CAN FD line cannot be read',
      'the data are no 12 bytes',
      'no identifier in the CAN FD line',
    ]);
  });

  it('reads every frame as it was written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          classicArb,
          fdArb.filter((frame) => frame.data.length > 0),
        ),
        (frame) => {
          expect(read(HEX, ascLine(frame))).toEqual([{ frame }]);
        },
      ),
    );
  });
});

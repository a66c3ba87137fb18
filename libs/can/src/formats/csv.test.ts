import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicArb, frameOf, fromHex } from '../../testing/frames.ts';
import { CSV_HEADER, csvRow } from '../../testing/logs.ts';
import { createCsvParser } from './csv.ts';
import type { LineResult } from './text.ts';

const read = (header: string, ...rows: readonly string[]): LineResult[] => {
  const parse = createCsvParser();
  expect(parse(header)).toBeUndefined();
  return rows.map((row) => parse(row));
};

const HEADER = CSV_HEADER.trimEnd();
const frame = frameOf({ time: 9e-6, channel: '', id: 0x1d0, data: fromHex('0000000000000061') });

describe('CSV', () => {
  it('reads rows with labels; the length may be in bits or in bytes', () => {
    expect(
      read(
        HEADER,
        '9e-06,1D0,64,0000000000000061,0000,FALSE',
        '9e-06,1D0,8,0000000000000061,0000,True',
        '9e-06,1D0,64,0000000000000061,0000,',
      ),
    ).toEqual([{ frame, label: false }, { frame, label: true }, { frame }]);
  });

  it('finds columns by the header', () => {
    expect(read('CAN_ID,PAYLOAD_HEX,timestamp', '1D0,0000000000000061,9e-06')).toEqual([{ frame }]);
    expect(read('\u00EF\u00BB\u00BFCAN_ID,PAYLOAD_HEX,timestamp', '1D0,0000000000000061,9e-06')).toEqual([{ frame }]);
  });

  it('reads a file without a header line', () => {
    expect(createCsvParser()('9e-06,1D0,64,0000000000000061,,True')).toEqual({ frame, label: true });
  });

  it('reads times with as many digits as other programs print', () => {
    expect(read(HEADER, '8.099999999999999999,1,8,00,,False')).toMatchObject([{ frame: { time: 8.1 } }]);
  });

  it('takes identifiers above 7FF as extended, more than eight bytes as CAN FD', () => {
    expect(read(HEADER, '1,18FEF100,8,00,,', `1,1,96,${'00'.repeat(12)},,`)).toMatchObject([
      { frame: { extended: true, fd: false } },
      { frame: { extended: false, fd: true } },
    ]);
  });

  it('says what is wrong with a row', () => {
    expect(
      read(
        HEADER,
        'x,1D0,64,00,,',
        '1,XYZ,8,00,,',
        '1,1,8,0,,',
        '1,1,64,00,,',
        '1,FFFFFFFF,8,00,,',
        `1,1,,${'00'.repeat(9)},,`,
      ),
    ).toEqual([
      'time, identifier or payload cannot be read',
      'time, identifier or payload cannot be read',
      'time, identifier or payload cannot be read',
      'the length 64 contradicts 1 bytes of payload',
      'identifier ffffffff exceeds 29 bits',
      '9 bytes do not fit a CAN FD frame',
    ]);
  });

  it('reads every frame as it was written', () => {
    fc.assert(
      fc.property(classicArb, fc.boolean(), (each, label) => {
        const expected = { ...each, channel: '', extended: each.id > 0x7ff };
        expect(read(HEADER, csvRow(each, label))).toEqual([{ frame: expected, label }]);
      }),
    );
  });
});

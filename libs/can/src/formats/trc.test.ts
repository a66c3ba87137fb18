import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicArb, fdArb, frameOf, fromHex } from '../../testing/frames.ts';
import { TRC_HEADER, trcRow } from '../../testing/logs.ts';
import { createTrcParser } from './trc.ts';
import type { LineResult } from './text.ts';

const read = (header: string, ...rows: readonly string[]): LineResult[] => {
  const parse = createTrcParser();
  for (const line of header.split('\n')) expect(parse(line)).toBeUndefined();
  return rows.map((row) => parse(row));
};

const frame = frameOf({ time: 1.0599, channel: '', id: 0x300, data: fromHex('00000000040000') });
const BYTES = '00 00 00 00 04 00 00';

describe('TRC', () => {
  it('reads version 1.0, which has no header of versions', () => {
    expect(read('', `     1)      1059.9 0300 7 ${BYTES}`)).toEqual([{ frame }]);
  });

  it('reads versions 1.1 to 1.3', () => {
    const row = { '1.1': `Rx 0300 7 ${BYTES}`, '1.2': `1 Rx 0300 7 ${BYTES}`, '1.3': `1 Rx 0300 - 7 ${BYTES}` };
    for (const [version, text] of Object.entries(row))
      expect(read(`;$FILEVERSION=${version}`, ` 1)  1059.900 ${text}`), version).toEqual([
        { frame: { ...frame, channel: version === '1.1' ? '' : '1' } },
      ]);
  });

  it('reads version 2.0 and 2.1, and columns in another order', () => {
    expect(read(';$FILEVERSION=2.0', `  1  1059.900 DT 0300 Rx 7 ${BYTES}`)).toEqual([{ frame }]);
    expect(read(TRC_HEADER.trimEnd(), `  1  1059.900 DT 1 0300 Rx - 7 ${BYTES}`)).toEqual([
      { frame: { ...frame, channel: '1' } },
    ]);
    expect(read(';$FILEVERSION=2.1\n;$COLUMNS=N,O,I,T,L,D', `  1  1059.900 0300 DT 7 ${BYTES}`)).toEqual([{ frame }]);
  });

  it('reads remote, error and extended frames', () => {
    expect(
      read(
        ';$FILEVERSION=2.1',
        ' 1 1000.0 RR 1 0100 Rx - 4',
        ' 2 1000.0 ER 1 - Rx - 5 04 00 02 00 00',
        ' 3 1000.0 DT 1 18FEF100 Rx - 1 07',
      ),
    ).toEqual([
      { frame: frameOf({ kind: 'remote', time: 1, id: 0x100, data: fromHex('') }) },
      { frame: frameOf({ kind: 'error', time: 1, id: 0, data: fromHex('') }) },
      { frame: frameOf({ time: 1, id: 0x18fef100, extended: true, data: fromHex('07') }) },
    ]);
    expect(read(';$FILEVERSION=1.1', ' 1) 1000.0 Rx 0100 4 RTR', ' 2) 1000.0 Error 0008 4 00 19 08 08')).toMatchObject([
      { frame: { kind: 'remote' } },
      { frame: { kind: 'error' } },
    ]);
  });

  it('passes over status and event rows', () => {
    expect(
      read(';$FILEVERSION=2.1', ' 1 1.0 ST 1 - Rx - 4 00 00 00 08', ' 2 1.0 EV 1 - - - - text', '; comment', ''),
    ).toEqual([undefined, undefined, undefined, undefined]);
    expect(read(';$FILEVERSION=1.1', ' 1) 1.0 Warng FFFFFFFF 4 00 00 00 08')).toEqual([undefined]);
  });

  it('says what is wrong with a row', () => {
    expect(
      read(
        ';$FILEVERSION=2.1',
        'text',
        ' 1 x DT 1 0100 Rx - 1 00',
        ' 1 1.0 ZZ 1 0100 Rx - 1 00',
        ' 1 1.0 DT 1 zz Rx - 1 00',
        ' 1 1.0 DT 1 0100 Rx - 2 00',
        ' 1 1.0 DT 1 0900 Rx - 0',
      ),
    ).toEqual([
      'no row of a trace',
      'no time offset',
      'unknown type of row "ZZ"',
      'no identifier or length',
      'the data are no 2 bytes',
      'identifier 900 exceeds 11 bits',
    ]);
  });

  it('reads every frame as it was written', () => {
    fc.assert(
      fc.property(fc.oneof(classicArb, fdArb), (each) => {
        const [result] = read(TRC_HEADER.trimEnd(), trcRow(each, 1));
        expect(result).toMatchObject({ frame: { ...each, time: expect.closeTo(each.time, 5) as number } });
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { frameHex, TEST_VIN } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { Parameter } from './parameters.ts';
import { PARAMETER } from './parameters.ts';

const TIME = '1a0b17093a05';
const MS = Date.UTC(2026, 10, 23, 1, 58, 5);
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

const set = (
  parameters: readonly Parameter[],
  edition: '2016' | '2025' = '2016',
  count = parameters.length,
): Uint8Array =>
  encodeFrame({
    edition,
    command: 0x81,
    answer: 0xfe,
    id: TEST_VIN,
    encryption: 1,
    body: { kind: 'parameters', time: MS, count, parameters },
  });

describe('terminal parameters', () => {
  it('80 query lists identifiers, its answer values', () => {
    expect(decodeFrame(frameHex('2323', '80', `${TIME} 02 01 02`)).body).toEqual({
      kind: 'parameter-query',
      time: MS,
      count: 2,
      ids: [1, 2],
    });
    expect(decodeFrame(frameHex('2323', '80', `${TIME} ff`)).body).toMatchObject({ count: 255, ids: [] });
    expect(decodeFrame(frameHex('2323', '80', `${TIME} 02 02 000a 09 1e`, '01')).body).toMatchObject({
      parameters: [
        { id: PARAMETER.reportPeriod, value: 10 },
        { id: PARAMETER.heartbeatPeriod, value: 30 },
      ],
    });
  });

  it('writes and reads every parameter of the table', () => {
    const parameters: Parameter[] = [
      { id: 0x01, value: 1000 },
      { id: 0x02, value: 30 },
      { id: 0x03, value: 1000 },
      { id: 0x04, value: 11 },
      { id: 0x05, value: 'tsp.example' },
      { id: 0x06, value: 32_960 },
      { id: 0x07, value: 'H1.00' },
      { id: 0x08, value: 'F2.1' },
      { id: 0x09, value: 60 },
      { id: 0x0a, value: 30 },
      { id: 0x0b, value: 30 },
      { id: 0x0c, value: 30 },
      { id: 0x0d, value: 3 },
      { id: 0x0e, value: 'gov' },
      { id: 0x0f, value: 9000 },
      { id: 0x10, value: 2 },
    ];
    const frame = decodeFrame(set(parameters));
    expect(frame.status).toBe('ok');
    expect(frame.body).toMatchObject({ parameters });
    expect(encodeFrame(frame)).toEqual(frame.bytes);
  });

  it('has periods of one byte in 2025', () => {
    const frame = decodeFrame(frameHex('2424', '81', `${TIME} 02 02 1e 03 01`));
    expect(frame.body).toMatchObject({
      parameters: [
        { id: 2, value: 30 },
        { id: 3, value: 1 },
      ],
    });
    expect(() => set([{ id: 2, value: 600 }], '2025')).toThrow(/gbt32960\.range/);
  });

  it('stops at a parameter whose length nobody knows and keeps its bytes', () => {
    const frame = decodeFrame(frameHex('2323', '81', `${TIME} 02 09 3c 80 aabbcc`));
    expect(frame).toMatchObject({
      status: 'unknown_type',
      stopOffset: 33,
      body: { parameters: [{ id: 9, value: 60 }] },
    });
    expect(encodeFrame(frame)).toEqual(frame.bytes);
  });

  it('cannot read a domain without its length', () => {
    expect(decodeFrame(frameHex('2323', '81', `${TIME} 01 05 ${ascii('tsp')}`))).toMatchObject({
      status: 'unknown_type',
      stopOffset: 31,
    });
  });

  it('reports parameters that are not there', () => {
    expect(decodeFrame(frameHex('2323', '81', `${TIME} 02 09 3c`)).status).toBe('structure');
    expect(decodeFrame(frameHex('2323', '80', `${TIME} 03 01`)).status).toBe('structure');
  });

  it('refuses values of the wrong kind, unknown parameters and wrong counts', () => {
    expect(() => set([{ id: 0x09, value: 'sixty' }])).toThrow(/gbt32960\.range/);
    expect(() => set([{ id: 0x07, value: 7 }])).toThrow(/gbt32960\.range/);
    expect(() => set([{ id: 0x44, value: 7 }])).toThrow(/parameter_44|no such parameter/);
    expect(() => set([{ id: 0x09, value: 60 }], '2016', 2)).toThrow(/count 2/);
  });
});

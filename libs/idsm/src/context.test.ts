import { describe, expect, it } from 'vitest';
import { fromHex } from '../testing/hex.ts';
import { layoutBytes, readContextData, standardLayout, UDS_NEEDED_LAYOUT } from './context.ts';

describe('context data of SECURITY_ACCESS_NEEDED and AUTHENTICATION_NEEDED', () => {
  it('are known for 100 and 101 only', () => {
    expect([99, 100, 101, 102].map(standardLayout)).toEqual([
      undefined,
      UDS_NEEDED_LAYOUT,
      UDS_NEEDED_LAYOUT,
      undefined,
    ]);
    expect(layoutBytes(UDS_NEEDED_LAYOUT)).toBe(8);
  });

  it('have service, subfunction, identifiers and the address of the client', () => {
    expect(readContextData(UDS_NEEDED_LAYOUT, fromHex('31 01 ffff ff00 0e80'))).toEqual({
      values: { sid: 0x31, subfunction: 1, rid: 0xff00, client_address: 0x0e80 },
      extraBytes: 0,
      missingBytes: 0,
    });
    expect(readContextData(UDS_NEEDED_LAYOUT, fromHex('2e ff f190 ffff 0e80')).values).toEqual({
      sid: 0x2e,
      did: 0xf190,
      client_address: 0x0e80,
    });
  });

  it('that are too short or too long give what fits and say so', () => {
    expect(readContextData(UDS_NEEDED_LAYOUT, fromHex('27 03 ff'))).toEqual({
      values: { sid: 0x27, subfunction: 3 },
      extraBytes: 0,
      missingBytes: 5,
    });
    expect(readContextData(UDS_NEEDED_LAYOUT, new Uint8Array(11))).toMatchObject({ extraBytes: 3, missingBytes: 0 });
    expect(readContextData(UDS_NEEDED_LAYOUT, new Uint8Array(0))).toEqual({
      values: {},
      extraBytes: 0,
      missingBytes: 8,
    });
  });
});

import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { frameOf, fromHex, newFrame, oldFrame, toHex } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import { encodeFrame, encodeMessage } from './encode.ts';
import { JTT808_ERRORS, jttError } from './errors.ts';
import type { HeaderInput } from './frame.ts';
import { editionOf, lengthHolds } from './header.ts';

const header: HeaderInput = { messageId: 0x0002, edition: '2019', phone: '00000000013900001234', serial: 7 };
const empty = { kind: 'raw', data: new Uint8Array(0) } as const;

describe('the header', () => {
  it('of 2011 and 2013', () => {
    const frame = decodeFrame(oldFrame('0301', '05'));
    expect(frame.header).toEqual({
      messageId: 0x0301,
      attributes: 1,
      bodyLength: 1,
      encryption: 0,
      subpackaged: false,
      edition: '2011/2013',
      protocolVersion: undefined,
      phone: '013900001234',
      serial: 7,
      packageTotal: undefined,
      packageIndex: undefined,
    });
    expect(frame.checksum).toBe(frame.checksumCalculated);
    expect(frame.wireBytes).toBe(16);
  });

  it('of 2019', () => {
    const frame = decodeFrame(newFrame('0301', '05'));
    expect(frame.header).toMatchObject({
      attributes: 0x4001,
      edition: '2019',
      protocolVersion: 1,
      phone: '00000000013900001234',
      serial: 7,
    });
  });

  it('of a sub-package', () => {
    const frame = decodeFrame(frameOf('0801 2003 013900001234 0009 0004 0002 010203'));
    expect(frame).toMatchObject({
      status: 'fragment',
      header: { subpackaged: true, packageTotal: 4, packageIndex: 2, serial: 9, edition: '2011/2013' },
    });
    expect(toHex(frame.bodyBytes)).toBe('010203');
    expect(toHex(encodeFrame(frame))).toBe(toHex(frameOf('0801 2003 013900001234 0009 0004 0002 010203')));
  });

  it('of one that is the only sub-package is read at once', () => {
    expect(decodeFrame(frameOf('0301 2001 013900001234 0009 0001 0001 05')).status).toBe('ok');
  });

  it('is told by its length when bit 14 does not fit', () => {
    expect(editionOf(0x4001, 14)).toBe('2011/2013');
    expect(editionOf(0x4001, 19)).toBe('2019');
    expect(editionOf(0x0001, 19)).toBe('2019');
    expect(editionOf(0x0001, 14)).toBe('2011/2013');
    expect(editionOf(0x4001, 200)).toBe('2019');
    expect(editionOf(0x4000, 17)).toBe('2011/2013');
    expect(editionOf(0x0000, 99)).toBe('2011/2013');
    expect(lengthHolds(0x2001, 18)).toBe(true);
    expect(lengthHolds(0x2001, 19)).toBe(false);
  });

  it('keeps bit 14 and 15 as the sender had them', () => {
    for (const bytes of [
      frameOf('0301 4001 013900001234 0007 05'),
      frameOf('0301 8001 013900001234 0007 05'),
      frameOf('0301 0001 01 00000000013900001234 0007 05'),
    ]) {
      const frame = decodeFrame(bytes);
      expect(frame.status).toBe('ok');
      expect(toHex(encodeFrame(frame))).toBe(toHex(bytes));
    }
  });
});

describe('the status', () => {
  it('checksum: the body is not read', () => {
    const bytes = oldFrame('0301', '05');
    bytes[13] = 6;
    expect(decodeFrame(bytes)).toMatchObject({ status: 'checksum', body: { kind: 'raw', data: fromHex('06') } });
  });

  it('structure: the announced length is not the real one', () => {
    const frame = decodeFrame(frameOf('0301 0009 013900001234 0007 05'));
    expect(frame).toMatchObject({ status: 'structure', stopOffset: 0, header: { bodyLength: 9 } });
    expect(toHex(frame.bodyBytes)).toBe('05');
  });

  it('structure: a sub-package without numbers', () => {
    const frame = decodeFrame(frameOf('0301 2001 013900001234 0007'));
    expect(frame).toMatchObject({ status: 'structure', header: { subpackaged: true, packageTotal: undefined } });
  });

  it('encrypted: RSA and the reserved bits', () => {
    for (const [attributes, encryption] of [
      ['0401', 1],
      ['0801', 2],
      ['1001', 4],
    ] as const) {
      const bytes = frameOf(`0301 ${attributes} 013900001234 0007 05`);
      const frame = decodeFrame(bytes);
      expect(frame).toMatchObject({ status: 'encrypted', header: { encryption } });
      expect(toHex(encodeFrame(frame))).toBe(toHex(bytes));
    }
  });

  it('unknown_message: reserved and vendor ids', () => {
    expect(decodeFrame(oldFrame('0f01', '01')).status).toBe('unknown_message');
    expect(decodeFrame(newFrame('e001', '01')).status).toBe('unknown_message');
  });
});

describe('escapes', () => {
  it('are undone and made again', () => {
    const bytes = newFrame('8701', '82 7e 7d 7d01 7d02');
    expect(toHex(bytes)).toContain('827d027d017d01017d0102');
    const frame = decodeFrame(bytes);
    expect(toHex(frame.bodyBytes)).toBe('827e7d7d017d02');
    expect(frame.escapedWell).toBe(true);
    expect(toHex(encodeFrame(frame))).toBe(toHex(bytes));
  });

  it('that were forgotten are noticed', () => {
    // 0303 0000 01390000 1234 and a serial that makes the checksum 7E or 7D
    for (const wanted of [0x7e, 0x7d]) {
      const plain = fromHex(
        `0003 0000 013900001234 00${(0x03 ^ 0x01 ^ 0x39 ^ 0x12 ^ 0x34 ^ wanted).toString(16).padStart(2, '0')}`,
      );
      const sent = Uint8Array.from([0x7e, ...plain, wanted, 0x7e]);
      const frame = decodeFrame(sent);
      expect(frame).toMatchObject({ status: 'ok', checksum: wanted, escapedWell: false });
      expect(toHex(encodeFrame(frame))).not.toBe(toHex(sent));
    }
  });

  it('may be without either delimiter', () => {
    const bytes = oldFrame('0301', '05');
    for (const part of [bytes.subarray(1), bytes.subarray(0, -1), bytes.subarray(1, -1)]) {
      expect(decodeFrame(part).status).toBe('ok');
    }
  });
});

describe('what cannot be', () => {
  it('a frame of less than 13 bytes', () => {
    for (const hex of ['', '7e', '7e7e', '7e 0002 0000 013900001234 0007 7e']) {
      expect(() => decodeFrame(fromHex(hex))).toThrow(/not_a_frame/);
    }
  });

  it('a header with wrong values', () => {
    const bad = (change: Partial<HeaderInput>) => () => encodeFrame({ header: { ...header, ...change }, body: empty });
    expect(bad({})).not.toThrow();
    expect(bad({ phone: '013900001234' })).toThrow(/range/);
    expect(bad({ phone: '0000000001390000123x' })).toThrow(/range/);
    expect(bad({ serial: 65_536 })).toThrow(/range/);
    expect(bad({ messageId: -1 })).toThrow(/range/);
    expect(bad({ encryption: 8 })).toThrow(/range/);
    expect(bad({ encryption: 0.5 })).toThrow(/range/);
    expect(bad({ protocolVersion: 256 })).toThrow(/range/);
    expect(bad({ packageTotal: 65_536 })).toThrow(/range/);
  });

  it('a body of more than 1023 bytes in one frame', () => {
    const body = { kind: 'raw', data: new Uint8Array(1024) } as const;
    expect(() => encodeFrame({ header, body })).toThrow(/at most 1023/);
    const parts = encodeMessage({ header: { ...header, serial: 65_535 }, body }).map(
      (part) => decodeFrame(part).header,
    );
    expect(parts.map(({ serial, packageTotal, packageIndex }) => [serial, packageTotal, packageIndex])).toEqual([
      [65_535, 2, 1],
      [0, 2, 2],
    ]);
    expect(() => encodeMessage({ header, body }, 0)).toThrow(/range/);
    expect(() => encodeMessage({ header, body }, 1024)).toThrow(/range/);
  });
});

describe('errors', () => {
  it('are in the catalogue with both languages and say what to do', () => {
    for (const [code, text] of Object.entries(JTT808_ERRORS)) {
      expect(code).toMatch(/^jtt808\.[a-z_]+$/);
      for (const field of [text.zh, text.en, text.doZh, text.doEn]) expect(field.length).toBeGreaterThan(5);
    }
    const error = jttError('jtt808.range', { field: 'x', reason: 'why' });
    expect(isDomainError(error, 'jtt808.range')).toBe(true);
    expect(error.message).toContain('why');
  });
});

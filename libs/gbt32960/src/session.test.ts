import { describe, expect, it } from 'vitest';
import { frameHex, fromHex, TEST_VIN } from '../testing/hex.ts';
import { decodeFrame, hasClearPassword } from './decode.ts';
import { encodeFrame } from './encode.ts';
import type { EncodableBody, FrameInput } from './frame.ts';

const TIME = '1a0b17093a05';
const MS = Date.UTC(2026, 10, 23, 1, 58, 5);
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const ICCID = ascii('89860426102180123456');

const input = (command: number, body: EncodableBody, edition: '2016' | '2025' = '2016'): FrameInput => ({
  edition,
  command,
  answer: 0xfe,
  id: TEST_VIN,
  encryption: 1,
  body,
});

describe('vehicle login', () => {
  it('2016: serial, ICCID and subsystem codes', () => {
    const bytes = frameHex('2323', '01', `${TIME} 0102 ${ICCID} 02 03 ${ascii('AB1')} ${ascii('CD')}00`);
    const frame = decodeFrame(bytes);
    expect(frame).toMatchObject({
      edition: '2016',
      command: 1,
      answer: 0xfe,
      id: TEST_VIN,
      encryption: 1,
      status: 'ok',
    });
    expect(frame.body).toEqual({
      kind: 'vehicle-login',
      time: MS,
      serial: 258,
      iccid: '89860426102180123456',
      subsystems: 2,
      codeLength: 3,
      codes: ['AB1', 'CD'],
    });
    expect(encodeFrame(frame)).toEqual(bytes);
  });

  it('2016: a code length of 0 announces no codes', () => {
    expect(decodeFrame(frameHex('2323', '01', `${TIME} 0001 ${ICCID} 01 00`))).toMatchObject({
      status: 'ok',
      body: { subsystems: 1, codes: [] },
    });
  });

  it('2025: codes by battery management system', () => {
    const bytes = frameHex(
      '2424',
      '01',
      `${TIME} 000c ${ICCID} 02 01 02 ${ascii('P'.repeat(24))}${ascii('Q'.repeat(24))}${ascii('R'.repeat(24))}`,
    );
    const frame = decodeFrame(bytes);
    expect(frame.body).toMatchObject({
      bmsCount: 2,
      packsPerBms: [1, 2],
      packCodes: ['P'.repeat(24), 'Q'.repeat(24), 'R'.repeat(24)],
    });
    expect(encodeFrame(frame)).toEqual(bytes);
  });

  it('reports codes that are not there, and bytes behind the last one', () => {
    expect(decodeFrame(frameHex('2323', '01', `${TIME} 0001 ${ICCID} 02 03 ${ascii('AB1')}`))).toMatchObject({
      status: 'structure',
      stopOffset: 57,
      body: { kind: 'opaque' },
    });
    const trailing = decodeFrame(frameHex('2323', '01', `${TIME} 0001 ${ICCID} 01 00 aabb`));
    expect(trailing).toMatchObject({ status: 'trailing', stopOffset: 54, body: { kind: 'vehicle-login' } });
    expect(trailing.rest).toEqual(fromHex('aabb'));
    expect(encodeFrame(trailing)).toEqual(trailing.bytes);
  });

  it('refuses to write counts that do not match', () => {
    const login = {
      kind: 'vehicle-login',
      time: MS,
      serial: 1,
      iccid: '',
      subsystems: 2,
      codeLength: 3,
      codes: ['A'],
    } as const;
    expect(() => encodeFrame(input(1, login))).toThrow(/gbt32960\.range/);
    const packs = {
      kind: 'vehicle-login-packs',
      time: MS,
      serial: 1,
      iccid: '',
      bmsCount: 1,
      packsPerBms: [2],
      packCodes: ['A'],
    } as const;
    expect(() => encodeFrame(input(1, packs, '2025'))).toThrow(/gbt32960\.range/);
    expect(() => encodeFrame(input(1, { ...login, subsystems: 1, codeLength: 1, codes: ['too long'] }))).toThrow(
      /do not fit/,
    );
  });
});

describe('other session commands', () => {
  it.each(['04', '06'])('%s logout', (command) => {
    expect(decodeFrame(frameHex('2323', command, `${TIME} 0802`)).body).toEqual({
      kind: 'logout',
      time: MS,
      serial: 2050,
    });
  });

  it('05 platform login carries its password in clear', () => {
    const unit = `${TIME} 0001 ${ascii('OEM-PLATFORM')} ${ascii('secret')}${'00'.repeat(14)} 01`;
    const frame = decodeFrame(frameHex('2323', '05', unit));
    expect(frame.body).toMatchObject({ user: 'OEM-PLATFORM', password: 'secret', rule: 1 });
    expect(hasClearPassword(frame)).toBe(true);
    expect(hasClearPassword(decodeFrame(frameHex('2323', '04', `${TIME} 0802`)))).toBe(false);
  });

  it('07 and 08 have empty units', () => {
    expect(decodeFrame(frameHex('2323', '07', '')).body).toEqual({ kind: 'empty' });
    expect(decodeFrame(frameHex('2323', '08', '')).body).toEqual({ kind: 'empty' });
    expect(decodeFrame(frameHex('2323', '07', '00'))).toMatchObject({ status: 'trailing', stopOffset: 24 });
  });

  it('answers are empty, carry the time, or echo the command', () => {
    expect(decodeFrame(frameHex('2323', '07', '', '01')).body).toEqual({ kind: 'empty' });
    expect(decodeFrame(frameHex('2323', '01', TIME, '02')).body).toEqual({ kind: 'answer', time: MS });
    expect(decodeFrame(frameHex('2323', '04', `${TIME} 0802`, '01')).body).toEqual({
      kind: 'logout',
      time: MS,
      serial: 2050,
    });
  });

  it('09, 0A and 0B exist in 2025 only', () => {
    for (const command of ['09', '0a', '0b']) {
      expect(decodeFrame(frameHex('2323', command, '0100'))).toMatchObject({
        status: 'unknown_command',
        body: { kind: 'opaque' },
      });
    }
    const answer = frameHex('2424', '0a', '02 01');
    expect(decodeFrame(answer).body).toEqual({ kind: 'activation-answer', activated: 2, info: 1 });
    expect(encodeFrame(decodeFrame(answer))).toEqual(answer);
  });

  it('09 activation: the signature has no mark', () => {
    const unit = `${TIME} ${ascii('CHIP000000000001')} 0003 aabbcc ${ascii(TEST_VIN)} 01 0002 1122 0002 3344`;
    const bytes = frameHex('2424', '09', unit);
    const frame = decodeFrame(bytes);
    expect(frame.status).toBe('ok');
    expect(frame.body).toMatchObject({ chipId: 'CHIP000000000001', vin: TEST_VIN, publicKey: fromHex('aabbcc') });
    expect(frame.body).toMatchObject({
      signature: { algorithm: 1, signedFrom: 24, signedTo: 68, r: fromHex('1122'), s: fromHex('3344') },
    });
    expect(encodeFrame(frame)).toEqual(bytes);
  });

  it('0B key exchange', () => {
    const bytes = frameHex('2424', '0b', `05 0010 ${'a5'.repeat(16)} ${TIME} 1b0b17093a05`);
    const frame = decodeFrame(bytes);
    expect(frame.body).toMatchObject({ keyType: 5, key: fromHex('a5'.repeat(16)), validFrom: MS });
    expect(encodeFrame(frame)).toEqual(bytes);
  });
});

describe('the envelope', () => {
  it('does not look into a unit with a wrong BCC', () => {
    const bytes = frameHex('2323', '04', `${TIME} 0802`);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x55;
    const frame = decodeFrame(bytes);
    expect(frame).toMatchObject({ status: 'bcc', id: TEST_VIN, body: { kind: 'opaque' } });
    expect(frame.bcc ^ frame.bccCalculated).toBe(0x55);
  });

  it.each(['02', '03', '04', '05'])('does not look into a unit encrypted with %s', (encryption) => {
    const frame = decodeFrame(frameHex('2424', '02', '0011223344', 'fe', encryption));
    expect(frame).toMatchObject({ status: 'encrypted', body: { kind: 'opaque', data: fromHex('0011223344') } });
    expect(encodeFrame(frame)).toEqual(frame.bytes);
  });

  it('reads an empty unit whatever its encryption says', () => {
    expect(decodeFrame(frameHex('2323', '07', '', 'fe', '03')).status).toBe('ok');
  });

  it.each(['0c', '7f', '83', 'bf', 'c0', 'fe'])('keeps the unit of command %s', (command) => {
    expect(decodeFrame(frameHex('2323', command, 'aabb'))).toMatchObject({
      status: 'unknown_command',
      body: { data: fromHex('aabb') },
    });
  });

  it('says structure when the length field disagrees with the frame', () => {
    const bytes = frameHex('2323', '04', `${TIME} 0802`);
    expect(decodeFrame(bytes.slice(0, -2))).toMatchObject({ status: 'structure', stopOffset: 24 });
  });

  it('throws only for bytes that have no frame form', () => {
    expect(() => decodeFrame(new Uint8Array(0))).toThrow(/gbt32960\.not_a_frame/);
    expect(() => decodeFrame(frameHex('2323', '07', '').slice(0, 24))).toThrow(/gbt32960\.not_a_frame/);
    expect(() => decodeFrame(Buffer.from(`#$${'0'.repeat(40)}`))).toThrow(/gbt32960\.not_a_frame/);
  });

  it('refuses to write identifiers that are not 17 bytes and units that are too long', () => {
    expect(() => encodeFrame({ ...input(7, { kind: 'empty' }), id: 'SHORT' })).toThrow(/17 characters/);
    expect(() => encodeFrame(input(0xc0, { kind: 'opaque', data: new Uint8Array(65_532) }))).toThrow(/65531/);
    expect(() => encodeFrame(input(4, { kind: 'logout', time: MS, serial: 65_536 }))).toThrow(/serial|65536/);
  });
});

import { decodeFrame, encodeFrame, MESSAGE_IDS, messageDirection, type Frame } from '@chedun/jtt808';
import { TEST_TIME } from '@chedun/records/testing';
import { describe, expect, it } from 'vitest';
import { PHONE, terminal } from '../testing/terminals.ts';
import { answerBytes, owedFor } from './jtt808-answers.ts';

const owed = (bytes: Uint8Array) => owedFor(decodeFrame(bytes));
const raw = (messageId: number, data: readonly number[] = [], encryption = 0): Uint8Array =>
  encodeFrame({
    header: { messageId, edition: '2019', phone: PHONE.padStart(20, '0'), serial: 9, encryption },
    body: { kind: 'raw', data: Uint8Array.from(data) },
  });
const answered = (frame: Frame, answer: Parameters<typeof answerBytes>[1]): Frame =>
  decodeFrame(answerBytes(frame, answer, 0xffff));

describe('what a frame is owed', () => {
  it.each([
    ['registration', terminal.register(), { kind: 'code' }],
    ['authentication', terminal.authenticate('abc'), { kind: 'verdict', code: 'abc' }],
    ['heartbeat', terminal.heartbeat(), { kind: 'general', result: 0 }],
    ['logout', terminal.logout(), { kind: 'general', result: 0 }],
    ['position', terminal.position(TEST_TIME), { kind: 'general', result: 0 }],
    ['question for the time', terminal.askTime(), { kind: 'time' }],
    ['answer of the terminal', terminal.answer(), undefined],
    ['a position cut short', raw(0x0200, [1, 2, 3]), { kind: 'general', result: 2 }],
    ['an unknown message', terminal.vendor(), { kind: 'general', result: 3 }],
    ['an encrypted message', raw(0x0200, [1, 2, 3], 1), { kind: 'general', result: 3 }],
    ['a sub-package', terminal.passThrough(Buffer.alloc(50), 20)[1] ?? Buffer.alloc(0), { kind: 'general', result: 0 }],
  ])('%s', (_, bytes, expected) => {
    expect(owed(bytes)).toEqual(expected);
  });

  it('is nothing for a wrong checksum', () => {
    const spoilt = Buffer.from(terminal.heartbeat());
    spoilt.writeUInt8(spoilt.readUInt8(spoilt.length - 2) ^ 1, spoilt.length - 2);
    expect(decodeFrame(spoilt).status).toBe('checksum');
    expect(owed(spoilt)).toBeUndefined();
  });

  it('is nothing for what only a platform sends, and something for what makers add', () => {
    for (const id of MESSAGE_IDS.filter((each) => messageDirection(each) === 'down'))
      expect(owed(raw(id))).toBeUndefined();
    expect(owed(raw(0xf001))).toBeUndefined();
    expect(owed(raw(0xe001))).toEqual({ kind: 'general', result: 3 });
  });
});

describe('an answer', () => {
  const frame = decodeFrame(terminal.position(TEST_TIME, {}, { serial: 77 }));

  it('names what it answers, under the header of the terminal', () => {
    const read = answered(frame, { kind: 'general', result: 0 });
    expect(read.header).toMatchObject({ messageId: 0x8001, phone: PHONE, edition: '2011/2013', serial: 0xffff });
    expect(read).toMatchObject({
      status: 'ok',
      body: { values: { responseSerialNo: 77, responseMessageId: 0x0200, resultCode: 0 } },
    });
  });

  it('keeps edition and version of 2019', () => {
    const read = answered(decodeFrame(raw(0x0002)), { kind: 'general', result: 0 });
    expect(read.header).toMatchObject({ edition: '2019', protocolVersion: 1, phone: PHONE.padStart(20, '0') });
  });

  it('carries the code, the time in UTC, or the media', () => {
    const code = answered(frame, { kind: 'code', code: 'c0de' });
    expect(code).toMatchObject({
      status: 'ok',
      body: { values: { responseSerialNo: 77, resultCode: 0, token: 'c0de' } },
    });
    const time = answered(frame, { kind: 'time', now: Date.UTC(2026, 10, 27, 3, 4, 5) });
    expect(time).toMatchObject({ status: 'ok', body: { values: { dateTime: '261127030405' } } });
    const media = answered(frame, { kind: 'media', mediaId: 4711 });
    expect(media).toMatchObject({ status: 'ok', header: { messageId: 0x8800 }, body: { values: { mediaId: 4711 } } });
  });
});

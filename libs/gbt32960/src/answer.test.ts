import { describe, expect, it } from 'vitest';
import { frameHex, toHex } from '../testing/hex.ts';
import { answerFrame, owesAnswer } from './answer.ts';
import { ANSWER } from './codes.ts';
import { decodeFrame } from './decode.ts';

const TIME = '1a0b17093a05';
const NOW = Date.UTC(2026, 10, 23, 1, 58, 7);
const ICCID = '3'.repeat(40);
const login = decodeFrame(frameHex('2323', '01', `${TIME} 0001 ${ICCID} 01 00`));

describe('answers', () => {
  it('keep the time and drop the rest', () => {
    const bytes = answerFrame(login, { flag: ANSWER.ok, unit: 'time', now: NOW });
    expect(toHex(bytes)).toBe(toHex(frameHex('2323', '01', TIME, '01')));
    expect(decodeFrame(bytes)).toMatchObject({ status: 'ok', answer: 1, body: { kind: 'answer' } });
  });

  it('echo everything where Annex B of 2016 asks for it', () => {
    const bytes = answerFrame(login, { flag: ANSWER.vinDuplicate, unit: 'echo', now: NOW });
    expect(toHex(bytes)).toBe(toHex(frameHex('2323', '01', `${TIME} 0001 ${ICCID} 01 00`, '03')));
  });

  it('to a heartbeat are empty, to a calibration carry the time of the platform', () => {
    const heartbeat = decodeFrame(frameHex('2424', '07', ''));
    expect(toHex(answerFrame(heartbeat, { flag: ANSWER.ok, unit: 'echo', now: NOW }))).toBe(
      toHex(frameHex('2424', '07', '', '01')),
    );
    const calibration = decodeFrame(frameHex('2323', '08', ''));
    expect(toHex(answerFrame(calibration, { flag: ANSWER.ok, unit: 'time', now: NOW }))).toBe(
      toHex(frameHex('2323', '08', '1a0b17093a07', '01')),
    );
  });

  it('to an encrypted unit keep its encryption only when they echo it', () => {
    const encrypted = decodeFrame(frameHex('2323', '01', `${TIME}aabb`, 'fe', '03'));
    expect(decodeFrame(answerFrame(encrypted, { flag: ANSWER.error, unit: 'echo', now: NOW })).encryption).toBe(3);
    expect(decodeFrame(answerFrame(encrypted, { flag: ANSWER.error, unit: 'time', now: NOW })).encryption).toBe(1);
  });

  it('are never answered', () => {
    const answer = decodeFrame(frameHex('2323', '01', TIME, '01'));
    expect(owesAnswer(answer)).toBe(false);
    expect(() => answerFrame(answer, { flag: ANSWER.ok, unit: 'time', now: NOW })).toThrow(/gbt32960\.answers_answer/);
  });

  it('are owed to correct session commands and to wrong reports', () => {
    const report = frameHex('2323', '02', `${TIME} 04 01 07d0 00c8`);
    const wrong = Uint8Array.from(report);
    wrong[30] = 0x55;
    const short = frameHex('2323', '03', `${TIME} 04 01`);
    const damagedLogin = frameHex('2323', '01', `${TIME} 0001`);
    expect(owesAnswer(login)).toBe(true);
    expect(owesAnswer(decodeFrame(report))).toBe(false);
    expect(owesAnswer(decodeFrame(wrong))).toBe(true);
    expect(owesAnswer(decodeFrame(short))).toBe(true);
    expect(owesAnswer(decodeFrame(damagedLogin))).toBe(false);
    expect(owesAnswer(decodeFrame(frameHex('2323', '82', `${TIME} 03`)))).toBe(false);
    for (const command of ['07', '08']) expect(owesAnswer(decodeFrame(frameHex('2323', command, '')))).toBe(true);
  });
});

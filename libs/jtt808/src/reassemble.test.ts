import { describe, expect, it } from 'vitest';
import { frameOf, fromHex, toHex } from '../testing/hex.ts';
import { decodeFrame } from './decode.ts';
import type { Frame } from './frame.ts';
import { createReassembler, DEFAULT_LIMITS } from './reassemble.ts';

interface Part {
  readonly index: number;
  readonly total: number;
  readonly body: string;
  readonly phone?: string;
  readonly id?: string;
}

const word = (value: number): string => value.toString(16).padStart(4, '0');

const part = ({ index, total, body, phone = '013900001234', id = '8701' }: Part): Frame =>
  decodeFrame(
    frameOf(
      `${id} ${word(0x2000 | fromHex(body).length)} ${phone} ${word(100 + index)} ${word(total)} ${word(index)} ${body}`,
    ),
  );

describe('joining sub-packages', () => {
  it('in order', () => {
    const { add, pending } = createReassembler();
    expect(add(part({ index: 1, total: 3, body: '82 01' }), 0)).toEqual({ kind: 'waiting', have: 1, of: 3, lost: [] });
    expect(add(part({ index: 2, total: 3, body: '02' }), 1)).toMatchObject({ kind: 'waiting', have: 2 });
    expect(pending()).toEqual({ messages: 1, bytes: 3 });
    const done = add(part({ index: 3, total: 3, body: '03' }), 2);
    expect(done).toMatchObject({
      kind: 'complete',
      lost: [],
      frame: { status: 'ok', header: { serial: 103 }, body: { values: { type: 0x82, content: fromHex('010203') } } },
    });
    expect(pending()).toEqual({ messages: 0, bytes: 0 });
  });

  it('in any order, and with repeats', () => {
    const { add } = createReassembler();
    add(part({ index: 3, total: 3, body: '03' }), 0);
    add(part({ index: 1, total: 3, body: '8201' }), 0);
    expect(add(part({ index: 1, total: 3, body: '8201' }), 0)).toMatchObject({ kind: 'waiting', have: 2, lost: [] });
    const done = add(part({ index: 2, total: 3, body: '02' }), 0);
    expect(done.kind === 'complete' && toHex(done.frame.bodyBytes)).toBe('82010203');
  });

  it('keeps phones, messages and totals apart', () => {
    const { add, pending } = createReassembler();
    add(part({ index: 1, total: 2, body: '8201' }), 0);
    add(part({ index: 2, total: 2, body: '02', phone: '013900009999' }), 0);
    add(part({ index: 2, total: 2, body: '02', id: '8900' }), 0);
    add(part({ index: 2, total: 3, body: '02' }), 0);
    expect(pending().messages).toBe(4);
  });

  it('judges the whole message', () => {
    const { add } = createReassembler();
    add(part({ index: 1, total: 2, body: '0007', id: '8001' }), 0);
    const done = add(part({ index: 2, total: 2, body: '02', id: '8001' }), 0);
    expect(done).toMatchObject({ kind: 'complete', frame: { status: 'structure', body: { kind: 'raw' } } });
    add(part({ index: 1, total: 2, body: '00', id: 'f001' }), 0);
    const vendor = add(part({ index: 2, total: 2, body: '02', id: 'f001' }), 0);
    expect(vendor).toMatchObject({ kind: 'complete', frame: { status: 'unknown_message' } });
  });

  it('does not keep the bytes of the caller', () => {
    const { add } = createReassembler();
    const first = part({ index: 1, total: 2, body: '8201' });
    add(first, 0);
    first.bodyBytes.fill(0);
    const done = add(part({ index: 2, total: 2, body: '02' }), 0);
    expect(done.kind === 'complete' && toHex(done.frame.bodyBytes)).toBe('820102');
  });
});

describe('what goes wrong', () => {
  it('numbers that cannot be', () => {
    const { add } = createReassembler();
    for (const [index, total] of [
      [0, 3],
      [4, 3],
      [1, 0],
    ] as const)
      expect(add(part({ index, total, body: '01' }), 0)).toMatchObject({ kind: 'refused', reason: 'numbering' });
  });

  it('another body under the same index starts anew', () => {
    const { add } = createReassembler();
    add(part({ index: 1, total: 3, body: '8201' }), 0);
    add(part({ index: 3, total: 3, body: '03' }), 0);
    expect(add(part({ index: 1, total: 3, body: '8209' }), 0)).toEqual({
      kind: 'waiting',
      have: 1,
      of: 3,
      lost: [{ phone: '013900001234', messageId: 0x8701, packageTotal: 3, missing: [2], reason: 'replaced' }],
    });
  });

  it('time runs out, by the clock of the caller', () => {
    const { add, expire, pending } = createReassembler({ ...DEFAULT_LIMITS, timeoutMs: 1000 });
    add(part({ index: 2, total: 3, body: '02' }), 5000);
    expect(expire(6000)).toEqual([]);
    add(part({ index: 3, total: 3, body: '03' }), 5900);
    expect(expire(6900)).toEqual([]);
    expect(expire(6901)).toMatchObject([{ missing: [1], reason: 'timeout' }]);
    expect(pending()).toEqual({ messages: 0, bytes: 0 });
    add(part({ index: 2, total: 3, body: '02' }), 7000);
    const next = add(part({ index: 1, total: 2, body: '82', phone: '013900005678' }), 9000);
    expect(next).toMatchObject({ kind: 'waiting', lost: [{ reason: 'timeout', missing: [1, 3] }] });
  });

  it('too many messages: the one touched longest ago goes', () => {
    const { add, pending } = createReassembler({ ...DEFAULT_LIMITS, maxMessages: 2 });
    add(part({ index: 1, total: 3, body: '82', phone: '000000000001' }), 0);
    add(part({ index: 1, total: 3, body: '82', phone: '000000000002' }), 1);
    add(part({ index: 2, total: 3, body: '00', phone: '000000000001' }), 2);
    expect(add(part({ index: 1, total: 3, body: '82', phone: '000000000003' }), 3).lost).toMatchObject([
      { phone: '000000000002', reason: 'full' },
    ]);
    expect(pending().messages).toBe(2);
  });

  it('too many bytes', () => {
    const { add, pending } = createReassembler({ ...DEFAULT_LIMITS, maxBytes: 8 });
    expect(add(part({ index: 1, total: 2, body: '00'.repeat(9) }), 0)).toMatchObject({ reason: 'too_large' });
    add(part({ index: 1, total: 3, body: '00'.repeat(6), phone: '000000000001' }), 0);
    const second = add(part({ index: 1, total: 3, body: '00'.repeat(5), phone: '000000000002' }), 0);
    expect(second).toMatchObject({ kind: 'waiting', lost: [{ phone: '000000000001', reason: 'full' }] });
    expect(add(part({ index: 2, total: 3, body: '00'.repeat(5), phone: '000000000002' }), 0)).toMatchObject({
      kind: 'refused',
      reason: 'too_large',
      lost: [{ phone: '000000000002', reason: 'full' }],
    });
    expect(pending()).toEqual({ messages: 0, bytes: 0 });
  });

  it('too many packages', () => {
    const { add } = createReassembler({ ...DEFAULT_LIMITS, maxPackages: 3 });
    expect(add(part({ index: 1, total: 4, body: '00' }), 0)).toMatchObject({ kind: 'refused', reason: 'too_large' });
  });
});

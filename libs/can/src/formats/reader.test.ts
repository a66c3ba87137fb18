import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { frameOf, framesOf, fromHex } from '../../testing/frames.ts';
import { ascLine, blfFile, blfFrame, candumpLine, CSV_HEADER, csvRow, TRC_HEADER, trcRow } from '../../testing/logs.ts';
import { canFormatOf, createCanReader } from './reader.ts';
import type { CanFormat } from './reader.ts';

const frame = frameOf({ time: 1.5, id: 0x123, data: fromHex('0102') });
const LOGS: Readonly<Record<CanFormat, Uint8Array>> = {
  candump: Buffer.from(candumpLine(frame)),
  asc: Buffer.from(`date Sat\nbase hex  timestamps absolute\n${ascLine(frame)}\n`),
  blf: blfFile([blfFrame(frame)]),
  trc: Buffer.from(TRC_HEADER + trcRow(frame, 1)),
  csv: Buffer.from(CSV_HEADER + csvRow(frame, true)),
};

describe('format', () => {
  it.each(Object.entries(LOGS))('of %s is told from its beginning, and its reader reads it', (format, log) => {
    const found = canFormatOf(log);
    expect(found).toBe(format);
    const reader = createCanReader(found);
    const channel = format === 'csv' ? '' : '1';
    expect(framesOf([...reader.push(log), ...reader.end()])).toEqual([{ ...frame, channel }]);
  });

  it('of logs without a header is told from a line', () => {
    expect(canFormatOf(Buffer.from(ascLine(frame)))).toBe('asc');
    expect(canFormatOf(Buffer.from('  1)   10.5 0100 1 00\n'))).toBe('trc');
    expect(canFormatOf(Buffer.from(' (0.5)  can0  123   [0]\n'))).toBe('candump');
  });

  it('that is not known is an error', () => {
    for (const text of ['', 'hello', '{"a":1}', '\u0000\u0001'])
      expect(() => canFormatOf(Buffer.from(text))).toThrow(
        expect.toSatisfy((error: unknown) => isDomainError(error, 'can.unknown_format')) as Error,
      );
  });
});

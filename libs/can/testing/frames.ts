import fc from 'fast-check';
import { lengthOfDlc } from '../src/frame.ts';
import type { CanFrame, CanRecord } from '../src/frame.ts';

/** Bytes of hex text; white space is ignored. */
export const fromHex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'hex'));

/** Hex text of bytes. */
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A classic data frame, with what a test wants to say about it. */
export const frameOf = (parts: Partial<CanFrame> = {}): CanFrame => ({
  kind: 'data',
  time: 0,
  channel: '1',
  id: 0x100,
  extended: false,
  fd: false,
  data: new Uint8Array(8),
  ...parts,
});

/** Frames of records; a fault fails the test by its text. */
export const framesOf = (records: readonly CanRecord[]): CanFrame[] =>
  records.map((record) => {
    if (record.kind === 'fault') throw new Error(`fault: ${record.reason}`);
    return record.frame;
  });

/** Faults of records as text: place and reason. */
export const faultsOf = (records: readonly CanRecord[]): string[] =>
  records.flatMap((record) => (record.kind === 'fault' ? [`${record.line ?? record.offset}: ${record.reason}`] : []));

const idArb: fc.Arbitrary<Pick<CanFrame, 'id' | 'extended'>> = fc.oneof(
  fc.record({ id: fc.integer({ min: 0, max: 0x7ff }), extended: fc.constant(false) }),
  fc.record({ id: fc.integer({ min: 0, max: 0x1fffffff }), extended: fc.constant(true) }),
);

/** Any classic data frame with a time of whole 10 µs up to a day and a channel that is a number. */
export const classicArb: fc.Arbitrary<CanFrame> = fc
  .record({
    ids: idArb,
    ticks: fc.integer({ min: 0, max: 86_400 * 100_000 }),
    channel: fc.integer({ min: 1, max: 9 }),
    data: fc.uint8Array({ maxLength: 8 }),
  })
  .map(({ ids, ticks, channel, data }) => frameOf({ ...ids, time: ticks / 100_000, channel: String(channel), data }));

/** Any CAN FD data frame. */
export const fdArb: fc.Arbitrary<CanFrame> = fc
  .tuple(classicArb, fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 255 }))
  .map(([frame, dlc, fill]) => ({ ...frame, fd: true, data: new Uint8Array(lengthOfDlc(dlc, true)).fill(fill) }));

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, fromHex, toHex } from '../../testing/frames.ts';
import type { CanFrame } from '../frame.ts';
import { createIsoTpReassembler } from './isotp.ts';
import type { IsoTpOptions } from './isotp.ts';

const at = (hex: string, time = 0, parts: Partial<CanFrame> = {}): CanFrame =>
  frameOf({ id: 0x7e0, time, ...parts, data: fromHex(hex) });

/** Outcomes as text: hex of messages, reasons of faults, status of flow control. */
const run = (frames: readonly CanFrame[], options?: IsoTpOptions): string[] => {
  const reassembler = createIsoTpReassembler(options);
  return frames.flatMap((frame) =>
    reassembler.push(frame).map((outcome) => {
      if (outcome.kind === 'message') return toHex(outcome.data);
      return outcome.kind === 'fault' ? outcome.reason : outcome.status;
    }),
  );
};

/** Frames of a message of more than 7 bytes. */
const split = (data: Uint8Array, prefix = ''): CanFrame[] => {
  const head =
    data.length > 4095
      ? `1000${data.length.toString(16).padStart(8, '0')}`
      : `1${data.length.toString(16).padStart(3, '0')}`;
  const room = 8 - prefix.length / 2;
  const first = room - head.length / 2;
  const frames = [at(prefix + head + toHex(data.subarray(0, first)))];
  let number = 1;
  for (let from = first; from < data.length; from += room - 1) {
    frames.push(
      at(`${prefix}2${(number & 15).toString(16)}${toHex(data.subarray(from, from + room - 1))}`, number * 0.001),
    );
    number += 1;
  }
  return frames;
};

describe('ISO-TP', () => {
  it('reads single frames, padding left out', () => {
    expect(run([at('0322f190aaaaaaaa')])).toEqual(['22f190']);
    expect(createIsoTpReassembler().push(at('023e00', 5))).toEqual([
      { kind: 'message', channel: '1', id: 0x7e0, extended: false, from: 5, time: 5, data: fromHex('3e00') },
    ]);
  });

  it('reads long single frames of CAN FD', () => {
    const data = new Uint8Array(12).fill(7);
    expect(run([frameOf({ id: 0x7e0, fd: true, data: Uint8Array.of(0, 10, ...data.subarray(0, 10)) })])).toEqual([
      '07'.repeat(10),
    ]);
  });

  it('puts messages together', () => {
    expect(run([at('1014490201313233'), at('2134353637383930', 0.01), at('2241424344454647', 0.02)])).toEqual([
      '4902013132333435363738393041424344454647',
    ]);
  });

  it('tells from when to when a message took', () => {
    const reassembler = createIsoTpReassembler();
    expect(reassembler.push(at('1008010203040506', 1))).toEqual([]);
    expect(reassembler.push(at('210708', 1.5))).toMatchObject([{ from: 1, time: 1.5 }]);
  });

  it('puts every length together, with both forms of addressing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 9, maxLength: 300 }), fc.boolean(), (data, extended) => {
        const frames = split(data, extended ? '5a' : '');
        expect(run(frames, { addressing: extended ? 'extended' : 'normal' })).toEqual([toHex(data)]);
      }),
    );
  });

  it('reads the long first frame when the limit allows it', () => {
    const data = new Uint8Array(5000).fill(3);
    expect(run(split(data), { mostBytes: 6000 })).toEqual([toHex(data)]);
    expect(run(split(data))[0]).toBe('too_long');
  });

  it('keeps identifiers, channels and addresses apart', () => {
    const data = Uint8Array.from({ length: 10 }, (_, index) => index);
    const others: Partial<CanFrame>[] = [{ id: 0x7e1 }, { channel: '2' }, { extended: true }];
    const mixed = split(data).flatMap((frame) => [frame, ...others.map((parts) => ({ ...frame, ...parts }))]);
    expect(run(mixed)).toEqual(Array.from({ length: 4 }, () => toHex(data)));
    const [one, two] = [split(data, '01'), split(data, '02')];
    const woven = one.flatMap((frame, index) => [frame, ...two.slice(index, index + 1)]);
    expect(run(woven, { addressing: 'extended' })).toEqual([toHex(data), toHex(data)]);
  });

  it('reads flow control', () => {
    const flow = (hex: string): unknown => createIsoTpReassembler().push(at(hex))[0];
    expect(flow('300814')).toMatchObject({ kind: 'flow', status: 'continue', blockSize: 8, separationMs: 20 });
    expect(flow('3100f5')).toMatchObject({ status: 'wait', separationMs: 0.5 });
    expect(flow('3200ff')).toMatchObject({ status: 'overflow', separationMs: 127 });
    expect(flow('3f0000')).toMatchObject({ status: 'reserved' });
    expect(run([at('3000')])).toEqual(['length']);
  });

  it('tells what is wrong', () => {
    expect(run([at('00')])).toEqual(['length']);
    expect(run([at('0511')])).toEqual(['length']);
    expect(run([at('')])).toEqual(['length']);
    expect(run([at('f0')])).toEqual(['unknown']);
    expect(run([at('2101')])).toEqual(['no_first']);
    expect(run([at('1005010203040506')])).toEqual(['length']);
    expect(run([at('1014')])).toEqual(['length']);
    const first = at('1014010203040506');
    expect(run([first, at('22')])).toEqual(['sequence']);
    expect(run([first, at('21', 0.1)])).toEqual(['length']);
    expect(run([first, at('2107', 3)])).toEqual(['timeout']);
    expect(run([first, first])).toEqual(['replaced']);
    expect(run([first, at('0101')])).toEqual(['replaced', '01']);
  });

  it('passes over frames without data', () => {
    expect(run([frameOf({ kind: 'remote' }), frameOf({ kind: 'error' })])).toEqual([]);
  });

  it('holds a bounded number of messages', () => {
    const reassembler = createIsoTpReassembler();
    const first = at('1008010203040506');
    reassembler.push(first);
    for (let id = 0; id < 256; id += 1) reassembler.push({ ...first, id });
    expect(reassembler.push(at('210708', 0.1))).toMatchObject([{ reason: 'no_first' }]);
  });
});

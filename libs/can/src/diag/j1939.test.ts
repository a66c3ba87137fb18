import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf, fromHex, toHex } from '../../testing/frames.ts';
import type { CanFrame } from '../frame.ts';
import { J1939_GLOBAL, j1939Id, j1939IdOf } from './j1939.ts';
import { createJ1939Reassembler } from './j1939-transport.ts';
import type { J1939Fault, J1939Message, J1939Reassembler } from './j1939-transport.ts';

type Outcome = J1939Message | J1939Fault;

const j1939Frame = (id: number, hex: string, time = 0): CanFrame =>
  frameOf({ id, extended: true, data: fromHex(hex), time });

/** Frames of a transfer from 0x10: control frame and packets, 10 ms apart. */
const transfer = (data: Uint8Array, destination = J1939_GLOBAL, pgn = 0xfeca): CanFrame[] => {
  const packets = Math.ceil(data.length / 7);
  const head = Buffer.alloc(8, 0xff);
  head[0] = destination === J1939_GLOBAL ? 32 : 16;
  head.writeUInt16LE(data.length, 1);
  head[3] = packets;
  head[4] = 0xff;
  head.writeUIntLE(pgn, 5, 3);
  const low = (destination << 8) | 0x10;
  const frames = [frameOf({ id: 0x18ec0000 | low, extended: true, data: new Uint8Array(head) })];
  for (let at = 0; at < packets; at += 1) {
    const packet = new Uint8Array(8).fill(0xff);
    packet[0] = at + 1;
    packet.set(data.subarray(at * 7, at * 7 + 7), 1);
    frames.push(frameOf({ id: 0x18eb0000 | low, extended: true, data: packet, time: (at + 1) * 0.01 }));
  }
  return frames;
};

const run = (frames: readonly CanFrame[], reassembler: J1939Reassembler = createJ1939Reassembler()): Outcome[] =>
  frames.flatMap((frame) => [...reassembler.push(frame)]);

const reasons = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map((each) => (each.kind === 'fault' ? each.reason : `message of ${each.data.length}`));

describe('identifiers', () => {
  it('of PDU2 groups have no destination', () => {
    expect(j1939Id(0x18fef100)).toEqual({ priority: 6, pgn: 0xfef1, source: 0, destination: 255 });
    expect(j1939Id(0x0cf00400)).toEqual({ priority: 3, pgn: 0xf004, source: 0, destination: 255 });
  });

  it('of PDU1 groups have one', () => {
    expect(j1939Id(0x18ea17f9)).toEqual({ priority: 6, pgn: 0xea00, source: 0xf9, destination: 0x17 });
    expect(j1939Id(0x18ef2a1c)).toEqual({ priority: 6, pgn: 0xef00, source: 0x1c, destination: 0x2a });
  });

  it('have data page and extended data page in the group', () => {
    expect(j1939Id(0x1bfef100).pgn).toBe(0x3fef1);
    expect(j1939Id(0x19fef100).pgn).toBe(0x1fef1);
  });

  it('come back from their parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x1fffffff }), (id) => {
        expect(j1939IdOf(j1939Id(id))).toBe(id);
      }),
    );
  });
});

describe('transport', () => {
  const data = Uint8Array.from({ length: 20 }, (_, at) => at + 1);

  it('passes messages of one frame on', () => {
    expect(run([j1939Frame(0x18fef100, '0102', 3)])).toEqual([
      {
        kind: 'message',
        pgn: 0xfef1,
        source: 0,
        destination: 255,
        priority: 6,
        channel: '1',
        time: 3,
        data: fromHex('0102'),
        transport: 'single',
      },
    ]);
  });

  it('puts a broadcast together', () => {
    const outcomes = run(transfer(data));
    expect(outcomes).toEqual([
      {
        kind: 'message',
        pgn: 0xfeca,
        source: 0x10,
        destination: 255,
        priority: 6,
        channel: '1',
        time: 0.03,
        data,
        transport: 'bam',
      },
    ]);
  });

  it('puts a session to one receiver together, with its flow control', () => {
    const [rts, ...packets] = transfer(data, 0x22);
    if (rts === undefined) return;
    const cts = j1939Frame(0x18ec1022, '110301ffffcafe00');
    const done = j1939Frame(0x18ec1022, '13140003ffcafe00', 1);
    expect(run([rts, cts, ...packets, done])).toMatchObject([
      { kind: 'message', destination: 0x22, transport: 'rts', data },
    ]);
  });

  it('puts every length together', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 9, maxLength: 1785 }),
        fc.constantFrom(0xff, 0x22),
        (bytes, destination) => {
          const [message, ...more] = run(transfer(bytes, destination));
          expect(more).toEqual([]);
          expect(message?.kind === 'message' && toHex(message.data)).toBe(toHex(bytes));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps senders and channels apart', () => {
    const other = transfer(data).map((frame) => ({ ...frame, channel: '2' }));
    const third = transfer(data).map((frame) => ({ ...frame, id: frame.id + 1 }));
    const mixed = transfer(data).flatMap((frame, at) => [
      frame,
      ...other.slice(at, at + 1),
      ...third.slice(at, at + 1),
    ]);
    expect(reasons(run(mixed))).toEqual(['message of 20', 'message of 20', 'message of 20']);
  });

  it('accepts packets that are sent again only from a session', () => {
    const [rts, one, two, three] = transfer(data, 0x22);
    const [bam, first, second] = transfer(data);
    if (!rts || !one || !two || !three || !bam || !first || !second) return;
    expect(reasons(run([rts, one, two, one, two, three]))).toEqual(['message of 20']);
    expect(reasons(run([bam, first, second, first]))).toEqual(['sequence']);
  });

  it('ends a session on a gap, on silence and on an abort', () => {
    const [bam, one, two, three] = transfer(data);
    const [rts] = transfer(data, 0x22);
    if (!rts || !bam || !one || !two || !three) return;
    expect(reasons(run([bam, one, three, two]))).toEqual(['sequence', 'no_session']);
    expect(reasons(run([bam, one, { ...two, time: 5 }]))).toEqual(['timeout']);
    expect(reasons(run([rts, j1939Frame(0x18ec1022, 'ff01ffffffcafe00')]))).toEqual(['aborted']);
    expect(reasons(run([rts, j1939Frame(0x18ec2210, 'ff01ffffffcafe00')]))).toEqual(['aborted']);
    expect(reasons(run([rts, j1939Frame(0x18ec2210, 'ff01ffffff00ee00')]))).toEqual([]);
  });

  it('tells a session that a new one replaces', () => {
    const [bam, ...rest] = transfer(data);
    if (bam === undefined) return;
    expect(reasons(run([bam, bam, ...rest]))).toEqual(['replaced', 'message of 20']);
  });

  it('refuses control frames that cannot be', () => {
    const bad = ['20080002ffcafe00', '20140004ffcafe00', '20ffff00ffcafe00', '2014000300', '10140003ffcafe00'];
    for (const hex of bad) expect(reasons(run([j1939Frame(0x18ecff10, hex)])), hex).toEqual(['invalid']);
    expect(reasons(run([j1939Frame(0x18ec2210, '20140003ffcafe00')]))).toEqual(['invalid']);
    expect(run([j1939Frame(0x18ecff10, '99140003ffcafe00')])).toEqual([]);
  });

  it('refuses packets that are too short', () => {
    const [bam, one] = transfer(data);
    if (!bam || !one) return;
    expect(reasons(run([bam, { ...one, data: one.data.subarray(0, 5) }]))).toEqual(['invalid']);
  });

  it('passes over frames that are no J1939', () => {
    expect(run([frameOf({ id: 0x7ff }), frameOf({ kind: 'remote', id: 0x18fef100, extended: true })])).toEqual([]);
  });

  it('holds a bounded number of sessions', () => {
    const reassembler = createJ1939Reassembler();
    const [bam, ...rest] = transfer(data);
    if (bam === undefined) return;
    expect(run([bam], reassembler)).toEqual([]);
    for (let at = 0; at < 1024; at += 1) run([{ ...bam, channel: `c${at}` }], reassembler);
    expect(reasons(run(rest.slice(0, 1), reassembler))).toEqual(['no_session']);
  });
});

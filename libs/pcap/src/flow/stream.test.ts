import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TcpStream } from './stream.ts';

const collector = () => {
  const parts: (number | 'gap')[] = [];
  const sink = {
    data: (bytes: Uint8Array) => void parts.push(...bytes),
    gap: (size: number) => void parts.push(...Array.from({ length: size }, () => 'gap' as const)),
  };
  return { parts, sink };
};

const START = 0xffff_ff00;
const DATA = Uint8Array.from({ length: 600 }, (_, index) => index % 251);

const add = (stream: TcpStream, from: number, to: number): void => stream.add((START + from) >>> 0, DATA, from, to);
const acknowledge = (stream: TcpStream, upTo: number): void => stream.acknowledge((START + upTo) >>> 0);

describe('TcpStream', () => {
  it('hands on what the other side acknowledged, no more', () => {
    const { parts, sink } = collector();
    const stream = new TcpStream(sink);
    stream.start(START);
    add(stream, 0, 100);
    expect(parts).toEqual([]);
    acknowledge(stream, 40);
    expect(parts).toEqual([...DATA.subarray(0, 40)]);
    acknowledge(stream, 100);
    expect(parts).toEqual([...DATA.subarray(0, 100)]);
  });

  it('gives the bytes in order however segments are cut, doubled and mixed, across the end of the numbers', () => {
    const cuts = fc.array(fc.tuple(fc.nat(599), fc.integer({ min: 1, max: 80 })), { maxLength: 30 });
    fc.assert(
      fc.property(cuts, fc.array(fc.nat(600), { maxLength: 10 }), (extra, acks) => {
        const { parts, sink } = collector();
        const stream = new TcpStream(sink);
        stream.start(START);
        const whole = Array.from({ length: 12 }, (_, index) => [index * 50, index * 50 + 50] as const);
        const segments = [...extra.map(([at, size]) => [at, Math.min(600, at + size)] as const), ...whole.toReversed()];
        segments.forEach(([from, to]) => add(stream, from, to));
        acks.forEach((ack) => acknowledge(stream, ack));
        acknowledge(stream, 601);
        expect(parts).toEqual([...DATA]);
      }),
    );
  });

  it('reports what is missing as a gap once it was acknowledged', () => {
    const { parts, sink } = collector();
    const stream = new TcpStream(sink);
    stream.start(START);
    add(stream, 0, 10);
    add(stream, 30, 40);
    acknowledge(stream, 40);
    expect(parts).toEqual([
      ...DATA.subarray(0, 10),
      ...Array.from({ length: 20 }, () => 'gap'),
      ...DATA.subarray(30, 40),
    ]);
    acknowledge(stream, 60);
    expect(parts.filter((part) => part === 'gap')).toHaveLength(20 + 19);
  });

  it('does not take the number of a FIN for a gap', () => {
    const { parts, sink } = collector();
    const stream = new TcpStream(sink);
    stream.start(START);
    add(stream, 0, 10);
    acknowledge(stream, 11);
    expect(parts).toEqual([...DATA.subarray(0, 10)]);
  });

  it('keeps the byte that came first', () => {
    const { parts, sink } = collector();
    const stream = new TcpStream(sink);
    stream.start(START);
    stream.add(START, Uint8Array.of(1, 1, 1), 0, 3);
    stream.add(START, Uint8Array.of(2, 2, 2, 2), 0, 4);
    stream.flush();
    expect(parts.slice(0, 3)).toEqual([1, 1, 1]);
    expect(parts).toHaveLength(4);
  });

  it('bounds what it keeps', () => {
    const { parts, sink } = collector();
    const stream = new TcpStream(sink);
    stream.start(0);
    const block = new Uint8Array(60_000);
    for (let index = 0; index < 20; index += 1) stream.add(index * block.length, block, 0, block.length);
    expect(parts.length).toBeGreaterThanOrEqual(1_048_576);
    stream.add(0x7000_0000, block, 0, 10);
    stream.flush();
    expect(parts.filter((part) => part === 'gap')).toHaveLength(0);
  });

  it('takes nothing after it was told to forget', () => {
    const { parts, sink } = collector();
    const stream = new TcpStream(sink);
    stream.start(START);
    add(stream, 0, 10);
    stream.forget();
    add(stream, 10, 20);
    acknowledge(stream, 20);
    stream.flush();
    expect(parts).toEqual([]);
  });
});

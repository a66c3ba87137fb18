import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peerText, readPeer, readRecords, recordWriter } from './records.ts';

const peer = fc.record(
  { ip: fc.ipV6(), port: fc.nat(65535), vin: fc.stringMatching(/^[A-HJ-NPR-Z0-9]{17}$/) },
  { requiredKeys: ['ip', 'port'] },
);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('records of a frame', () => {
  it('gives back what was written, with and without peers', () => {
    const records = fc.array(fc.tuple(fc.uint8Array({ maxLength: 2000 }), peer), { maxLength: 50 });
    fc.assert(
      fc.property(records, fc.boolean(), (given, withPeers) => {
        const writer = recordWriter({ withPeers });
        for (const [bytes, from] of given) writer.add(bytes, from);
        expect(writer.count()).toBe(given.length);
        const read = readRecords(writer.finish(), withPeers);
        expect(read.map((each) => hex(each.bytes))).toEqual(given.map(([bytes]) => hex(bytes)));
        if (withPeers) expect(read.map((each) => each.peer)).toEqual(given.map(([, from]) => from));
      }),
    );
  });

  it('starts empty again after finish and does not share memory with the payload', () => {
    const writer = recordWriter({ withPeers: false });
    writer.add(Buffer.from('one'));
    const first = writer.finish();
    writer.add(Buffer.from('two'));
    expect(readRecords(first, false).map((each) => Buffer.from(each.bytes).toString())).toEqual(['one']);
    expect(writer.count()).toBe(1);
  });

  it('lends its memory and writes to it again only when it was given back', () => {
    const writer = recordWriter({ withPeers: false });
    const written = (text: string): ReturnType<typeof writer.lend> => {
      writer.add(Buffer.from(text));
      return writer.lend();
    };
    const texts = ({ payload }: { readonly payload: Buffer }): string[] =>
      readRecords(payload, false).map((each) => Buffer.from(each.bytes).toString());
    const [one, two] = [written('one'), written('two')];
    expect([writer.count(), texts(one), texts(two)]).toEqual([0, ['one'], ['two']]);
    one.giveBack();
    const three = written('three');
    expect(three.payload.buffer === two.payload.buffer && three.payload.byteOffset === two.payload.byteOffset).toBe(
      false,
    );
    const four = written('four');
    expect([texts(two), texts(three), texts(four)]).toEqual([['two'], ['three'], ['four']]);
    expect(four.payload.byteOffset === one.payload.byteOffset && four.payload.buffer === one.payload.buffer).toBe(true);
  });

  it('writes a stretch of a larger piece', () => {
    const writer = recordWriter({ withPeers: true });
    writer.add(Buffer.from('abcdef'), { ip: '::1', port: 1 }, 2, 4);
    writer.add(new Uint8Array(Buffer.from('abcdef')), { ip: '::1', port: 1 }, 1, 6);
    expect(readRecords(writer.finish(), true).map((each) => Buffer.from(each.bytes).toString())).toEqual([
      'cd',
      'bcdef',
    ]);
  });

  it('never reads past the end of arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, withPeers) => {
        const read = readRecords(bytes, withPeers);
        expect(read.reduce((sum, each) => sum + each.bytes.length, 0)).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('keeps a peer through its text', () => {
    fc.assert(
      fc.property(peer, (given) => {
        expect(readPeer(peerText(given))).toEqual(given);
      }),
    );
    expect(readPeer('nonsense')).toEqual({ ip: 'nonsense', port: 0 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSignedRecord, signedRecord } from './signed-record.ts';

const HEAD = { certificate: '0011223344556677', linkage: '01'.repeat(9), aid: 111, receiver: 'rsu-17' };
const MESSAGE = Uint8Array.from({ length: 60 }, (_, at) => at);

describe('a record of a verified message', () => {
  it('gives back who signed, and the payload', () => {
    const head = { ...HEAD, from: 10, to: 20 };
    const read = readSignedRecord(signedRecord(head, MESSAGE));
    expect(read?.head).toEqual(head);
    expect(Uint8Array.from(read?.payload ?? [])).toEqual(MESSAGE.slice(10, 20));
    const unlinked = { ...head, linkage: undefined };
    expect(readSignedRecord(signedRecord(unlinked, MESSAGE))?.head).toEqual(unlinked);
  });

  it('is refused when the payload does not lie within, or the head is none', () => {
    for (const [from, to] of [
      [20, 10],
      [0, 61],
      [-1, 3],
      [0.5, 3],
    ] as const)
      expect(readSignedRecord(signedRecord({ ...HEAD, from, to }, MESSAGE))).toBeUndefined();
    for (const text of ['', '{}', 'null\n', '[1]\n', '{"certificate":1}\n'])
      expect(readSignedRecord(Buffer.from(text))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readSignedRecord(bytes)));
  });
});

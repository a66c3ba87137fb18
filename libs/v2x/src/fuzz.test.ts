import { readFileSync } from 'node:fs';
import { fromHex, valueArb } from '@chedun/asn1/testing';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBsm } from './bsm-reader.ts';
import { createBsmRecord } from './bsm-record.ts';
import { toEvents } from './events/event.ts';
import { decodeMessage, encodeMessage } from './message.ts';
import { MessageFrame } from './schema/frame.ts';

const META = { received: 1_764_000_000_000, srcIp: '192.0.2.1', srcPort: 1 };

const record = createBsmRecord();

/** Sends bytes through everything: what is thrown is ours, what is read accounts for every byte and can be written. */
const survive = (bytes: Uint8Array): boolean => {
  const status = readBsm(bytes, record);
  try {
    const decoded = decodeMessage(bytes);
    expect(Math.ceil(decoded.bitLength / 8) + decoded.trailingBytes).toBe(bytes.length);
    expect(decodeMessage(encodeMessage(decoded.value)).value).toEqual(decoded.value);
    expect('bsmFrame' in decoded.value).toBe(status === 'ok');
    const events = toEvents(decoded, META);
    expect(events.length).toBeGreaterThan(0);
    for (const { fields } of events) for (const value of Object.values(fields)) expect(Number.isNaN(value)).toBe(false);
    return true;
  } catch (error) {
    expect(isDomainError(error, 'v2x.not_a_message'), String(error)).toBe(true);
    return false;
  }
};

const corpus = readFileSync(new URL('../corpus/messages.hex', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(fromHex);

describe('hostile bytes', () => {
  it('of the corpus, and of every prefix of it', () => {
    expect(corpus.length).toBeGreaterThan(15);
    expect(corpus.filter(survive).length).toBeGreaterThan(9);
    for (const bytes of corpus) for (let end = 0; end < bytes.length; end += 1) survive(bytes.subarray(0, end));
  });

  it('of the corpus with every single bit turned', () => {
    for (const bytes of corpus)
      for (let at = 0; at < bytes.length * 8; at += 1) {
        const turned = Uint8Array.from(bytes);
        turned[at >> 3] = (turned[at >> 3] ?? 0) ^ (0x80 >> (at & 7));
        survive(turned);
      }
  });

  it('made from messages by replacing bytes', () => {
    fc.assert(
      fc.property(
        valueArb(MessageFrame).map(encodeMessage),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        (bytes, changes) => {
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          survive(bytes);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('at random behind the start of each kind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0x00, 0x08, 0x10, 0x14, 0x20, 0x30, 0x40, 0x80),
        fc.uint8Array({ maxLength: 150 }),
        (first, rest) => {
          survive(Uint8Array.from([first, ...rest]));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('of the largest size come to an end', () => {
    for (const byte of [0x00, 0x11, 0x14, 0x7f, 0x83, 0xff]) survive(new Uint8Array(65_535).fill(byte));
  });
});

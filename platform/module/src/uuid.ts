import type { Clock } from '@chedun/kernel';

/**
 * UUIDv7 (RFC 9562 clause 5.7): 48 bits of milliseconds, then a 12-bit counter seeded at random that keeps the ids of one
 * millisecond in order (method 1 of clause 6.2), then 62 random bits.
 */
export const uuidV7 = (clock: Pick<Clock, 'now'>, randomBytes: (length: number) => Uint8Array): (() => string) => {
  let last = -1;
  let counter = 0;
  return () => {
    const bytes = Buffer.from(randomBytes(16));
    const now = clock.now();
    if (now > last) {
      last = now;
      counter = bytes.readUInt16BE(6) & 0x7ff;
    } else if (counter === 0xfff) {
      last += 1;
      counter = 0;
    } else {
      counter += 1;
    }
    bytes.writeUIntBE(last, 0, 6);
    bytes.writeUInt16BE(0x7000 | counter, 6);
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };
};

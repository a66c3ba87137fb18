import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropsIn, kernelDrops } from './udp-drops.ts';

const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  512: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 41522 2 0000000000000000 17
  513: 00000000:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 41523 2 0000000000000000 3
  900: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 41524 2 0000000000000000 99
`;

describe('drops of the kernel', () => {
  it('adds up the sockets of the port and no other', () => {
    expect([5514, 53, 5515].map((port) => dropsIn(TABLE, port))).toEqual([20, 99, 0]);
  });

  it('gives a number for whatever the table holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(65_535), (text, port) => {
        expect(dropsIn(`head\n${text}`, port)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is 0 where no socket is bound', async () => {
    expect(await kernelDrops(1)).toBe(0);
  });
});

import { createServer } from 'node:net';
import { createFramer809, decodePacket809, positions809 } from '@chedun/jtt808';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFleet } from '../fleet/fleet.ts';
import { createPrng } from '../prng.ts';
import { newCounters } from '../report.ts';
import { createPlatformLinkSender } from './platform-link-sender.ts';

const NOW = Date.UTC(2026, 10, 23, 1, 0, 0);

describe('a platform that forwards over JT/T 809', () => {
  const framer = createFramer809();
  const packets: ReturnType<typeof decodePacket809>[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const { bytes } of framer.push(chunk)) packets.push(decodePacket809(bytes));
    });
  });
  beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
  afterAll(() => new Promise<void>((done) => void server.close(() => done())));

  it('logs in once, tells positions by plate, and logs out', async () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const counters = newCounters();
    const sender = createPlatformLinkSender({ host: '127.0.0.1', port }, counters, new AbortController().signal);
    const [vehicle] = createFleet(1, createPrng(1));
    if (vehicle === undefined) throw new Error('no vehicle');
    await sender.position(vehicle, '沪B10000', NOW);
    await sender.position(vehicle, '沪B10000', NOW + 1000);
    await sender.finish();
    await vi.waitFor(() => expect(packets).toHaveLength(4));
    expect(packets.map(({ header }) => header.messageId)).toEqual([0x1001, 0x1200, 0x1200, 0x1003]);
    expect(packets.every(({ status }) => status === 'ok')).toBe(true);
    const [position] = packets.flatMap((packet) => positions809(packet));
    expect(position?.time).toBe(NOW);
    expect(position?.fields['jt808.lat']).toBeCloseTo(vehicle.lat, 5);
    expect(counters.linkPackets).toBe(4);
  });
});

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ANSWER, decodeFrame, ENCRYPTION, sealedUnit, withUnit } from '@chedun/gbt32960';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Gate } from '../contract.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { damaged, frames, VINS } from '../testing/vehicles.ts';

const [VIN] = VINS;
const KEY = Buffer.alloc(16, 9);
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

/** The same frame with its unit encrypted by AES-128-ECB. */
const encrypted = (frame: Buffer): Buffer => {
  const cipher = createCipheriv('aes-128-ecb', KEY, null);
  const unit = Buffer.concat([cipher.update(sealedUnit(frame)), cipher.final()]);
  return Buffer.from(withUnit(frame, unit, ENCRYPTION.aes) ?? []);
};
/** A gate that knows the key, or another one. */
const gateWith = (key: Buffer, refused?: string): Gate => ({
  open: () => ({
    admit: () => true,
    frame: (bytes, from, to) => Buffer.from(bytes.subarray(from, to)).toString() !== refused,
    took: () => undefined,
    decrypt: (frame) => {
      try {
        const decipher = createDecipheriv('aes-128-ecb', key, null);
        return Buffer.concat([decipher.update(sealedUnit(frame)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
    end: () => undefined,
  }),
});

describe('encrypted frames', () => {
  let world: TestListeners;
  const open = async (gate?: Gate): Promise<Awaited<ReturnType<TestListeners['dial']>>> => {
    world = await testListeners({ gbt32960Port: await freePort() }, gate === undefined ? {} : { gate });
    return world.dial(world.listeners.ports.gbt32960);
  };
  const events = async () =>
    (await world.decoded()).flatMap(({ events: each }) => each.map(({ event }) => event.fields));
  afterEach(() => world.close());

  it('are read and answered with the key, told as encrypted, and kept as they came', async () => {
    const vehicle = await open(gateWith(KEY));
    const sent = [encrypted(frames.login(VIN, TEST_TIME)), encrypted(frames.realtime(VIN, TEST_TIME, 63.5))];
    vehicle.socket.write(Buffer.concat(sent));
    await soon(() => expect(vehicle.received()).toHaveLength(31));
    expect(decodeFrame(vehicle.received())).toMatchObject({ answer: ANSWER.ok, status: 'ok' });
    await soon(async () => expect(await events()).toHaveLength(2));
    const told = (await events()).map(({ cmd, status, encryption, decrypted, speed_kmh }) => ({
      cmd,
      status,
      encryption,
      decrypted,
      speed_kmh,
    }));
    expect(told).toEqual([
      { cmd: 'vehicle_login', status: 'ok', encryption: 'aes', decrypted: true, speed_kmh: undefined },
      { cmd: 'realtime', status: 'ok', encryption: 'aes', decrypted: true, speed_kmh: 63.5 },
    ]);
    const formats = await vi.waitFor(async () => {
      const kept = Map.groupBy(await world.frames(), ({ format }) => format);
      expect([...kept.keys()].toSorted()).toEqual(['gbt32960-open', 'gbt32960-report', 'gbt32960-sealed']);
      return kept;
    });
    expect(formats.get('gbt32960-sealed')?.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it.each(['in clear', 'encrypted'])('keeps reports of a refused vehicle as evidence only, %s', async (how) => {
    const vehicle = await open(gateWith(KEY, VIN));
    const [, other] = VINS;
    const form = how === 'encrypted' ? encrypted : (frame: Buffer): Buffer => frame;
    const sent = [frames.realtime(VIN, TEST_TIME, 50), frames.realtime(other, TEST_TIME, 63.5)].map(form);
    vehicle.socket.write(Buffer.concat(sent));
    await soon(async () => expect(await events()).toHaveLength(1));
    expect((await events()).map(({ vin, speed_kmh }) => [vin, speed_kmh])).toEqual([[other, 63.5]]);
    await soon(async () => {
      const sealed = (await world.frames()).filter(({ format }) => format === 'gbt32960-sealed');
      expect(sealed.reduce((sum, { count }) => sum + count, 0)).toBe(how === 'encrypted' ? 2 : 1);
    });
  });

  it('without the right key are events that say so; a login gets no answer', async () => {
    for (const gate of [gateWith(Buffer.alloc(16, 1)), undefined]) {
      const vehicle = await open(gate);
      vehicle.socket.write(Buffer.concat([encrypted(frames.login(VIN, TEST_TIME)), frames.heartbeat(VIN)]));
      await soon(() => expect(vehicle.received().length).toBe(25));
      expect((await events()).map(({ cmd, status }) => [cmd, status])).toEqual([
        ['vehicle_login', 'encrypted'],
        ['heartbeat', 'ok'],
      ]);
      await world.close();
    }
  });

  it('with a wrong checksum are not decrypted', async () => {
    const vehicle = await open(gateWith(KEY));
    vehicle.socket.write(damaged(encrypted(frames.login(VIN, TEST_TIME))));
    vehicle.socket.write(frames.heartbeat(VIN));
    await soon(async () => expect((await events()).map(({ status }) => status)).toContain('bcc'));
  });
});

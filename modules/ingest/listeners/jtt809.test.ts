import { createFramer809, decodePacket809, encodePacket809, type Header809, type Values } from '@chedun/jtt808';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Gate } from '../contract.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

const HEADER: Omit<Header809, 'messageId'> = {
  edition: '2011',
  serial: 1,
  accessCode: 110_000,
  version: '1.0.0',
  encrypted: false,
  key: 0,
  time: undefined,
};
const packet = (messageId: number, values: Values, edition: '2011' | '2019' = '2011'): Buffer => {
  const time = edition === '2019' ? BigInt(TEST_TIME / 1000) : undefined;
  const header = { ...HEADER, edition, messageId, time };
  return Buffer.from(encodePacket809({ header, body: { kind: 'fields', layout: edition === '2019' ? 1 : 0, values } }));
};
const LOGIN = { userId: 7, password: 'pass', downLinkIp: '192.0.2.7', downLinkPort: 809 };
const login = packet(0x1001, LOGIN);
const keepAlive = packet(0x1005, {});
const position = (): Buffer => {
  const data = Buffer.alloc(36);
  data.set([0, 23, 11, 0x07, 0xea, 9, 0, 0]);
  data.writeUInt32BE(121_470_000, 8);
  data.writeUInt32BE(31_230_000, 12);
  data.writeUInt16BE(63, 16);
  return packet(0x1200, { plateNo: '津A12345', plateColor: 2, subId: 0x1202, data });
};
/** Packets in what a client received. */
const answers = (bytes: Buffer) => {
  const pieces = createFramer809().push(bytes);
  return pieces.map(({ bytes: one }) => decodePacket809(one));
};
const gate = (may: boolean, plates: string[] = []): Gate => ({
  open: () => ({
    admit: async () => may,
    frame: (id) => plates.push(Buffer.from(id).toString()) > 0,
    took: () => undefined,
    decrypt: () => undefined,
    end: () => undefined,
  }),
});

describe('the JT/T 809 listener', () => {
  let world: TestListeners;
  const open = async (given?: Gate) => {
    world = await testListeners({ jtt809Port: await freePort() }, given === undefined ? {} : { gate: given });
    return world.dial(world.listeners.ports.jtt809);
  };
  const events = async () =>
    (await world.decoded()).flatMap(({ events: each }) => each.map(({ event }) => event.fields));
  afterEach(() => world.close());

  it('answers login and keep-alive of either edition, after they are on disk', async () => {
    const platform = await open();
    const login2019 = packet(0x1001, { ...LOGIN, accessCode: 110_000 }, '2019');
    platform.socket.write(Buffer.concat([login, keepAlive, login2019]));
    await soon(() => expect(answers(platform.received())).toHaveLength(3));
    const told = answers(platform.received()).map(({ header, status, body }) => [
      header.messageId,
      header.edition,
      status,
      body.kind === 'fields' ? body.values['result'] : undefined,
    ]);
    expect(told).toEqual([
      [0x1002, '2011', 'ok', 0],
      [0x1006, '2011', 'ok', undefined],
      [0x1002, '2019', 'ok', 0],
    ]);
    expect(world.listeners.sessions()).toMatchObject([{ platform: '7', frames: 3, badFrames: 0 }]);
  });

  it('tells positions under the names of JT/T 808, and a password in clear as a signal, wherever the stream is cut', async () => {
    const plates: string[] = [];
    const platform = await open(gate(true, plates));
    const stream = Buffer.concat([login, position()]);
    for (let at = 0; at < stream.length; at += 7) platform.socket.write(stream.subarray(at, at + 7));
    await soon(async () => expect(await events()).toHaveLength(4));
    const told = await events();
    expect(told.map(({ cmd }) => cmd).toSorted()).toEqual(['position', 'up_login', 'up_login', 'up_vehicle_dynamics']);
    expect(told.find(({ cmd }) => cmd === 'position')).toMatchObject({
      category: 'jt808',
      plate: '津A12345',
      'jt808.lat': 31.23,
      'jt808.speed_kmh': 63,
      clock_skew_s: 0,
    });
    expect(told.map((fields) => fields['jt809.signal'])).toContain('clear_password');
    expect(JSON.stringify(told)).not.toContain('"pass"');
    expect(plates).toEqual(['津A12345']);
  });

  it('refuses an account that the gate refuses, closes the link and notes it', async () => {
    const platform = await open(gate(false));
    platform.socket.write(login);
    await soon(() => expect(platform.closed()).toBe(true));
    const [answer] = answers(platform.received());
    expect(answer?.body).toMatchObject({ values: { result: 2 } });
    await soon(async () =>
      expect(await events()).toContainEqual(expect.objectContaining({ status: 'closed_unbound', platform_user: '7' })),
    );
  });

  it('keeps what cannot be read, and closes a link that brings little else', async () => {
    const platform = await open();
    const broken = Buffer.from(login);
    broken.writeUInt8((broken[10] ?? 0) ^ 1, 10);
    platform.socket.write(broken);
    await soon(async () => expect((await events()).map(({ status }) => status)).toContain('crc'));
    platform.socket.write(Buffer.alloc(200_000, 0x41));
    await soon(() => expect(platform.closed()).toBe(true));
    expect(platform.received()).toHaveLength(0);
  });
});

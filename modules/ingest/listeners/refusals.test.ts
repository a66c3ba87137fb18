import { decodeFrame as decodeVehicle } from '@chedun/gbt32960';
import {
  createFramer,
  createFramer809,
  decodeFrame,
  decodePacket809,
  encodePacket809,
  type Values,
} from '@chedun/jtt808';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Gate } from '../contract.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { PHONE, terminal } from '../testing/terminals.ts';
import { frames, VINS } from '../testing/vehicles.ts';
import { recordsOf } from '../worker/decode.ts';

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });
const OTHER_PHONE = '013800138001';
const [VIN, OTHER] = VINS;

/** A gate that looks everybody up, says no to some, and answers only when it is told to. */
const slowGate = (refused: readonly string[]) => {
  const asked: string[] = [];
  const release = Promise.withResolvers<void>();
  const verdict = async (who: string): Promise<boolean> => {
    asked.push(who);
    await release.promise;
    return !refused.includes(who);
  };
  const gate: Gate = {
    open: () => ({
      admit: ({ id, platform }) => verdict(id ?? `platform:${platform ?? ''}`),
      frame: (id, from, to) => verdict(Buffer.from(id.subarray(from, to)).toString().replace(/\0+$/, '')),
      took: () => undefined,
      decrypt: () => undefined,
      end: () => undefined,
    }),
  };
  return { gate, asked, release: release.resolve };
};

let world: TestListeners;
const events = async () => (await world.decoded()).flatMap(({ events: each }) => each.map(({ event }) => event.fields));
const commands = async () => (await events()).map(({ cmd }) => String(cmd));
/** Bytes of all records of a format. */
const kept = async (format: string): Promise<Buffer> => {
  const found = (await world.frames()).filter((frame) => frame.format === format);
  return Buffer.concat(found.flatMap((frame) => recordsOf(frame).map(({ bytes }) => bytes)));
};
const metric = async (source: string): Promise<string | undefined> =>
  new RegExp(`chedun_ingest_frames_refused_total\\{source="${source}"\\} (\\d+)`).exec(
    await world.metrics.render(),
  )?.[1];
afterEach(() => world.close());

describe('terminals that the gate refuses (JT/T 808)', () => {
  const open = async (refused: readonly string[]) => {
    const gate = slowGate(refused);
    world = await testListeners({ jtt808Port: await freePort() }, { gate: gate.gate });
    return gate;
  };
  const dial = () => world.dial(world.listeners.ports.jtt808);
  const answers = (received: Buffer) =>
    createFramer()
      .push(received)
      .map(({ bytes }) => decodeFrame(bytes))
      .map(({ header, body }) => [header.messageId, body.kind === 'fields' ? body.values['resultCode'] : undefined]);

  it('hear a failure to everything, get no code and are closed; nothing of them is told', async () => {
    const { release } = await open(['13800138000']);
    const client = await dial();
    const sent = [terminal.register(), terminal.position(TEST_TIME), terminal.askTime(), terminal.authenticate('1')];
    client.socket.write(Buffer.concat(sent));
    release();
    await soon(() => expect(client.closed()).toBe(true));
    expect(answers(client.received())).toEqual([
      [0x8100, 4],
      [0x8001, 1],
      [0x8001, 1],
      [0x8001, 1],
    ]);
    const [first] = createFramer().push(client.received());
    expect(first && decodeFrame(first.bytes).body).not.toHaveProperty('values.token');
    await soon(async () => expect(await commands()).toEqual(['connection']));
    expect(await kept('jtt808-refused')).toEqual(Buffer.concat(sent));
    expect(await metric('jtt808')).toBe('4');
    expect(world.listeners.terminalFrames().total).toBe(4);
  });

  it('are held, with all that comes behind them, until the register answers', async () => {
    const { release, asked } = await open([PHONE.replace(/^0+/, '')]);
    const client = await dial();
    client.socket.write(Buffer.concat([terminal.position(TEST_TIME), terminal.heartbeat({ phone: OTHER_PHONE })]));
    await soon(() => expect(asked).toEqual(['13800138000', '13800138001']));
    // Not read while it waits: the socket holds it back.
    client.socket.write(terminal.heartbeat({ phone: OTHER_PHONE, serial: 9 }));
    expect([asked.length, client.received().length, (await world.frames()).length]).toEqual([2, 0, 0]);
    release();
    await soon(() => expect(answers(client.received())).toHaveLength(3));
    expect(answers(client.received()).map(([, result]) => result)).toEqual([1, 0, 0]);
    // It carries another terminal, which goes on.
    expect(client.closed()).toBe(false);
    expect(await commands()).toEqual(['heartbeat', 'heartbeat']);
    expect(world.listeners.sessions()).toMatchObject([{ vehicles: 1, frames: 3, refusedFrames: 1 }]);
  });

  it('lose nothing when they leave before the verdict', async () => {
    const { release, asked } = await open([]);
    const client = await dial();
    client.socket.write(terminal.position(TEST_TIME));
    await soon(() => expect(asked).toHaveLength(1));
    client.socket.destroy();
    const closing = world.listeners.close();
    release();
    await closing;
    expect(await kept('jtt808')).toEqual(terminal.position(TEST_TIME));
  });
});

describe('plates and accounts that the gate refuses (JT/T 809)', () => {
  const HEADER = { edition: '2011', serial: 1, accessCode: 1, version: '1.0.0', encrypted: false, key: 0 } as const;
  const packet = (messageId: number, values: Values): Buffer => {
    const header = { ...HEADER, time: undefined, messageId };
    return Buffer.from(encodePacket809({ header, body: { kind: 'fields', layout: 0, values } }));
  };
  const login = packet(0x1001, { userId: 7, password: 'pass', downLinkIp: '192.0.2.7', downLinkPort: 809 });
  const position = (plateNo: string): Buffer => {
    const data = Buffer.alloc(36);
    data.set([0, 23, 11, 0x07, 0xea, 9, 0, 0]);
    return packet(0x1200, { plateNo, plateColor: 2, subId: 0x1202, data });
  };
  const open = async (refused: readonly string[]) => {
    const gate = slowGate(refused);
    world = await testListeners({ jtt809Port: await freePort() }, { gate: gate.gate });
    return { ...gate, client: await world.dial(world.listeners.ports.jtt809) };
  };

  it('keep one plate out and let the others of the platform go on', async () => {
    const { client, release } = await open(['津A00001']);
    client.socket.write(Buffer.concat([login, position('津A00001'), position('津A00002')]));
    release();
    await soon(async () => expect((await events()).filter(({ cmd }) => cmd === 'position')).toHaveLength(1));
    expect((await events()).find(({ cmd }) => cmd === 'position')).toMatchObject({ plate: '津A00002' });
    await soon(async () => expect(await kept('jtt809-refused')).toEqual(position('津A00001')));
    expect(client.closed()).toBe(false);
    expect(world.listeners.sessions()).toMatchObject([{ platform: '7', vehicles: 1, refusedFrames: 1 }]);
    expect(await metric('jtt809')).toBe('1');
  });

  it('take nothing that comes behind the login of a refused account, not even in the same stretch of bytes', async () => {
    const { client, release } = await open(['platform:7']);
    client.socket.write(Buffer.concat([login, position('津A00002'), position('津A00003')]));
    release();
    await soon(() => expect(client.closed()).toBe(true));
    const [answer] = createFramer809().push(client.received());
    expect(answer && decodePacket809(answer.bytes).body).toMatchObject({ values: { result: 2 } });
    await soon(async () => expect(await commands()).toEqual(['connection']));
    await soon(async () =>
      expect(await kept('jtt809-refused')).toEqual(Buffer.concat([login, position('津A00002'), position('津A00003')])),
    );
  });

  it('close a link that names no account and brings a refused plate', async () => {
    const { client, release } = await open(['津A00001']);
    client.socket.write(position('津A00001'));
    release();
    await soon(() => expect(client.closed()).toBe(true));
    expect(await kept('jtt809')).toHaveLength(0);
  });
});

describe('vehicles that the gate refuses (GB/T 32960)', () => {
  const open = async (refused: readonly string[]) => {
    const gate = slowGate(refused);
    world = await testListeners({ gbt32960Port: await freePort() }, { gate: gate.gate });
    return { ...gate, client: await world.dial(world.listeners.ports.gbt32960) };
  };

  it('bring no report through while the register is being read', async () => {
    const { client, release, asked } = await open([VIN]);
    const login = frames.platformLogin(TEST_TIME, 'sender');
    const reports = [frames.realtime(VIN, TEST_TIME, 60), frames.realtime(OTHER, TEST_TIME, 61)];
    client.socket.write(Buffer.concat([login, ...reports]));
    await soon(() => expect(asked).toEqual(['platform:sender', VIN, OTHER]));
    release();
    await soon(async () => expect((await events()).filter(({ cmd }) => cmd === 'realtime')).toHaveLength(1));
    expect((await events()).find(({ cmd }) => cmd === 'realtime')).toMatchObject({ vin: OTHER });
    await soon(async () => expect(await kept('gbt32960-sealed')).toEqual(reports[0]));
    expect(client.closed()).toBe(false);
    expect(world.listeners.sessions()).toMatchObject([{ platform: 'sender', frames: 3, refusedFrames: 1 }]);
  });

  it('take nothing that comes behind the login of a refused account', async () => {
    const { client, release } = await open(['platform:sender']);
    const sent = [frames.platformLogin(TEST_TIME, 'sender'), frames.login(OTHER, TEST_TIME)];
    client.socket.write(Buffer.concat(sent));
    release();
    await soon(() => expect(client.closed()).toBe(true));
    expect(decodeVehicle(client.received().subarray(0, 31)).answer).toBe(2);
    expect(await kept('gbt32960-sealed')).toEqual(Buffer.concat(sent));
    await soon(async () => expect(await commands()).toEqual(['connection']));
  });

  it('close a connection of their own with the first report', async () => {
    const { client, release } = await open([VIN]);
    client.socket.write(frames.realtime(VIN, TEST_TIME, 60));
    release();
    await soon(() => expect(client.closed()).toBe(true));
    expect(await metric('gbt32960')).toBe('1');
  });
});

import { writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Journal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { silentLog, TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { idsMessage } from '../testing/ids.ts';
import { testJournals, type TestJournals } from '../testing/journals.ts';
import { OFF, testListeners, type TestListeners } from '../testing/listeners.ts';
import { hasMosquitto, publish, publishPacket, testBroker, type TestBroker } from '../testing/mqtt.ts';
import { bsm } from '../testing/roads.ts';
import { VINS } from '../testing/vehicles.ts';
import { subscribeMqtt, type MqttOptions, type MqttSubscriber } from './mqtt-client.ts';

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
const TOPICS = [
  { topic: 'vehicles/+/ids', format: 'autosar-ids', source: 'vehicle-ids' },
  { topic: 'roads/#', format: 'v2x', source: 'roads' },
  { topic: 'cloud/log', format: 'ndjson', source: 'cloud' },
] as const;
const IDS_TOPIC = `vehicles/${VINS[0]}/ids`;

describe.skipIf(!hasMosquitto)('a subscription at mosquitto', () => {
  let broker: TestBroker;
  let world: TestListeners;
  type Mqtt = (typeof OFF)['mqtt'];
  const open = async (more: Partial<Mqtt> = {}, journals?: TestJournals['journals']): Promise<void> => {
    const mqtt = { ...OFF.mqtt, url: `mqtt://127.0.0.1:${broker.port}`, topics: TOPICS, ...more };
    world = await testListeners({ mqtt }, journals ? { journals } : {});
  };
  const stateOf = async ({ metrics }: TestListeners): Promise<string | undefined> =>
    /^chedun_ingest_mqtt_connected (\d)$/m.exec(await metrics.render())?.[1];
  const connected = (state: '0' | '1' = '1') => soon(async () => expect(await stateOf(world)).toBe(state));
  const events = async () => (await world.decoded()).flatMap((each) => each.events.map(({ event }) => event));
  const ids = async () =>
    (await events()).map(({ fields }) => fields['ids.event_id']).filter((each) => each !== undefined);
  afterEach(async () => {
    await world.close();
    await broker.close();
  });

  it('takes messages of every format to the sources of their topics', async () => {
    broker = await testBroker();
    await open();
    await connected();
    await publish(broker.port, [
      [IDS_TOPIC, Buffer.concat([idsMessage({ event: 44 }), idsMessage({ event: 45 })])],
      ['roads/junction-7', bsm({ id: '0102030405060708', speed: 5 })],
      ['cloud/log', Buffer.from('{"a":1}\n{"a":2}\nno json\n')],
      ['vehicles/unknown/ids', Buffer.from([1])],
      ['elsewhere', Buffer.from('nobody asked')],
      ['cloud/log', Buffer.alloc(0)],
    ]);
    await soon(async () => expect(await events()).toHaveLength(6));
    const all = await events();
    expect(all.filter(({ fields }) => fields['ids.event_id'] === 44)[0]).toMatchObject({
      logsource: { product: 'vehicle', category: 'ecu_sev' },
      ocsf: { vin: VINS[0], srcIp: '' },
    });
    expect(all.find(({ format }) => format === 'v2x')?.fields).not.toHaveProperty('src_ip');
    const frames = await world.frames();
    expect(new Set(frames.map(({ source, format }) => `${source} ${format}`))).toEqual(
      new Set(['vehicle-ids autosar-ids', 'roads v2x', 'cloud ndjson']),
    );
    expect((await world.decoded()).flatMap((each) => each.rejects)).toMatchObject([{ code: 'logs.bad_json' }]);
    expect(world.listeners.declared).toMatchObject([
      { id: 'vehicle-ids', kind: 'mqtt', format: 'autosar-ids' },
      { id: 'roads', kind: 'mqtt', format: 'v2x' },
      { id: 'cloud', kind: 'mqtt', format: 'ndjson' },
    ]);
  });

  it('judges senders of the road topic by topic', async () => {
    broker = await testBroker();
    await open();
    await connected();
    const flood = Array.from({ length: 30 }, (_, msgCnt): [string, Buffer] => [
      'roads/junction-7',
      bsm({ id: '0102030405060708', speed: 100, msgCnt, secMark: TEST_TIME % 60_000 }),
    ]);
    await publish(broker.port, flood);
    await soon(async () => {
      const verdict = (await events()).find(({ fields }) => fields['v2x.kind'] === 'misbehaviour');
      expect(verdict?.fields).toMatchObject({ 'v2x.receiver': 'roads/junction-7', 'v2x.accused': '0102030405060708' });
    });
  });

  it('gets what came while it was away, with a broker that was restarted as well', async () => {
    broker = await testBroker();
    await open();
    await connected();
    await world.listeners.close();
    await publish(broker.port, [[IDS_TOPIC, idsMessage({ event: 7 })]]);
    const before = world;
    await broker.stop();
    await open();
    await connected('0');
    await broker.start();
    await soon(async () => expect(await ids()).toEqual([7]));
    await connected();
    await broker.stop();
    await connected('0');
    await broker.start();
    await connected();
    await publish(broker.port, [[IDS_TOPIC, idsMessage({ event: 8 })]]);
    await soon(async () => expect(await ids()).toEqual([7, 8]));
    await before.close();
  });

  it('tells the broker only what is on disk: the rest comes again', async () => {
    broker = await testBroker();
    const real = await testJournals(fixedClock(TEST_TIME));
    let appended = 0;
    const append: Journal['append'] = () => {
      appended += 1;
      return new Promise(() => undefined);
    };
    await open({}, { ...real.journals, network: { ...real.journals.network, append } });
    await connected();
    await publish(broker.port, [[IDS_TOPIC, idsMessage({ event: 9 })]]);
    await soon(() => expect(appended).toBe(1));
    const stuck = world;
    void stuck.listeners.close();
    await soon(async () => expect(await stateOf(stuck)).toBe('0'));
    await open();
    await soon(async () => expect(await ids()).toEqual([9]));
    await real.close();
  });

  it('keeps the head of a message that is too long and goes on', async () => {
    broker = await testBroker();
    await open();
    await connected();
    await publish(broker.port, [
      [IDS_TOPIC, Buffer.alloc(2_000_000, 'z')],
      [IDS_TOPIC, idsMessage({ event: 11 })],
    ]);
    await soon(async () => expect(await ids()).toEqual([11]));
    await soon(async () =>
      expect((await world.decoded()).flatMap((each) => each.rejects)).toMatchObject([
        { code: 'ingest.record-too-long', size: 2_000_000 },
      ]),
    );
  });

  it('takes an account from a file, and says when the broker refuses it', async () => {
    broker = await testBroker('chedun');
    const passwordFile = join(broker.folder, 'password');
    await writeFile(passwordFile, 'wrong\n');
    await open({ username: 'chedun', passwordFile });
    await new Promise((done) => setTimeout(done, 300));
    expect(await stateOf(world)).not.toBe('1');
    await writeFile(passwordFile, 'secret\n');
    await connected();
    await publish(broker.port, [[IDS_TOPIC, idsMessage({ event: 12 })]], 'chedun');
    await soon(async () => expect(await ids()).toEqual([12]));
  });

  it('speaks TLS with a broker that its authorities vouch for, and with no other', async () => {
    broker = await testBroker();
    const url = `mqtts://127.0.0.1:${broker.tlsPort}`;
    await open({ url });
    await new Promise((done) => setTimeout(done, 300));
    expect(await stateOf(world)).not.toBe('1');
    await world.close();
    await open({ url, caFile: join(broker.folder, 'cert.pem') });
    await connected();
    await publish(broker.port, [[IDS_TOPIC, idsMessage({ event: 13 })]]);
    await soon(async () => expect(await ids()).toEqual([13]));
  });
});

describe('a broker that behaves badly', () => {
  let server: Server;
  let subscriber: MqttSubscriber;
  const sockets: Socket[] = [];
  const warnings: string[] = [];
  const start = async (
    onData: (socket: Socket, chunk: Buffer, attempt: number) => void,
    more: Partial<MqttOptions> = {},
  ) => {
    sockets.length = 0;
    warnings.length = 0;
    server = createServer((socket) => {
      const attempt = sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => onData(socket, chunk, attempt));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    subscriber = subscribeMqtt({
      url: `mqtt://127.0.0.1:${port}`,
      ca: undefined,
      login: async () => ({ clientId: 'c', username: undefined, password: undefined, keepAliveS: 1 }),
      filters: ['a'],
      maxBytes: 1000,
      pausesMs: [20],
      log: {
        ...silentLog,
        warn: (_: string, told?: object) =>
          warnings.push(
            JSON.stringify(told, (_key, value) => (value instanceof Error ? value.message : (value as unknown))),
          ),
      },
      onMessage: async () => undefined,
      full: () => false,
      onConnected: () => undefined,
      ...more,
    });
  };
  afterEach(async () => {
    await subscriber.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });

  it('is left and tried again when it sends garbage or refuses', async () => {
    await start((socket, _, attempt) =>
      socket.write(attempt === 1 ? 'HTTP/1.1 400\r\n\r\n' : Buffer.from([0x20, 2, 0, 5])),
    );
    await soon(() => expect(sockets.length).toBeGreaterThan(2));
    expect(warnings.join()).toContain('the broker sent');
    expect(warnings.join()).toContain('not authorised');
  });

  it('is left when it falls silent, and pinged before', async () => {
    const heard: Buffer[] = [];
    await start((socket, chunk, attempt) => {
      if (attempt > 1) return;
      heard.push(chunk);
      if (heard.length === 1) socket.write(Buffer.from([0x20, 2, 0, 0]));
      if (heard.length === 2) socket.write(Buffer.from([0x90, 3, 0, 1, 1]));
    });
    await soon(() => expect(sockets.length).toBeGreaterThan(1));
    expect(heard.map((each) => each.subarray(0, 1).toString('hex')).slice(0, 3)).toEqual(['10', '82', 'c0']);
    expect(warnings.join()).toContain('the broker is silent');
  });

  it('gets answers to messages with QoS 1 only, each after it was taken', async () => {
    const gates: PromiseWithResolvers<void>[] = [];
    const heard: string[] = [];
    await start(
      (socket, chunk) => {
        heard.push(chunk.toString('hex'));
        if (heard.length === 1) socket.write(Buffer.from([0x20, 2, 0, 0]));
        if (heard.length === 2)
          socket.write(
            Buffer.concat([
              Buffer.from([0x90, 3, 0, 1, 1]),
              publishPacket('a', Buffer.from('x')),
              publishPacket('a', Buffer.from('y'), 1, 5),
            ]),
          );
      },
      {
        onMessage: () => {
          const gate = Promise.withResolvers<void>();
          gates.push(gate);
          return gate.promise;
        },
      },
    );
    await soon(() => expect(gates).toHaveLength(2));
    expect(heard).not.toContain('40020005');
    for (const gate of gates) gate.resolve();
    await soon(() => expect(heard).toContain('40020005'));
    expect(heard.filter((each) => each.startsWith('4002'))).toHaveLength(1);
  });
});

import { spawn, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SecuredJudge, SecuredMessage } from '../contract.ts';
import { freePort, OFF, testListeners, type TestListeners } from '../testing/listeners.ts';
import { hasMosquitto, publish, testBroker, type TestBroker } from '../testing/mqtt.ts';
import { recordsOf } from '../worker/decode.ts';
import { MOST_SPDU_BYTES } from './secured-intake.ts';

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
const SPDU = Buffer.from('038100400380', 'hex');
const LONG = Buffer.alloc(MOST_SPDU_BYTES + 1, 3);

/** Somebody who verifies, and writes down what he is given. */
const judging = (answer: () => Awaited<ReturnType<SecuredJudge>> = () => 'judged') => {
  const heard: SecuredMessage[] = [];
  const judge: SecuredJudge = async (message) => {
    heard.push(message);
    return answer();
  };
  return { heard, judge };
};

let world: TestListeners;
const kept = async (format: string): Promise<Buffer[]> => {
  const found = (await world.frames()).filter((frame) => frame.format === format);
  return found.flatMap((frame) => recordsOf(frame).map(({ bytes }) => Buffer.from(bytes)));
};
const metric = async (pattern: RegExp): Promise<string | undefined> => pattern.exec(await world.metrics.render())?.[1];

describe.skipIf(!hasMosquitto)('signed V2X messages over MQTT', () => {
  let broker: TestBroker;
  const open = async (judge: SecuredJudge): Promise<void> => {
    broker = await testBroker();
    const topics = [{ topic: 'roads/+/spdu', format: 'v2x-spdu', source: 'signed-roads' }] as const;
    const mqtt = { ...OFF.mqtt, url: `mqtt://127.0.0.1:${broker.port}`, topics };
    world = await testListeners({ mqtt }, { judge });
    await soon(async () => expect(await metric(/^chedun_ingest_mqtt_connected (\d)$/m)).toBe('1'));
  };
  afterEach(async () => {
    await world.close();
    await broker.close();
  });

  it('are kept as they came and verified under the topic of their receiver; too long ones go to quarantine', async () => {
    const { heard, judge } = judging();
    await open(judge);
    await publish(broker.port, [
      ['roads/rsu-1/spdu', SPDU],
      ['roads/rsu-2/spdu', LONG],
    ]);
    await soon(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ heardAs: 'roads/rsu-1/spdu', received: world.clock.now() });
    expect(Buffer.from(heard[0]?.bytes ?? [])).toEqual(SPDU);
    await soon(async () => expect(await kept('v2x-spdu')).toEqual([SPDU]));
    await soon(async () =>
      expect((await world.decoded()).flatMap(({ rejects }) => rejects)).toMatchObject([
        { code: 'ingest.record-too-long' },
      ]),
    );
    expect((await world.decoded()).flatMap(({ events }) => events)).toEqual([]);
  });

  it('are not taken from the broker while nobody has room to verify them: they come again', async () => {
    let room = false;
    const { heard, judge } = judging(() => (room ? 'judged' : 'no-room'));
    await open(judge);
    await publish(broker.port, [['roads/rsu-1/spdu', SPDU]]);
    await soon(() => expect(heard).toHaveLength(1));
    await soon(async () =>
      expect(await metric(/^chedun_ingest_datagrams_lost_total\{source="signed-roads"\} (\d+)$/m)).toBe('1'),
    );
    room = true;
    // A broker sends again what was not acknowledged when the subscriber is back.
    await broker.stop();
    await broker.start();
    await soon(() => expect(heard).toHaveLength(2));
  });
});

const NATS = '/usr/sbin/nats-server';
const hasNats = spawnSync(NATS, ['-v']).error === undefined;

/** Publishes over the wire protocol of NATS. */
const publishNats = (port: number, subject: string, payloads: readonly Uint8Array[]): Promise<void> =>
  new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', failed);
    socket.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('PONG')) socket.end(() => done());
    });
    socket.write('CONNECT {"verbose":false}\r\n');
    for (const payload of payloads) {
      socket.write(`PUB ${subject} ${payload.length}\r\n`);
      socket.write(payload);
      socket.write('\r\n');
    }
    socket.write('PING\r\n');
  });

describe.skipIf(!hasNats)('signed V2X messages over NATS (skipped where nats-server is not installed)', () => {
  const stops: (() => void)[] = [];
  afterEach(async () => {
    await world.close();
    for (const stop of stops.splice(0)) stop();
  });
  const serve = (port: number): void => {
    const server = spawn(NATS, ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    stops.push(() => server.kill('SIGKILL'));
  };
  const connected = (state: '0' | '1') =>
    soon(async () => expect(await metric(/^chedun_ingest_nats_connected (\d)$/m)).toBe(state));

  it('are kept and verified under their subject, also by a server that starts later', async () => {
    const { heard, judge } = judging();
    const port = await freePort();
    const nats = { subjects: [{ subject: 'roads.*.spdu', source: 'signed-roads' }] };
    world = await testListeners({ nats }, { judge, natsUrl: `nats://127.0.0.1:${port}` });
    await connected('0');
    serve(port);
    await connected('1');
    await publishNats(port, 'roads.rsu-9.spdu', [SPDU, LONG]);
    await soon(() => expect(heard).toMatchObject([{ heardAs: 'roads.rsu-9.spdu' }]));
    await soon(async () => expect(await kept('v2x-spdu')).toEqual([SPDU]));
    expect(await metric(/^chedun_ingest_nats_messages_total\{what="too_long"\} (\d+)$/m)).toBe('1');
    expect(world.listeners.declared).toMatchObject([{ id: 'signed-roads', kind: 'nats' }]);
    world.settings.enabled = false;
    await publishNats(port, 'roads.rsu-9.spdu', [SPDU]);
    await soon(async () =>
      expect(await metric(/^chedun_ingest_nats_messages_total\{what="disabled"\} (\d+)$/m)).toBe('1'),
    );
    expect(heard).toHaveLength(1);
  });

  it('are not subscribed to without a NATS server in the settings, and that is told', async () => {
    const nats = { subjects: [{ subject: 'roads.*.spdu', source: 'signed-roads' }] };
    world = await testListeners({ nats }, {});
    expect(world.errors).toEqual(['subjects of NATS need bus.natsUrl; nothing is subscribed']);
  });
});

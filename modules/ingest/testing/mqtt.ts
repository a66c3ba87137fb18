import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPacket } from '../listeners/mqtt-packets.ts';
import { freePort } from './listeners.ts';
import { TEST_CERT, TEST_KEY } from './tls.ts';

/** Whether the real broker is installed; without it its tests are skipped. */
export const hasMosquitto = spawnSync('mosquitto', ['-h']).error === undefined;

/** A real broker on ports of its own. */
export interface TestBroker {
  readonly port: number;
  readonly tlsPort: number;
  readonly folder: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** PUBLISH as a sender of messages writes it. */
export const publishPacket = (topic: string, payload: Uint8Array, qos: 0 | 1 = 0, packetId = 1): Buffer => {
  const name = Buffer.from(topic);
  const head = Buffer.alloc(2);
  head.writeUInt16BE(name.length);
  const id = Buffer.alloc(qos === 0 ? 0 : 2);
  if (qos === 1) id.writeUInt16BE(packetId);
  const body = Buffer.concat([head, name, id, payload]);
  const length: number[] = [];
  for (let left = body.length; length.length === 0 || left > 0; left >>>= 7)
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
  return Buffer.concat([Buffer.from([0x30 | (qos << 1), ...length]), body]);
};

/** Publishes with QoS 1 to the broker and resolves when the broker has taken all of it. */
export const publish = (
  port: number,
  messages: readonly (readonly [topic: string, payload: Uint8Array])[],
  username?: string,
): Promise<void> =>
  new Promise((done, failed) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const password = username === undefined ? undefined : Buffer.from('secret');
    let received = 0;
    socket.on('data', (chunk) => {
      if (received === 0)
        for (const [at, [topic, payload]] of messages.entries()) socket.write(publishPacket(topic, payload, 1, at + 1));
      received += chunk.length;
      // CONNACK and each PUBACK have four bytes.
      if (received < 4 * (messages.length + 1)) return;
      socket.end();
      done();
    });
    socket.on('error', failed);
    socket.write(
      connectPacket({ clientId: `sender${Math.trunc(performance.now())}`, username, password, keepAliveS: 60 }),
    );
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });

/** Starts mosquitto; with `account` it asks for the user of that name with the password `secret`. */
export const testBroker = async (account?: string): Promise<TestBroker> => {
  const folder = await mkdtemp(join(tmpdir(), 'chedun-broker-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const file = (name: string): string => join(folder, name);
  await writeFile(file('cert.pem'), TEST_CERT);
  await writeFile(file('key.pem'), TEST_KEY);
  const settings = [
    'per_listener_settings false',
    `user ${process.getuid?.() === 0 ? 'root' : 'mosquitto'}`,
    account === undefined ? 'allow_anonymous true' : `password_file ${file('passwords')}`,
    `listener ${port} 127.0.0.1`,
    `listener ${tlsPort} 127.0.0.1`,
    `certfile ${file('cert.pem')}`,
    `keyfile ${file('key.pem')}`,
  ];
  if (account !== undefined) spawnSync('mosquitto_passwd', ['-b', '-c', file('passwords'), account, 'secret']);
  // Messages for who is away survive a restart of the broker.
  await writeFile(
    file('mosquitto.conf'),
    [...settings, 'persistence true', `persistence_location ${folder}/`, ''].join('\n'),
  );
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn('mosquitto', ['-c', file('mosquitto.conf')], { stdio: 'ignore' });
    for (let tries = 0; tries < 200 && !(await answers(port)); tries += 1)
      await new Promise((next) => setTimeout(next, 25));
  };
  const stop = async (): Promise<void> => {
    const running = child;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((next) => running.once('exit', next));
    running.kill('SIGTERM');
    await ended;
  };
  await start();
  return {
    port,
    tlsPort,
    folder,
    start,
    stop,
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

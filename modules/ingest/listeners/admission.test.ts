import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { ANSWER, decodeFrame } from '@chedun/gbt32960';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, beforeAll, afterAll, describe, expect, it, vi } from 'vitest';
import type { Gate, GatedConnection, GateSubject } from '../contract.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { TEST_CERT, TEST_KEY } from '../testing/tls.ts';
import { frames, VINS } from '../testing/vehicles.ts';

const [VIN, OTHER] = VINS;
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

/** A gate that refuses some vehicles and writes down what it is told. */
const recordingGate = (refused: ReadonlySet<string | undefined>) => {
  const connections: GatedConnection[] = [];
  const subjects: GateSubject[] = [];
  const seen: string[] = [];
  let frameCount = 0;
  let ended = 0;
  const gate: Gate = {
    open: (connection) => {
      connections.push(connection);
      return {
        admit: async (subject) => {
          subjects.push(subject);
          return !refused.has(subject.id ?? subject.platform ?? undefined);
        },
        frame: (id, from, to) => seen.push(Buffer.from(id.subarray(from, to)).toString()) > 0,
        took: (frames) => {
          frameCount += frames;
        },
        decrypt: () => undefined,
        end: () => {
          ended += 1;
        },
      };
    },
  };
  return { gate, connections, subjects, seen, frames: () => frameCount, ended: () => ended };
};

describe('admission at the GB/T 32960 listener', () => {
  let world: TestListeners;
  let told: ReturnType<typeof recordingGate>;
  const open = async (refused: readonly string[] = []): Promise<TestListeners> => {
    told = recordingGate(new Set(refused));
    world = await testListeners({ gbt32960Port: await freePort() }, { gate: told.gate });
    return world;
  };
  const dial = () => world.dial(world.listeners.ports.gbt32960);
  const flagOf = (bytes: Buffer): number => decodeFrame(bytes).answer;
  afterEach(() => world.close());

  it('asks the gate at a login and tells it of every report', async () => {
    await open();
    const vehicle = await dial();
    vehicle.socket.write(Buffer.concat([frames.login(VIN, TEST_TIME), frames.realtime(VIN, TEST_TIME, 60)]));
    await soon(() => expect(vehicle.received()).toHaveLength(31));
    expect(flagOf(vehicle.received())).toBe(ANSWER.ok);
    expect(told.subjects).toEqual([{ id: VIN, iccid: '89860000000000000001', platform: null }]);
    expect(told.seen).toEqual([VIN]);
    expect(told.frames()).toBe(2);
    vehicle.socket.destroy();
    await soon(() => expect(told.ended()).toBe(1));
  });

  it('answers a vehicle that is not let in with an error, closes it and notes it; its frame is evidence', async () => {
    await open([VIN]);
    const impostor = await dial();
    impostor.socket.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(impostor.closed()).toBe(true));
    expect(flagOf(impostor.received())).toBe(ANSWER.error);
    await soon(async () => {
      const events = (await world.decoded()).flatMap(({ events: each }) => each.map(({ event }) => event.fields));
      expect(events.map(({ cmd, status }) => `${String(cmd)} ${String(status)}`)).toEqual([
        'connection closed_unbound',
      ]);
    });
    expect((await world.frames()).filter(({ format }) => format === 'gbt32960-sealed')).toHaveLength(1);
  });

  it('leaves the connection of the rightful vehicle alone', async () => {
    await open();
    const rightful = await dial();
    rightful.socket.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(rightful.received()).toHaveLength(31));
    const refused = vi.spyOn(told.gate, 'open');
    refused.mockImplementation(() => ({
      admit: async () => false,
      frame: () => true,
      took: () => undefined,
      decrypt: () => undefined,
      end: () => undefined,
    }));
    const impostor = await dial();
    impostor.socket.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(impostor.closed()).toBe(true));
    expect(rightful.closed()).toBe(false);
  });

  it('refuses one vehicle of a platform and lets the others go on', async () => {
    await open([VIN]);
    const platform = await dial();
    platform.socket.write(
      Buffer.concat([
        frames.platformLogin(TEST_TIME, 'sender'),
        frames.login(OTHER, TEST_TIME),
        frames.login(VIN, TEST_TIME),
      ]),
    );
    await soon(() => expect(platform.received()).toHaveLength(93));
    const flags = [0, 31, 62].map((at) => flagOf(platform.received().subarray(at, at + 31)));
    expect(flags).toEqual([ANSWER.ok, ANSWER.ok, ANSWER.error]);
    expect(told.subjects.map(({ platform: user }) => user)).toEqual(['sender', 'sender', 'sender']);
    expect(platform.closed()).toBe(false);
  });

  it('closes a platform whose account is refused', async () => {
    await open(['sender']);
    const platform = await dial();
    platform.socket.write(frames.platformLogin(TEST_TIME, 'sender'));
    await soon(() => expect(platform.closed()).toBe(true));
    expect(flagOf(platform.received())).toBe(ANSWER.error);
  });

  it('stops reading for as long as the gate asks', async () => {
    await open();
    const vehicle = await dial();
    vehicle.socket.write(frames.heartbeat(VIN));
    await soon(() => expect(told.frames()).toBe(1));
    told.connections[0]?.hold(400);
    vehicle.socket.write(frames.heartbeat(VIN));
    await new Promise((done) => setTimeout(done, 150));
    expect(told.frames()).toBe(1);
    await soon(() => expect(told.frames()).toBe(2));
  });
});

describe('TLS for vehicles', () => {
  let folder: string;
  let world: TestListeners;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chedun-tls-'));
    await writeFile(join(folder, 'cert.pem'), TEST_CERT);
    await writeFile(join(folder, 'key.pem'), TEST_KEY);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => world.close());

  const open = async (clientCertificate: 'optional' | 'required'): Promise<ReturnType<typeof recordingGate>> => {
    const told = recordingGate(new Set());
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const ports = { gbt32960TlsPort: await freePort(), jtt808TlsPort: await freePort() };
    world = await testListeners({ ...ports, vehicleTls: { cert, key, ca: cert, clientCertificate } }, told);
    return told;
  };
  const dial = (port: number | undefined, own: { cert?: string; key?: string }): Promise<TLSSocket> =>
    new Promise((done, failed) => {
      const socket = connectTls({ host: '127.0.0.1', port: port ?? 0, ca: TEST_CERT, ...own }, () => done(socket));
      socket.on('error', failed);
    });

  it('tells the gate the certificate of a client on both ports', async () => {
    const told = await open('optional');
    const { gbt32960Tls, jtt808Tls } = world.listeners.ports;
    for (const port of [gbt32960Tls, jtt808Tls]) {
      const socket = await dial(port, { cert: TEST_CERT, key: TEST_KEY });
      socket.write(frames.heartbeat(VIN));
    }
    await soon(() => expect(told.connections).toHaveLength(2));
    expect(told.connections.map(({ listener }) => listener)).toEqual(['gbt32960', 'jtt808']);
    for (const { certificate } of told.connections) {
      expect(certificate?.subject).toBe('localhost');
      expect(certificate?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('lets a client without a certificate in where one is optional, and keeps it out where one is required', async () => {
    const optional = await open('optional');
    await dial(world.listeners.ports.gbt32960Tls, {});
    await soon(() => expect(optional.connections[0]).toMatchObject({ certificate: undefined }));
    await world.close();
    const required = await open('required');
    const socket = await dial(world.listeners.ports.gbt32960Tls, {}).catch(() => undefined);
    await soon(() => expect(socket === undefined || socket.destroyed).toBe(true));
    expect(required.connections).toEqual([]);
  });
});

import { ANSWER, COMMAND, decodeFrame } from '@chedun/gbt32960';
import type { Journal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testJournals } from '../testing/journals.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { damaged, frames, VINS } from '../testing/vehicles.ts';

const [VIN, OTHER] = VINS;
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

describe('the GB/T 32960 listener', () => {
  let world: TestListeners;
  const open = async (options: Parameters<typeof testListeners>[1] = {}): Promise<TestListeners> => {
    world = await testListeners({ gbt32960Port: await freePort() }, options);
    return world;
  };
  const dial = () => world.dial(world.listeners.ports.gbt32960);
  /** `cmd status` of every event so far, with who sent it. */
  const told = async () =>
    (await world.decoded()).flatMap(({ events }) =>
      events.map(({ event: { fields } }) => `${String(fields['cmd'])} ${String(fields['status'])}`),
    );
  afterEach(() => world.close());

  it('answers login, heartbeat, time calibration and logout, keeps reports without an answer', async () => {
    await open();
    const vehicle = await dial();
    const sent = [
      frames.login(VIN, TEST_TIME),
      frames.realtime(VIN, TEST_TIME, 63.5),
      frames.heartbeat(VIN),
      frames.logout(VIN, TEST_TIME),
    ];
    vehicle.socket.write(Buffer.concat(sent));
    await soon(() => expect(vehicle.received().length).toBeGreaterThanOrEqual(31 + 25 + 31));
    const [login, heartbeat, logout] = [0, 31, 56].map((at, index) =>
      decodeFrame(vehicle.received().subarray(at, at + (index === 1 ? 25 : 31))),
    );
    expect([login, heartbeat, logout].map((each) => [each?.command, each?.answer, each?.status])).toEqual([
      [COMMAND.vehicleLogin, ANSWER.ok, 'ok'],
      [COMMAND.heartbeat, ANSWER.ok, 'ok'],
      [COMMAND.vehicleLogout, ANSWER.ok, 'ok'],
    ]);
    expect(login?.body).toEqual({ kind: 'answer', time: TEST_TIME });
    expect(await told()).toEqual(['vehicle_login ok', 'realtime ok', 'heartbeat ok', 'vehicle_logout ok']);
    const [first] = await world.frames();
    expect(first).toMatchObject({ source: 'gbt32960', format: 'gbt32960', count: 4, receivedAt: TEST_TIME });
  });

  it('tells of signatures and offered keys with the bytes that they are about', async () => {
    await open();
    const vehicle = await dial();
    const activation = frames.activation(VIN, TEST_TIME, 'CHIP0001', new Uint8Array(64).fill(7));
    const signed = frames.signed(VIN, TEST_TIME, { r: new Uint8Array(32).fill(1), s: new Uint8Array(32).fill(2) });
    vehicle.socket.write(Buffer.concat([activation, signed, frames.realtime(VIN, TEST_TIME, 1)]));
    await soon(() => expect(world.signatures).toHaveLength(2));
    expect(world.signatures[0]).toEqual({
      kind: 'activation',
      vin: VIN,
      chipId: 'CHIP0001',
      publicKey: new Uint8Array(64).fill(7),
    });
    const mark = signed.length - 1 - 69 - 1;
    expect(world.signatures[1]).toMatchObject({
      kind: 'report',
      vin: VIN,
      algorithm: 1,
      signed: new Uint8Array(signed.subarray(24, mark)),
      r: new Uint8Array(32).fill(1),
      s: new Uint8Array(32).fill(2),
      urgent: false,
    });
  });

  it('keeps what the vehicle sent byte for byte, with its address', async () => {
    await open();
    const vehicle = await dial();
    const sent = Buffer.concat([frames.login(VIN, TEST_TIME), frames.realtime(VIN, TEST_TIME, 1)]);
    vehicle.socket.write(sent);
    await soon(async () => expect(await world.frames()).toHaveLength(1));
    const events = (await world.decoded()).flatMap((each) => each.events);
    expect(Buffer.concat(events.map(({ raw }) => Buffer.from(raw ?? [])))).toEqual(sent);
    expect(events.map(({ event }) => [event.ocsf.srcIp, event.ocsf.srcPort])).toEqual(
      Array.from({ length: 2 }, () => ['127.0.0.1', vehicle.socket.localPort]),
    );
  });

  it('finds the same frames wherever the stream is cut', async () => {
    await open();
    // Each connection is another vehicle: the same one would replace its own connection.
    const sentBy = (vin: string) =>
      Buffer.concat([Buffer.from('junk'), frames.login(vin, TEST_TIME), frames.realtime(vin, TEST_TIME, 5)]);
    const length = sentBy(VIN).length;
    const clients = [];
    for (let cut = 1; cut < length; cut += 1) {
      const vehicle = await dial();
      const sent = sentBy(`VEHICLE${String(cut).padStart(10, '0')}`);
      vehicle.socket.setNoDelay(true);
      vehicle.socket.write(sent.subarray(0, cut));
      clients.push({ vehicle, rest: sent.subarray(cut) });
    }
    await soon(() => expect(world.listeners.sessions()).toHaveLength(clients.length));
    for (const { vehicle, rest } of clients) vehicle.socket.write(rest);
    await soon(() => expect(world.listeners.frames().total).toBe(2 * clients.length));
    await soon(async () => {
      const counts = Object.groupBy(await told(), (each) => each);
      expect(counts['vehicle_login ok']).toHaveLength(clients.length);
      expect(counts['realtime ok']).toHaveLength(clients.length);
    });
  });

  it('answers only when the frame is on disk', async () => {
    const clock = fixedClock(TEST_TIME);
    const real = await testJournals(clock);
    const gate = Promise.withResolvers<void>();
    let appended = 0;
    const slow: Pick<Journal, 'append'> = {
      append: async (frame) => {
        appended += 1;
        await gate.promise;
        return real.journals.network.append(frame);
      },
    };
    await open({ journals: { ...real.journals, network: { ...real.journals.network, ...slow } } });
    const vehicle = await dial();
    vehicle.socket.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(appended).toBe(1));
    await new Promise((done) => setTimeout(done, 50));
    expect(vehicle.received()).toHaveLength(0);
    gate.resolve();
    await soon(() => expect(vehicle.received()).toHaveLength(31));
    expect(real.journals.network.head().seq).toBe(1);
    await real.close();
  });

  it('turns wrong checksums and structures into events, answers wrong reports and ignores wrong logins', async () => {
    await open();
    const vehicle = await dial();
    const cut = frames.realtime(VIN, TEST_TIME, 1);
    const short = Buffer.concat([frames.heartbeat(VIN).subarray(0, 24), Buffer.from([0])]);
    short.writeUInt8(COMMAND.realtime, 2);
    short.writeUInt8(
      short.subarray(2, 24).reduce((sum, byte) => sum ^ byte, 0),
      24,
    );
    vehicle.socket.write(Buffer.concat([damaged(frames.login(VIN, TEST_TIME)), damaged(cut), short]));
    await soon(() => expect(world.listeners.frames()).toEqual({ total: 3, bcc: 2, structure: 1 }));
    await soon(() => expect(vehicle.received().length).toBeGreaterThanOrEqual(31 + 25));
    const answer = decodeFrame(vehicle.received().subarray(0, 31));
    expect([answer.command, answer.answer]).toEqual([COMMAND.realtime, ANSWER.error]);
    expect(await told()).toEqual(['vehicle_login bcc', 'realtime bcc', 'realtime structure']);
    expect(world.listeners.sessions()).toMatchObject([{ frames: 3, badFrames: 3, vehicles: 0 }]);
    expect(await world.metrics.render()).toContain('chedun_ingest_gbt32960_frames_total{status="bcc"} 2');
  });

  it('closes the old connection of a vehicle that connects again, and says so', async () => {
    await open();
    const first = await dial();
    const { localPort } = first.socket;
    first.socket.write(frames.login(VIN, TEST_TIME));
    await soon(() => expect(first.received()).toHaveLength(31));
    const second = await dial();
    second.socket.write(frames.login(VIN, TEST_TIME, 2));
    await soon(() => expect(first.closed()).toBe(true));
    await soon(() => expect(second.received()).toHaveLength(31));
    await soon(() => expect(world.listeners.sessions()).toMatchObject([{ vehicles: 1, frames: 1 }]));
    await soon(async () => expect(await told()).toContain('connection closed_replaced'));
    const note = (await world.decoded()).flatMap((each) => each.events).find(({ event }) => event.format === 'ndjson');
    expect(note?.event).toMatchObject({
      logsource: { product: 'vehicle', category: 'gbt32960' },
      ocsf: { vin: VIN, srcPort: localPort },
    });
  });

  it('leaves a platform connected when one of its vehicles connects elsewhere', async () => {
    await open();
    const platform = await dial();
    platform.socket.write(
      Buffer.concat([
        frames.platformLogin(TEST_TIME, 'partner'),
        frames.login(VIN, TEST_TIME),
        frames.login(OTHER, TEST_TIME),
      ]),
    );
    await soon(() => expect(platform.received()).toHaveLength(3 * 31));
    expect(world.listeners.sessions()).toMatchObject([{ platform: 'partner', vehicles: 2, frames: 3 }]);
    const own = await dial();
    own.socket.write(frames.login(VIN, TEST_TIME, 2));
    await soon(() => expect(own.received()).toHaveLength(31));
    await soon(() => expect(world.listeners.sessions()).toHaveLength(2));
    expect(platform.closed()).toBe(false);
    expect((await told()).join()).not.toContain('closed');
    const bodies = (await world.decoded()).flatMap((each) =>
      each.events.map(({ event }) => JSON.stringify(event.fields)),
    );
    expect(bodies.join()).not.toContain('secret-password');
  });

  it('closes a connection that feeds single bytes and never finishes a frame', async () => {
    await open();
    const loris = await dial();
    const honest = await dial();
    honest.socket.write(frames.heartbeat(VIN));
    await soon(() => expect(honest.received()).toHaveLength(25));
    loris.socket.write(frames.login(VIN, TEST_TIME).subarray(0, 20));
    world.clock.advance(20_000);
    loris.socket.write(frames.login(VIN, TEST_TIME).subarray(20, 21));
    world.clock.advance(10_001);
    await soon(() => expect(loris.closed()).toBe(true));
    expect(honest.closed()).toBe(false);
    await soon(async () => {
      const all = await told();
      expect(all).toContain('connection closed_slow');
      expect(all).toContain('garbage garbage');
    });
    world.clock.advance(600_001);
    await soon(() => expect(honest.closed()).toBe(true));
    await soon(async () => expect(await told()).toContain('connection closed_idle'));
  });

  it('closes a connection that brings little but garbage, and keeps the garbage', async () => {
    await open();
    const vehicle = await dial();
    vehicle.socket.write(Buffer.alloc(100_000, 'GET / HTTP/1.1\r\n'));
    await soon(() => expect(vehicle.closed()).toBe(true));
    await soon(async () => expect(await told()).toContain('connection closed_garbage'));
    const kept = (await world.decoded())
      .flatMap((each) => each.events)
      .reduce((sum, { raw }) => sum + (raw?.length ?? 0), 0);
    expect(kept).toBeGreaterThan(64 * 1024);
  });

  it('survives random bytes on many connections', async () => {
    await open();
    let seed = 7;
    const next = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return seed >> 8;
    };
    for (let at = 0; at < 50; at += 1) {
      const bytes = Buffer.from(Array.from({ length: 400 }, next));
      const frame = frames.realtime(VIN, TEST_TIME, 1);
      for (let hit = 0; hit < 3; hit += 1) frame[next() % frame.length] = next() & 0xff;
      const client = await dial();
      client.socket.end(at % 2 === 0 ? bytes : frame);
    }
    const honest = await dial();
    honest.socket.write(frames.heartbeat(OTHER));
    await soon(() => expect(honest.received()).toHaveLength(25));
    expect(world.errors).toEqual([]);
  });

  it('refuses connections while its source is disabled', async () => {
    await open();
    world.settings.enabled = false;
    const vehicle = await dial();
    await soon(() => expect(vehicle.closed()).toBe(true));
    expect(await world.metrics.render()).toContain('chedun_ingest_connections_refused_total{source="gbt32960"} 1');
  });

  it('goes on when the journal is busy, and loses nothing', async () => {
    await open({ queuedBytes: 4096 });
    const vehicle = await dial();
    const sent = Array.from({ length: 3000 }, (_, at) => frames.realtime(VIN, TEST_TIME + at * 1000, at % 200));
    vehicle.socket.write(Buffer.concat([...sent, frames.logout(VIN, TEST_TIME)]));
    await soon(() => expect(vehicle.received()).toHaveLength(31));
    expect(await told()).toHaveLength(3001);
    expect(world.accepted()).toBe(3001);
  });
});

describe('a port that is taken', () => {
  it('is told, and the other listeners open', async () => {
    const gbt32960Port = await freePort();
    const first = await testListeners({ gbt32960Port });
    const second = await testListeners({ gbt32960Port, syslogTcpPort: await freePort() });
    expect(second.errors).toEqual([`GB/T 32960 cannot listen on port ${gbt32960Port}`]);
    expect(Object.keys(second.listeners.ports)).toEqual(['syslogTcp']);
    expect(second.listeners.declared.map(({ id }) => id)).toEqual(['syslog', 'gbt32960']);
    await second.close();
    await first.close();
  });
});

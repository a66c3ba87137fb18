import { createFramer, decodeFrame, encodeMessage, type Frame } from '@chedun/jtt808';
import type { Journal } from '@chedun/journal';
import { fixedClock } from '@chedun/kernel';
import { TEST_TIME } from '@chedun/records/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testJournals } from '../testing/journals.ts';
import { freePort, testListeners, type TestListeners } from '../testing/listeners.ts';
import { PHONE, terminal } from '../testing/terminals.ts';

const OTHER = '013800138001';
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 });

describe('the JT/T 808 listener', () => {
  let world: TestListeners;
  const open = async (options: Parameters<typeof testListeners>[1] = {}): Promise<void> => {
    world = await testListeners({ jtt808Port: await freePort() }, options);
  };
  const dial = () => world.dial(world.listeners.ports.jtt808);
  type Client = Awaited<ReturnType<typeof dial>>;
  const answers = ({ received }: Client): Frame[] =>
    createFramer()
      .push(received())
      .map(({ bytes }) => decodeFrame(bytes));
  const valuesOf = (client: Client) =>
    answers(client).map(({ header, body }) => [header.messageId, body.kind === 'fields' ? body.values : undefined]);
  const events = async () => (await world.decoded()).flatMap((each) => each.events);
  /** `cmd status signal` of every event so far. */
  const told = async () =>
    (await events()).map(({ event: { fields } }) =>
      [fields['cmd'], fields['status'], fields['jt808.signal']].filter((each) => each !== undefined).join(' '),
    );
  afterEach(() => world.close());

  it('gives a terminal its code, takes the code back and refuses another one', async () => {
    await open();
    const client = await dial();
    client.socket.write(terminal.register());
    await soon(() => expect(answers(client)).toHaveLength(1));
    const [first] = answers(client);
    const code = first?.body.kind === 'fields' ? String(first.body.values['token']) : '';
    expect(code).toMatch(/^[0-9a-f]{16}$/);
    client.socket.write(
      Buffer.concat([terminal.authenticate('0'.repeat(16)), terminal.authenticate(code, { serial: 8 })]),
    );
    await soon(() => expect(answers(client)).toHaveLength(3));
    expect(valuesOf(client).slice(1)).toEqual([
      [0x8001, { responseSerialNo: 7, responseMessageId: 0x0102, resultCode: 1 }],
      [0x8001, { responseSerialNo: 8, responseMessageId: 0x0102, resultCode: 0 }],
    ]);
    expect(answers(client).map(({ header }) => header.serial)).toEqual([0, 1, 2]);
    await soon(async () => expect(await told()).toContain('authenticate ok code_refused'));
    expect(JSON.stringify((await events()).map(({ event }) => event.fields))).not.toContain(code);
  });

  it('answers reports, keeps them byte for byte and knows their terminal', async () => {
    await open();
    const client = await dial();
    const sent = [terminal.position(TEST_TIME), terminal.heartbeat(), terminal.askTime(), terminal.answer()];
    client.socket.write(Buffer.concat(sent));
    await soon(() => expect(answers(client)).toHaveLength(3));
    expect(answers(client).map(({ header }) => header.messageId)).toEqual([0x8001, 0x8001, 0x8004]);
    const kept = await events();
    expect(Buffer.concat(kept.map(({ raw }) => Buffer.from(raw ?? [])))).toEqual(Buffer.concat(sent));
    expect(kept[0]?.event.ocsf).toMatchObject({
      srcIp: '127.0.0.1',
      srcPort: client.socket.localPort,
      host: '13800138000',
    });
    const [frame] = await world.frames();
    expect(frame).toMatchObject({ source: 'jtt808', format: 'jtt808', count: 4 });
    expect(world.listeners.terminalFrames()).toEqual({ total: 4, bcc: 0, structure: 0 });
    expect(await world.metrics.render()).toContain('chedun_ingest_jtt808_frames_total{status="ok"} 4');
  });

  it('answers only when the frame is on disk', async () => {
    const real = await testJournals(fixedClock(TEST_TIME));
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
    const client = await dial();
    client.socket.write(terminal.heartbeat());
    await soon(() => expect(appended).toBe(1));
    await new Promise((done) => setTimeout(done, 50));
    expect(client.received()).toHaveLength(0);
    gate.resolve();
    await soon(() => expect(answers(client)).toHaveLength(1));
    await real.close();
  });

  it('finds the same frames wherever the stream is cut', async () => {
    await open();
    const sent = Buffer.concat([Buffer.from('junk'), terminal.heartbeat(), terminal.position(TEST_TIME)]);
    const clients: { readonly client: Client; readonly rest: Buffer }[] = [];
    for (let cut = 1; cut < sent.length; cut += 1) {
      const client = await dial();
      client.socket.setNoDelay(true);
      client.socket.write(sent.subarray(0, cut));
      clients.push({ client, rest: sent.subarray(cut) });
    }
    await soon(() => expect(world.listeners.sessions()).toHaveLength(clients.length));
    for (const { client, rest } of clients) client.socket.write(rest);
    await soon(() => expect(world.listeners.terminalFrames().total).toBe(2 * clients.length));
    await soon(() => {
      for (const { client } of clients) expect(answers(client)).toHaveLength(2);
    });
    expect((await told()).filter((each) => each === 'position ok')).toHaveLength(clients.length);
  });

  it('notices another terminal behind a known number, and the same one again', async () => {
    await open();
    const client = await dial();
    client.socket.write(
      Buffer.concat([terminal.register('T000001'), terminal.register('T000001'), terminal.register('T000002')]),
    );
    await soon(async () =>
      expect((await told()).filter((each) => each.startsWith('register')).sort()).toEqual([
        'register ok',
        'register ok',
        'register ok',
        'register ok re_registration',
        'register ok terminal_changed',
      ]),
    );
    const changed = (await events()).find(({ event }) => event.fields['jt808.signal'] === 'terminal_changed');
    expect(changed?.event).toMatchObject({
      logsource: { product: 'vehicle', category: 'jt808' },
      fields: { phone: PHONE, 'jt808.before': 'T000001', 'jt808.now': 'T000002' },
      ocsf: { host: '13800138000', message: 'JT/T 808 register terminal_changed' },
    });
  });

  it('puts sub-packages together in any order and tells the whole message', async () => {
    await open();
    const client = await dial();
    const data = Buffer.alloc(3000, 0x55);
    const parts = terminal.passThrough(data, 1000).toReversed();
    expect(parts).toHaveLength(4);
    client.socket.write(Buffer.concat(parts));
    await soon(() => expect(answers(client)).toHaveLength(4));
    await soon(async () => {
      const joined = (await events()).filter(({ event }) => event.fields['jt808.joined'] === true);
      expect(joined.map(({ event }) => [event.fields['cmd'], event.fields['jt808.signal']])).toEqual([
        ['pass_through_up', undefined],
        ['pass_through_up', 'pass_through'],
      ]);
      expect(joined[0]?.event.fields['jt808.content_bytes']).toBe(3000);
    });
  });

  it('acknowledges media once all of its packages came', async () => {
    await open();
    const client = await dial();
    const body = Buffer.concat([Buffer.from('0000126700000001', 'hex'), Buffer.alloc(28), Buffer.alloc(1500, 1)]);
    const header = { messageId: 0x0801, edition: '2011/2013', phone: PHONE, serial: 1 } as const;
    const [first, ...rest] = encodeMessage({ header, body: { kind: 'raw', data: body } });
    client.socket.write(first ?? Buffer.alloc(0));
    client.socket.write(terminal.heartbeat());
    await soon(() => expect(answers(client)).toHaveLength(1));
    client.socket.write(Buffer.concat(rest));
    await soon(() => expect(answers(client)).toHaveLength(2));
    expect(valuesOf(client)[1]).toEqual([0x8800, { mediaId: 0x1267 }]);
  });

  it('says which packages never came', async () => {
    await open();
    const client = await dial();
    const [first, second] = terminal.passThrough(Buffer.alloc(300), 100);
    client.socket.write(first ?? Buffer.alloc(0));
    await soon(() => expect(answers(client)).toHaveLength(1));
    world.clock.advance(60_001);
    client.socket.write(second ?? Buffer.alloc(0));
    await soon(async () => {
      const lost = (await events()).find(({ event }) => event.fields['jt808.signal'] === 'packages_lost');
      expect(lost?.event.fields).toMatchObject({ phone: PHONE, 'jt808.missing': [2, 3, 4], 'jt808.reason': 'timeout' });
    });
  });

  it('closes the old connection of a terminal, but not one that carries others', async () => {
    await open();
    const [old, shared] = [await dial(), await dial()];
    old.socket.write(terminal.register());
    shared.socket.write(
      Buffer.concat([terminal.register('A', { phone: OTHER }), terminal.register('B', { phone: '013800138002' })]),
    );
    await soon(() => expect(answers(shared)).toHaveLength(2));
    await soon(() => expect(answers(old)).toHaveLength(1));
    const fresh = await dial();
    fresh.socket.write(Buffer.concat([terminal.register(), terminal.register('A', { phone: OTHER })]));
    await soon(() => expect(old.closed()).toBe(true));
    await soon(() => expect(answers(fresh)).toHaveLength(2));
    expect(shared.closed()).toBe(false);
    expect(world.listeners.sessions().map(({ vehicles }) => vehicles)).toEqual([1, 2]);
    await soon(async () => expect(await told()).toContain('connection closed_replaced'));
  });

  it('closes connections that bring garbage or nothing, and keeps the garbage', async () => {
    await open();
    const [noisy, silent] = [await dial(), await dial()];
    noisy.socket.write(Buffer.alloc(100_000, 'GET / HTTP/1.1\r\n'));
    await soon(() => expect(noisy.closed()).toBe(true));
    world.clock.advance(30_001);
    await soon(() => expect(silent.closed()).toBe(true));
    await soon(async () => {
      expect(await told()).toEqual(expect.arrayContaining(['connection closed_garbage', 'connection closed_slow']));
      const kept = (await events()).reduce((sum, { raw }) => sum + (raw?.length ?? 0), 0);
      expect(kept).toBeGreaterThan(64 * 1024);
    });
  });

  it('goes on when the journal is busy, and loses nothing', async () => {
    await open({ queuedBytes: 4096 });
    const client = await dial();
    const sent = Array.from({ length: 2000 }, (_, at) => terminal.position(TEST_TIME + at * 1000, {}, { serial: at }));
    client.socket.write(Buffer.concat(sent));
    await soon(() => expect(answers(client)).toHaveLength(2000));
    expect(await told()).toHaveLength(2000);
  });

  it('survives random bytes on many connections', async () => {
    await open();
    let seed = 11;
    const next = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return seed >> 8;
    };
    for (let at = 0; at < 60; at += 1) {
      const good = [terminal.register(), terminal.position(TEST_TIME), ...terminal.passThrough(Buffer.alloc(60), 20)];
      const bytes = at % 3 === 0 ? Buffer.from(Array.from({ length: 400 }, next)) : Buffer.concat(good);
      for (let hit = 0; hit < 4; hit += 1) bytes[next() % bytes.length] = next() & 0xff;
      const client = await dial();
      client.socket.end(bytes);
    }
    const honest = await dial();
    honest.socket.write(terminal.heartbeat({ phone: OTHER }));
    await soon(() => expect(answers(honest)).toHaveLength(1));
    expect(world.errors).toEqual([]);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { clientOf, identityOf, makeParties, serverOf, talk, type Parties, type Talk } from '../testing/index.ts';
import { ALL_SUITES } from './names.ts';
import { sessionCache } from './sessions.ts';

let parties: Parties;
beforeAll(async () => {
  parties = await makeParties();
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString('utf8');

const exchange = async (pair: Talk): Promise<void> => {
  await pair.run();
  pair.client.connection.write(bytes('登录'));
  await pair.run();
  pair.server.connection.write(bytes('应答'));
  await pair.run();
};

const expectOpen = async (pair: Talk): Promise<void> => {
  await exchange(pair);
  expect([...pair.client.errors, ...pair.server.errors]).toEqual([]);
  expect([textOf(pair.server.data), textOf(pair.client.data)]).toEqual(['登录', '应答']);
  expect([pair.client.established.length, pair.server.established.length]).toEqual([1, 1]);
};

describe.each(ALL_SUITES)('%s', (suite) => {
  test('client and server agree and exchange data, in whole flights and byte by byte', async () => {
    for (const piece of [1 << 20, 1]) {
      const pair = talk(clientOf(parties, { suites: [suite] }), serverOf(parties), parties.at, { piece });
      await expectOpen(pair);
      expect(pair.server.established[0]).toMatchObject({ suite, isResumed: false, serverName: undefined });
      expect(pair.server.established[0]?.peer).toMatchObject({ certificate: undefined, isTrusted: false });
      expect(pair.client.established[0]?.peer.certificate?.raw).toEqual(parties.sign.certificate.raw);
      expect(pair.client.established[0]?.peer.encryption?.raw).toEqual(parties.encrypt.certificate.raw);
    }
  });

  test('a client proves itself when it is asked', async () => {
    const clients = { mode: 'required' as const, trust: { anchors: parties.anchors } };
    const options = clientOf(parties, { suites: [suite], identity: identityOf(parties) });
    const pair = talk(options, serverOf(parties, { clients }), parties.at);
    await expectOpen(pair);
    expect(pair.server.established[0]?.peer.isTrusted).toBe(true);
    expect(pair.server.established[0]?.peer.certificate?.raw).toEqual(parties.client.certificate.raw);
  });

  test('a session is taken up again, with fewer messages and other keys', async () => {
    const sessions = { cache: sessionCache(), key: 'tsp.example' };
    const server = serverOf(parties, { sessions: sessionCache() });
    const first = talk(clientOf(parties, { suites: [suite], sessions }), server, parties.at);
    await expectOpen(first);
    const second = talk(clientOf(parties, { suites: [suite], sessions }), server, parties.at + 1000);
    await expectOpen(second);
    expect([first, second].map(({ client }) => client.established[0]?.isResumed)).toEqual([false, true]);
    expect(second.server.established[0]).toMatchObject({ isResumed: true, suite });
    expect(second.client.established[0]?.peer.certificate?.raw).toEqual(parties.sign.certificate.raw);
    expect(second.server.sent[0]?.length).toBeLessThan(300);
    expect(second.client.sent.at(-1)).not.toEqual(first.client.sent.at(-1));
  });

  test('a megabyte goes over in order', async () => {
    const pair = talk(clientOf(parties, { suites: [suite] }), serverOf(parties), parties.at);
    await pair.run();
    const long = new Uint8Array(1_000_000).map((_, at) => at % 251);
    pair.client.connection.write(long);
    await pair.run();
    expect(Buffer.concat(pair.server.data).equals(long)).toBe(true);
  });
});

describe('keys outside', () => {
  test('private keys may answer later, as crypto devices do', async () => {
    const later = <T>(value: T): Promise<T> => new Promise((done) => setImmediate(() => done(value)));
    const clients = { mode: 'required' as const, trust: { anchors: parties.anchors } };
    const server = serverOf(parties, {
      clients,
      sign: (message) => later(parties.sign.sign(message)),
      decrypt: (ciphertext) => later(parties.encrypt.decrypt(ciphertext)),
    });
    const identity = { ...identityOf(parties), sign: (message: Uint8Array) => later(parties.client.sign(message)) };
    for (const piece of [1 << 20, 7])
      await expectOpen(talk(clientOf(parties, { identity }), server, parties.at, { piece }));
  });

  test('a connection that is given up while a key is at work stays so', async () => {
    const waiting: ((signature: Uint8Array) => void)[] = [];
    const server = serverOf(parties, { sign: () => new Promise((done) => void waiting.push(done)) });
    const pair = talk(clientOf(parties), server, parties.at);
    await pair.run();
    pair.server.connection.close();
    const { length } = pair.server.sent;
    waiting[0]?.(new Uint8Array(70));
    await pair.run();
    expect(pair.server.sent).toHaveLength(length);
    expect([...pair.server.errors, ...pair.server.established]).toEqual([]);
  });

  test.each([
    [
      'at once',
      () => {
        throw new Error('no device');
      },
    ],
    ['later', () => Promise.reject(new Error('no device'))],
  ])(
    'a key that fails %s ends the connection with internal_error',
    async (_, sign: () => Uint8Array | Promise<Uint8Array>) => {
      const pair = talk(clientOf(parties), serverOf(parties, { sign }), parties.at);
      await pair.run();
      expect(pair.server.errors.map(({ code }) => code)).toEqual(['tlcp.key']);
      expect(pair.client.errors.map(({ detail }) => detail.reason)).toEqual(['internal_error']);
    },
  );
});

describe('what is chosen', () => {
  test('the server prefers GCM, and takes what it is told to speak', async () => {
    const both = talk(clientOf(parties), serverOf(parties), parties.at);
    const cbc = talk(clientOf(parties), serverOf(parties, { suites: ['ECC_SM4_CBC_SM3'] }), parties.at);
    await both.run();
    await cbc.run();
    expect([both, cbc].map(({ client }) => client.established[0]?.suite)).toEqual([
      'ECC_SM4_GCM_SM3',
      'ECC_SM4_CBC_SM3',
    ]);
  });

  test('without a suite in common there is no connection', async () => {
    const pair = talk(
      clientOf(parties, { suites: ['ECC_SM4_GCM_SM3'] }),
      serverOf(parties, { suites: ['ECC_SM4_CBC_SM3'] }),
      parties.at,
    );
    await pair.run();
    expect(pair.server.errors.map(({ code }) => code)).toEqual(['tlcp.no-suite']);
    expect(pair.client.errors.map(({ detail }) => detail.reason)).toEqual(['handshake_failure']);
  });

  test('the name of the server that is wanted arrives', async () => {
    const pair = talk(clientOf(parties, { serverName: 'tsp.example' }), serverOf(parties), parties.at);
    await expectOpen(pair);
    expect(pair.server.established[0]?.serverName).toBe('tsp.example');
  });
});

describe('sessions', () => {
  const resumed = async (
    first: Parameters<typeof serverOf>[1],
    second: Parameters<typeof serverOf>[1],
    later = 0,
    withIdentity = true,
  ) => {
    const [cache, sessions] = [{ cache: sessionCache(), key: 'tsp.example' }, sessionCache({ lifeMs: 10_000 })];
    const identity = withIdentity ? { identity: identityOf(parties) } : {};
    const begin = talk(
      clientOf(parties, { sessions: cache, ...identity }),
      serverOf(parties, { ...first, sessions }),
      parties.at,
    );
    await begin.run();
    const again = talk(
      clientOf(parties, { sessions: cache, ...identity }),
      serverOf(parties, { ...second, sessions }),
      parties.at + later,
    );
    await exchange(again);
    return again;
  };
  const required = () => ({ clients: { mode: 'required' as const, trust: { anchors: parties.anchors } } });

  test('a session that carries no client certificate does not open a server that wants one', async () => {
    const again = await resumed({}, required());
    expect(again.server.established[0]).toMatchObject({ isResumed: false, peer: { isTrusted: true } });
  });

  test('a session brings the certificate of the client along', async () => {
    const again = await resumed(required(), required());
    expect(again.server.established[0]).toMatchObject({ isResumed: true, peer: { isTrusted: true } });
    expect(again.server.established[0]?.peer.certificate?.raw).toEqual(parties.client.certificate.raw);
  });

  test('an old session, or one whose suite is spoken no more, leads to a full handshake', async () => {
    expect((await resumed({}, {}, 10_001)).server.established[0]?.isResumed).toBe(false);
    expect((await resumed({}, { suites: ['ECC_SM4_CBC_SM3'] })).server.established[0]?.isResumed).toBe(false);
    expect((await resumed({}, {}, 9_999)).server.established[0]?.isResumed).toBe(true);
  });
});

describe('the end', () => {
  test('close_notify of both sides ends a connection without an error', async () => {
    const pair = talk(clientOf(parties), serverOf(parties), parties.at);
    await pair.run();
    pair.client.connection.close();
    await pair.run();
    expect(pair.server.ended).toBe(1);
    pair.server.connection.write(bytes('still'));
    pair.server.connection.close();
    await pair.run();
    expect([textOf(pair.client.data), pair.client.ended]).toEqual(['still', 1]);
    pair.client.connection.finish();
    pair.server.connection.finish();
    pair.client.connection.write(bytes('too late'));
    expect([...pair.client.errors, ...pair.server.errors]).toEqual([]);
  });

  test('a stream that just ends is an error: data may be missing', async () => {
    const pair = talk(clientOf(parties), serverOf(parties), parties.at);
    await pair.run();
    pair.server.connection.finish();
    expect(pair.server.errors.map(({ code }) => code)).toEqual(['tlcp.truncated']);
    pair.server.connection.push(Uint8Array.of(1, 2, 3));
    expect(pair.server.errors).toHaveLength(1);
  });

  test('data before the handshake is over are not sent', () => {
    const pair = talk(clientOf(parties), serverOf(parties), parties.at);
    expect(() => pair.client.connection.write(bytes('early'))).toThrow(expect.objectContaining({ code: 'tlcp.value' }));
  });

  test('a connection that is closed during the handshake is refused at the other side', async () => {
    const pair = talk(clientOf(parties), serverOf(parties), parties.at);
    pair.client.connection.close();
    await pair.run();
    expect(pair.server.errors.map(({ code, detail }) => [code, detail.reason])).toEqual([
      ['tlcp.alert', 'close_notify'],
    ]);
    expect(pair.client.errors).toEqual([]);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { clientOf, makeParties, type Parties } from '../testing/index.ts';
import { connectTlcp, type TlcpClientOptions } from './client.ts';
import type { TlcpError } from './errors.ts';
import { readClientHello, writeServerHello } from './hello.ts';
import { handshakeMessage, writeCertificates } from './messages.ts';
import { helloRandom } from './random.ts';
import { sessionCache } from './sessions.ts';

let parties: Parties;
beforeAll(async () => {
  parties = await makeParties();
});

const record = (body: Uint8Array): Uint8Array =>
  new Uint8Array([22, 1, 1, body.length >> 8, body.length & 0xff, ...body]);
const HELLO = {
  version: 0x0101,
  random: new Uint8Array(32),
  sessionId: new Uint8Array(0),
  suite: 0xe053,
  compression: 0,
};
const serverHello = (more: Partial<typeof HELLO>): Uint8Array =>
  record(handshakeMessage(2, writeServerHello({ ...HELLO, ...more })));

/** A client, and what it says of these answers. */
const answered = (options: Partial<TlcpClientOptions>, ...answers: readonly Uint8Array[]) => {
  const [sent, errors]: [Uint8Array[], TlcpError[]] = [[], []];
  const nothing = (): void => undefined;
  const connection = connectTlcp(clientOf(parties, options), parties.at, {
    send: (bytes) => void sent.push(bytes),
    data: nothing,
    established: nothing,
    ended: nothing,
    failed: (error) => void errors.push(error),
  });
  for (const answer of answers) connection.push(answer);
  const hello = readClientHello((sent[0] ?? new Uint8Array(0)).subarray(9));
  return { hello, alert: sent[1]?.at(-1), errors: errors.map(({ code }) => code) };
};

describe('the first words', () => {
  test('offer what was asked for, with the time in front of the random number', () => {
    const { hello } = answered({ serverName: 'tsp.example' });
    expect(hello).toMatchObject({
      version: 0x0101,
      suites: [0xe053, 0xe013],
      compressions: [0],
      serverName: 'tsp.example',
    });
    expect(new DataView(hello.random.slice().buffer).getUint32(0)).toBe(Math.floor(parties.at / 1000));
    expect(answered({ suites: ['ECC_SM4_CBC_SM3'] }).hello.suites).toEqual([0xe013]);
    expect(helloRandom((length) => new Uint8Array(length).fill(9), 2000)).toEqual(
      new Uint8Array([0, 0, 0, 2, ...new Uint8Array(28).fill(9)]),
    );
  });

  test('offer a session only when its suite is still spoken', () => {
    const cache = sessionCache();
    const peer = { certificate: undefined, encryption: undefined, isTrusted: true };
    const session = {
      id: Uint8Array.of(5),
      suite: 'ECC_SM4_CBC_SM3' as const,
      master: new Uint8Array(48),
      peer,
      at: parties.at,
    };
    cache.keep('k', session);
    const sessions = { cache, key: 'k' };
    expect(answered({ sessions }).hello.sessionId).toEqual(Uint8Array.of(5));
    expect(answered({ sessions, suites: ['ECC_SM4_GCM_SM3'] }).hello.sessionId).toHaveLength(0);
    const other = answered({ sessions }, serverHello({ sessionId: Uint8Array.of(5), suite: 0xe053 }));
    expect(other).toMatchObject({ errors: ['tlcp.no-suite'], alert: 47 });
  });
});

describe('a server that', () => {
  test.each([
    ['speaks TLS 1.2', { version: 0x0303 }, 'tlcp.version', 70],
    ['chooses what was not offered', { suite: 0xe011 }, 'tlcp.no-suite', 47],
    ['chooses what this client does not want', { suite: 0xe013 }, 'tlcp.no-suite', 47],
    ['compresses', { compression: 1 }, 'tlcp.no-suite', 47],
  ])('%s is refused', (_, more, code, alert) => {
    expect(answered({ suites: ['ECC_SM4_GCM_SM3'] }, serverHello(more))).toMatchObject({ errors: [code], alert });
  });

  test('skips a message, or says hello twice, is refused', () => {
    const done = record(handshakeMessage(14, new Uint8Array(0)));
    expect(answered({}, serverHello({}), done)).toMatchObject({ errors: ['tlcp.unexpected'], alert: 10 });
    expect(answered({}, serverHello({}), serverHello({}))).toMatchObject({ errors: ['tlcp.unexpected'] });
    const change = Uint8Array.of(20, 1, 1, 0, 1, 1);
    expect(answered({}, serverHello({}), change)).toMatchObject({ errors: ['tlcp.unexpected'] });
    const none = record(handshakeMessage(11, writeCertificates([])));
    expect(answered({}, serverHello({}), none)).toMatchObject({ errors: ['tlcp.certificate'], alert: 42 });
  });

  test('asks for a hello while one is under way is not listened to', () => {
    const request = record(handshakeMessage(0, new Uint8Array(0)));
    expect(answered({}, request, serverHello({}), request).errors).toEqual([]);
  });
});

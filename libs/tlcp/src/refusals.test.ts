import { beforeAll, describe, expect, test } from 'vitest';
import {
  clientOf,
  identityOf,
  makeParties,
  serverOf,
  talk,
  type Parties,
  type Party,
  type Talk,
} from '../testing/index.ts';
import type { TlcpClientOptions } from './client.ts';
import { TLCP_ERRORS, TlcpError } from './errors.ts';
import { handshakeMessage } from './messages.ts';
import { ALL_SUITES } from './names.ts';
import type { TlcpServerOptions } from './server.ts';
import { acceptTlcp } from './server.ts';

let parties: Parties;
beforeAll(async () => {
  parties = await makeParties();
});

const run = async (client: Partial<TlcpClientOptions>, server: Partial<TlcpServerOptions>): Promise<Talk> => {
  const pair = talk(clientOf(parties, client), serverOf(parties, server), parties.at);
  await pair.run();
  return pair;
};
const told = ({ client, server }: Talk) => ({
  client: client.errors.map(({ code, detail }) => `${code} ${detail.reason}`),
  server: server.errors.map(({ code, detail }) => `${code} ${detail.reason}`),
  open: client.established.length + server.established.length,
});
const shown = ({ certificate, sign }: Party) => ({ certificates: [certificate.raw, parties.authority.raw], sign });
const required = () => ({ clients: { mode: 'required' as const, trust: { anchors: parties.anchors } } });

describe('certificates of the server', () => {
  test('from an unknown authority', async () => {
    expect(told(await run({ trust: { anchors: [] } }, {}))).toEqual({
      client: ['tlcp.certificate no-issuer'],
      server: ['tlcp.alert unknown_ca'],
      open: 0,
    });
  });

  test('for another name', async () => {
    expect(told(await run({ host: 'other.example' }, {})).client).toEqual(['tlcp.certificate host']);
    expect(told(await run({ host: '127.0.0.1' }, {})).client).toEqual([]);
  });

  test.each([['signCertificate'], ['encryptCertificate']] as const)('expired: %s', async (which) => {
    const result = told(await run({}, { [which]: parties.expired.certificate.raw, sign: parties.expired.sign }));
    expect(result.client).toEqual(['tlcp.certificate expired']);
    expect(result.server).toEqual(['tlcp.alert certificate_expired']);
  });

  test('one that is not for encryption, none at all, or no certificate', async () => {
    const wrong = await run({}, { encryptCertificate: parties.sign.certificate.raw });
    expect(told(wrong).client).toEqual(['tlcp.certificate the second certificate is not for encryption']);
    expect(told(wrong).server).toEqual(['tlcp.alert unsupported_certificate']);
    const garbage = await run({}, { signCertificate: Uint8Array.of(0x30, 0) });
    expect(told(garbage).client).toEqual(['tlcp.certificate a certificate is malformed']);
  });

  test('a server without the key of its certificate', async () => {
    const result = told(await run({}, { sign: parties.client.sign }));
    expect(result.client).toEqual(['tlcp.bad-signature the server does not hold the key of its certificate']);
    expect(result.server).toEqual(['tlcp.alert decrypt_error']);
  });

  test('a server that cannot decrypt, whose key fails, or that gets another version, ends at Finished and nowhere else', async () => {
    const fail = (): Uint8Array => {
      throw new Error('no');
    };
    const results = [
      await run({}, { decrypt: parties.client.decrypt }),
      await run({}, { decrypt: fail }),
      await run({}, { decrypt: () => Promise.reject(new Error('no')) }),
      await run({}, { decrypt: () => new Uint8Array(48) }),
      await run({}, { decrypt: () => new Uint8Array(47).fill(1) }),
    ];
    for (const each of results)
      expect(told(each)).toEqual({
        client: ['tlcp.alert bad_record_mac'],
        server: ['tlcp.bad-record a record cannot be opened'],
        open: 0,
      });
  });
});

describe('certificates of the client', () => {
  test('none where one is required', async () => {
    expect(told(await run({}, required()))).toEqual({
      client: ['tlcp.alert handshake_failure'],
      server: ['tlcp.no-certificate the client showed no certificate'],
      open: 0,
    });
  });

  test('from an unknown authority, expired, or for servers', async () => {
    const stranger = told(await run({ identity: shown(parties.stranger) }, required()));
    expect([stranger.server, stranger.client]).toEqual([['tlcp.certificate no-issuer'], ['tlcp.alert unknown_ca']]);
    expect(told(await run({ identity: shown(parties.expired) }, required())).server[0]).toContain('expired');
    expect(told(await run({ identity: shown(parties.sign) }, required())).server).toEqual(['tlcp.certificate purpose']);
  });

  test('a client that does not hold the key', async () => {
    const identity = { ...identityOf(parties), sign: parties.stranger.sign };
    const result = told(await run({ identity }, required()));
    expect(result.server).toEqual(['tlcp.bad-signature the client does not hold the key of its certificate']);
  });

  test('where they are optional, nobody is turned away, and only trusted ones count', async () => {
    const optional = { clients: { mode: 'optional' as const, trust: { anchors: parties.anchors } } };
    const trust = async (identity?: TlcpClientOptions['identity']) =>
      (await run(identity === undefined ? {} : { identity }, optional)).server.established[0]?.peer.isTrusted;
    expect([await trust(), await trust(shown(parties.stranger)), await trust(identityOf(parties))]).toEqual([
      false,
      false,
      true,
    ]);
    const liar = { ...shown(parties.stranger), sign: parties.client.sign };
    expect(told(await run({ identity: liar }, optional)).server[0]).toContain('tlcp.bad-signature');
  });
});

describe('changed and cut on the way', () => {
  const isOwn = (error: TlcpError): boolean => error instanceof TlcpError && error.code in TLCP_ERRORS;

  test.each(ALL_SUITES)(
    '%s: no changed byte of any flight leads to an open connection of both, and all errors are own',
    async (suite) => {
      const options = () =>
        [clientOf(parties, { suites: [suite], identity: identityOf(parties) }), serverOf(parties, required())] as const;
      const good = talk(...options(), parties.at);
      await good.run();
      for (const side of ['client', 'server'] as const)
        for (const [flight, bytes] of good[side].sent.entries()) {
          // a DER signature may be shorter in the next run: the last bytes are counted from the end
          const ends = Array.from({ length: 12 }, (_, at) => -1 - 7 * at).filter((at) => -at <= bytes.length);
          const places = [...bytes.keys()].filter((at) => (at < 12 || at % 97 === 0) && at < bytes.length - 90);
          for (const place of [...places, ...ends]) {
            const change = (given: Uint8Array, count: number): Uint8Array =>
              count === flight ? given.with(place, (given.at(place) ?? 0) ^ 0x21) : given;
            const pair = talk(
              ...options(),
              parties.at,
              side === 'client' ? { toServer: change } : { toClient: change },
            );
            await pair.run();
            const errors = [...pair.client.errors, ...pair.server.errors];
            expect(errors.every(isOwn)).toBe(true);
            if (errors.length === 0) expect(pair.client.established.length * pair.server.established.length).toBe(0);
          }
        }
    },
    120_000,
  );

  test('a server that hears any beginning of a flight and then the end tells that it was cut', async () => {
    const good = await run({}, {});
    const [hello] = good.client.sent;
    for (const length of (hello ?? new Uint8Array(0)).keys()) {
      const errors: TlcpError[] = [];
      const nothing = (): void => undefined;
      const handlers = {
        send: nothing,
        data: nothing,
        established: nothing,
        ended: nothing,
        failed: (error: TlcpError) => void errors.push(error),
      };
      const connection = acceptTlcp(serverOf(parties), parties.at, handlers);
      connection.push((hello ?? new Uint8Array(0)).subarray(0, length));
      connection.finish();
      expect(errors.map(({ code }) => code)).toEqual(['tlcp.truncated']);
    }
  });
});

describe('out of order', () => {
  const record = (type: number, ...bytes: readonly number[]): Uint8Array =>
    new Uint8Array([type, 1, 1, bytes.length >> 8, bytes.length & 0xff, ...bytes]);
  const afterOpen = async (bytes: (pair: Talk) => Uint8Array): Promise<readonly string[]> => {
    const pair = await run({}, {});
    pair.server.connection.push(bytes(pair));
    return pair.server.errors.map(({ code }) => code);
  };
  const atOnce = (...parts: readonly Uint8Array[]): readonly string[] => {
    const pair = talk(clientOf(parties), serverOf(parties), parties.at);
    for (const part of parts) pair.server.connection.push(part);
    return pair.server.errors.map(({ code }) => code);
  };

  test.each([
    ['data', record(23, 1), 'tlcp.unexpected'],
    ['a change of ciphers', record(20, 1), 'tlcp.unexpected'],
    ['a Finished', record(22, ...handshakeMessage(20, new Uint8Array(12))), 'tlcp.unexpected'],
    ['half an alert', record(21, 2), 'tlcp.decode'],
    ['an alert of level 3', record(21, 3, 0), 'tlcp.decode'],
    ['a fatal alert', record(21, 2, 40), 'tlcp.alert'],
    [
      'a ClientHello of TLS 1.2',
      record(22, ...handshakeMessage(1, new Uint8Array([3, 3, ...new Uint8Array(33), 0, 2, 0xe0, 0x53, 1, 0]))),
      'tlcp.version',
    ],
    ['a record of TLS', new Uint8Array([22, 3, 1, 0, 1, 1]), 'tlcp.version'],
    ['HTTP', new TextEncoder().encode('GET / HTTP/1.1'), 'tlcp.decode'],
    [
      'a handshake message that another record cuts',
      new Uint8Array([...record(22, 1, 0), ...record(21, 1, 90)]),
      'tlcp.unexpected',
    ],
  ])('%s as the first words', (_, bytes, code) => {
    expect(atOnce(bytes)).toEqual([code]);
  });

  test('warnings are heard, up to four', () => {
    const warning = record(21, 1, 90);
    expect(atOnce(warning, warning, warning, warning)).toEqual([]);
    expect(atOnce(warning, warning, warning, warning, warning)).toEqual(['tlcp.limit']);
  });

  test('an unprotected record after the handshake', async () => {
    expect(await afterOpen(() => record(23, 1))).toEqual(['tlcp.bad-record']);
  });

  test('renegotiation is refused', async () => {
    const pair = await run({}, {});
    const channel = pair.client.connection as unknown as {
      say: (kind: number, body: Uint8Array) => void;
      flush: () => void;
    };
    channel.say(1, new Uint8Array(41));
    channel.flush();
    await pair.run();
    expect(pair.server.errors.map(({ code }) => code)).toEqual(['tlcp.renegotiation']);
    expect(pair.client.errors.map(({ detail }) => detail.reason)).toEqual(['no_renegotiation']);
  });

  test('a certificate that was not asked for', async () => {
    const pair = talk(clientOf(parties), serverOf(parties), parties.at);
    await new Promise((done) => setImmediate(done));
    pair.server.connection.push(pair.client.sent[0] ?? new Uint8Array(0));
    pair.server.connection.push(record(22, ...handshakeMessage(11, Uint8Array.of(0, 0, 0))));
    expect(pair.server.errors.map(({ code }) => code)).toEqual(['tlcp.unexpected']);
  });

  test('a client that sends on and on while the key is at work is cut off', async () => {
    const pair = talk(clientOf(parties), serverOf(parties, { sign: () => new Promise(() => undefined) }), parties.at);
    pair.server.connection.push(pair.client.sent[0] ?? new Uint8Array(0));
    for (let part = 0; part < 5; part += 1) pair.server.connection.push(new Uint8Array(60_000));
    expect(pair.server.errors.map(({ code }) => code)).toEqual(['tlcp.limit']);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { GROUP } from './names.ts';
import { keyShare } from './key-share.ts';
import { recordOpener, serverHandshakeSecret, trafficKeys } from './tls13.ts';
import { sealed } from '../testing/flight.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** RFC 8448 section 3, simple 1-RTT handshake. */
const CLIENT_PRIVATE = '49af42ba7f7994852d713ef2784bcbcaa7911de26adc5642cb634540e7ea5005';
const CLIENT_HELLO =
  '010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302010000910000000b0009000006736572766572ff01000100000a00140012001d0017001800190100010101020103010400230000003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c002b0003020304000d0020001e040305030603020308040805080604010501060102010402050206020202002d00020101001c00024001';
const SERVER_HELLO =
  '020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304';
const SERVER_SHARE = 'c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f';
const SHARED = '8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d';
const SECRET = 'b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38';

describe('the key schedule of TLS 1.3', () => {
  it('agrees with RFC 8448 section 3 from the private key to the keys of records', () => {
    const share = keyShare(GROUP.x25519, hex(CLIENT_PRIVATE.padEnd(96, '0')));
    expect(text(share.publicKey)).toBe('99381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c');
    const shared = share.agree(hex(SERVER_SHARE));
    expect(text(shared)).toBe(SHARED);
    const secret = serverHandshakeSecret(0x1301, shared, hex(CLIENT_HELLO + SERVER_HELLO));
    expect(text(secret)).toBe(SECRET);
    const { key, iv } = trafficKeys(0x1301, secret);
    expect(text(key)).toBe('3fce516009c21727d0f2e4e86ee403bc');
    expect(text(iv)).toBe('5d313eb2671276ee13000b30');
  });

  it('gives secrets as long as the hash of the suite', () => {
    expect(serverHandshakeSecret(0x1302, hex(SHARED), new Uint8Array(0))).toHaveLength(48);
    expect(serverHandshakeSecret(0x00c6, hex(SHARED), new Uint8Array(0))).toHaveLength(
      createHash('sm3').digest().length,
    );
    expect(() => serverHandshakeSecret(0xc02f, hex(SHARED), new Uint8Array(0))).toThrow(
      expect.objectContaining({ code: 'tls-probe.decrypt' }),
    );
  });
});

describe('records of TLS 1.3', () => {
  const secret = hex(SECRET);
  const opened = (suite: 0x1301 | 0x1302 | 0x00c6, change: (bytes: Uint8Array) => void) => {
    const full = suite === 0x1302 ? hex(SECRET.padEnd(96, '1')) : secret;
    const messages = [hex('08000002 0000'.replace(' ', '')), hex('1400000401020304')];
    const bytes = sealed(suite, trafficKeys(suite, full), messages);
    change(bytes);
    const opener = recordOpener(suite, full);
    const length = ((bytes[3] ?? 0) << 8) + (bytes[4] ?? 0);
    const first = opener.open(bytes.subarray(0, 5), bytes.subarray(5, 5 + length));
    const rest = bytes.subarray(5 + length);
    return [first, opener.open(rest.subarray(0, 5), rest.subarray(5))];
  };

  it.each([0x1301, 0x1302, 0x00c6] as const)('open one after another with suite %i', (suite) => {
    const [first, second] = opened(suite, () => {});
    expect(first).toEqual({ type: 22, content: hex('080000020000') });
    expect(second).toEqual({ type: 22, content: hex('1400000401020304') });
  });

  it('do not open when a bit was changed', () => {
    const flip = (at: number) => (bytes: Uint8Array) => {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    };
    for (const suite of [0x1301, 0x00c6] as const)
      expect(() => opened(suite, flip(6))).toThrow(expect.objectContaining({ code: 'tls-probe.decrypt' }));
  });

  it('do not open when they are shorter than their tag', () => {
    expect(() => recordOpener(0x1301, secret).open(new Uint8Array(5), new Uint8Array(16))).toThrow(
      expect.objectContaining({ code: 'tls-probe.decrypt' }),
    );
  });
});

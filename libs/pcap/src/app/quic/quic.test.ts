import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bodiesOf, recordsOf } from '../../../testing/captures.ts';
import { be, fromHex, join, prefixed } from '../../../testing/bytes.ts';
import { clientHello, handshake } from '../../../testing/hellos.ts';
import { datagram, ENDS } from '../../../testing/packets.ts';
import { joinPieces, openInitial } from './initial.ts';
import { clientInitialKeys, headerMask } from './keys.ts';

const CONNECTION = fromHex('8394c8f03e515708');
const HELLO = handshake(1, clientHello({ sni: 'cloud.example', alpn: ['h3'], versions: [0x0304] }));
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Seals frames as the Initial packet number 2 of a client, padded to 1,200 bytes as RFC 9000 asks. */
const seal = (frames: Uint8Array, connection: Uint8Array = CONNECTION): Uint8Array => {
  const keys = clientInitialKeys(1, connection);
  if (keys === undefined) throw new Error('no keys');
  const plain = join(frames, new Uint8Array(1162 - frames.length));
  const head = join(0xc3, be(1, 4), prefixed(1, connection), 0, 0, be(0x4000 | (plain.length + 20), 2), be(2, 4));
  const nonce = Uint8Array.from(keys.iv);
  nonce[11] = (nonce[11] ?? 0) ^ 2;
  const cipher = createCipheriv('aes-128-gcm', keys.key, nonce).setAAD(head);
  const sealed = join(cipher.update(plain), cipher.final(), cipher.getAuthTag());
  const mask = headerMask(keys, sealed.subarray(0, 16));
  const hidden = head.map((byte, at) => {
    if (at === 0) return byte ^ ((mask[0] ?? 0) & 15);
    return at < head.length - 4 ? byte : byte ^ (mask[at - head.length + 5] ?? 0);
  });
  return join(hidden, sealed);
};

const cryptoFrame = (offset: number, bytes: Uint8Array): Uint8Array =>
  join(6, be(0x4000 | offset, 2), be(0x4000 | bytes.length, 2), bytes);

describe('initial keys', () => {
  it('follow from the connection id as in RFC 9001, appendix A.1', () => {
    const keys = clientInitialKeys(1, CONNECTION);
    expect(hex(keys?.key)).toBe('1f369613dd76d5467730efcbe3b1a22d');
    expect(hex(keys?.iv)).toBe('fa044b2f42a3fd3b46fb255c');
    expect(hex(keys?.headerKey)).toBe('9f50449e04a0e810283a1e9933adedd2');
  });

  it('mask the header as in RFC 9001, appendix A.2', () => {
    const keys = clientInitialKeys(1, CONNECTION);
    expect(keys && hex(headerMask(keys, fromHex('d1b1c98dd7689fb8ec11d242b123dc9b'))).slice(0, 10)).toBe('437b9aec36');
  });

  it('exist for known versions only', () => {
    expect(clientInitialKeys(0x6b33_43cf, CONNECTION)).toBeDefined();
    expect(clientInitialKeys(0x5130_3530, CONNECTION)).toBeUndefined();
  });
});

describe('initial packets', () => {
  it('give the pieces of the handshake, whatever frames lie between', () => {
    const ack = join(2, 5, 0, 1, 0, 1, 1);
    const packet = openInitial(
      seal(join(cryptoFrame(20, HELLO.subarray(20)), 1, ack, cryptoFrame(0, HELLO.subarray(0, 20)))),
    );
    expect(packet?.pieces.map(({ offset }) => offset)).toEqual([20, 0]);
    expect(hex(joinPieces(packet?.pieces ?? [], 16_384))).toBe(hex(HELLO));
  });

  it('that were changed on the way do not open', () => {
    const bytes = seal(cryptoFrame(0, HELLO));
    bytes[600] = (bytes[600] ?? 0) ^ 1;
    expect(openInitial(bytes)).toBeUndefined();
    expect(openInitial(seal(cryptoFrame(0, HELLO)).subarray(0, 500))).toBeUndefined();
    expect(openInitial(Uint8Array.of(0xc3))).toBeUndefined();
  });

  it('are joined once nothing is missing', () => {
    const piece = (from: number, to: number) => ({ offset: from, bytes: HELLO.subarray(from, to) });
    expect(joinPieces([piece(0, 10), piece(20, HELLO.length)], 16_384)).toBeUndefined();
    expect(joinPieces([piece(0, 10), piece(5, HELLO.length)], 16_384)).toHaveLength(HELLO.length);
    expect(joinPieces([], 16_384)).toBeUndefined();
  });
});

describe('quic records', () => {
  it('come once a flow, from as many packets as the hello takes', () => {
    const frames = [cryptoFrame(0, HELLO.subarray(0, 30)), cryptoFrame(30, HELLO.subarray(30))].map((part) =>
      datagram(seal(part), ENDS),
    );
    const records = recordsOf([...frames, ...frames]);
    expect(bodiesOf(records, 'quic')).toEqual([
      expect.objectContaining({
        version: '1',
        sni: 'cloud.example',
        client_alpns: ['h3'],
        ja4: expect.stringMatching(/^q13d0203h3_/),
      }),
    ]);
    expect(records.find(({ event_type }) => event_type === 'flow')).toMatchObject({ app_proto: 'quic' });
  });
});

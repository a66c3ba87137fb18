import { describe, expect, test } from 'vitest';
import { ascii, digits, multiplyNaively, pointBytes, BASE } from '../../testing/curve.ts';
import { concat, hex, toBigInt } from '../bytes.ts';
import { exchangeKeys, sharedX, type Exchanged, type ExchangeInput } from './exchange.ts';
import { generateKeyPair, publicKeyOf, type Sm2KeyPair } from './sign.ts';

const pairOf = (privateKey: string): Sm2KeyPair => ({
  privateKey: hex(privateKey),
  publicKey: publicKeyOf(hex(privateKey)),
});

/** GB/T 32918.5-2017, annex B. */
const A = pairOf('81eb26e941bb5af16df116495f90695272ae2cd63d6c4ae1678418be48230029');
const RA = pairOf('d4de15474db74d06491c440d305e012400990f3e390c7e87153c12db2ea60bb3');
const B = pairOf('785129917d45a9ea5437a59356b82338eaadda6ceb199088f14ae10defa229b5');
const RB = pairOf('7e07124814b309489125eaed101113164ebf0f3458c5bd88335c1f9d596243d6');

const sideOf = (
  role: ExchangeInput['role'],
  [own, ephemeral]: readonly [Sm2KeyPair, Sm2KeyPair],
  [peer, peerEphemeral]: readonly [Sm2KeyPair, Sm2KeyPair],
  more: Partial<ExchangeInput> = {},
): Exchanged =>
  exchangeKeys({
    role,
    privateKey: own.privateKey,
    ephemeralPrivateKey: ephemeral.privateKey,
    peerPublicKey: peer.publicKey,
    peerEphemeralKey: peerEphemeral.publicKey,
    length: 16,
    ...more,
  });

describe('key exchange', () => {
  test('example of the standard, both sides', () => {
    for (const side of [sideOf('initiator', [A, RA], [B, RB]), sideOf('responder', [B, RB], [A, RA])]) {
      expect(digits(side.key)).toBe('6c89347354de2484c60b4ab1fde4c6e5');
      expect(digits(side.responderConfirmation)).toBe(
        'd3a0fe15dee185ceae907a6b595cc32a266ed7b3367e9983a896dc32fa20f8eb',
      );
      expect(digits(side.initiatorConfirmation)).toBe(
        '18c7894b3816df16cf07b05c5ec0bef5d655d58f779cc1b400a4f3884644db88',
      );
    }
  });

  test('any keys and identities: both sides agree', () => {
    for (let at = 0; at < 5; at += 1) {
      const keys = Array.from({ length: 4 }, generateKeyPair);
      const [own = A, ownPassing = RA, peer = B, peerPassing = RB] = keys;
      const [first, second] = [ascii(`vehicle ${at}`), ascii('platform')];
      const left = sideOf('initiator', [own, ownPassing], [peer, peerPassing], {
        id: first,
        peerId: second,
        length: 48,
      });
      const right = sideOf('responder', [peer, peerPassing], [own, ownPassing], {
        id: second,
        peerId: first,
        length: 48,
      });
      expect(left).toEqual(right);
      expect(left.key).toHaveLength(48);
      const other = sideOf('responder', [peer, peerPassing], [own, ownPassing], {
        id: second,
        peerId: second,
        length: 48,
      });
      expect(digits(other.key)).not.toBe(digits(left.key));
      expect(digits(other.initiatorConfirmation)).not.toBe(digits(left.initiatorConfirmation));
    }
  });

  test('two initiators do not agree', () => {
    expect(digits(sideOf('initiator', [B, RB], [A, RA]).key)).not.toBe('6c89347354de2484c60b4ab1fde4c6e5');
  });

  test('what is refused', () => {
    const off = concat(hex('04'), new Uint8Array(64).fill(7));
    expect(() => sideOf('initiator', [A, RA], [B, RB], { peerPublicKey: off })).toThrow(/gm.key/);
    expect(() => sideOf('initiator', [A, RA], [B, RB], { peerEphemeralKey: off })).toThrow(/gm.key/);
    expect(() => sideOf('initiator', [A, RA], [B, RB], { peerEphemeralKey: off.subarray(1) })).toThrow(/gm.key/);
    expect(() => sideOf('initiator', [A, RA], [B, RB], { privateKey: new Uint8Array(32) })).toThrow(/gm.key/);
    expect(() => sideOf('initiator', [A, RA], [B, RB], { ephemeralPrivateKey: new Uint8Array(31) })).toThrow(/gm.key/);
    expect(() => sideOf('initiator', [A, RA], [B, RB], { length: 0 })).toThrow(/gm.length/);
  });
});

describe('ECDH', () => {
  test('x of the product, from either side and by the text book', () => {
    expect(sharedX(A.privateKey, B.publicKey)).toEqual(sharedX(B.privateKey, A.publicKey));
    const product = multiplyNaively(toBigInt(A.privateKey) * toBigInt(B.privateKey), BASE);
    expect(sharedX(A.privateKey, B.publicKey)).toEqual(pointBytes(product).slice(1, 33));
  });

  test('with the base point it is the public key', () => {
    expect(sharedX(A.privateKey, pointBytes(BASE))).toEqual(A.publicKey.slice(1, 33));
  });

  test('what is refused', () => {
    expect(() => sharedX(A.privateKey, concat(hex('04'), new Uint8Array(64)))).toThrow(/gm.key/);
    expect(() => sharedX(A.privateKey, B.publicKey.subarray(1))).toThrow(/gm.key/);
    expect(() => sharedX(new Uint8Array(32), B.publicKey)).toThrow(/gm.key/);
  });
});

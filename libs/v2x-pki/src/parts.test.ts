import { randomBytes } from 'node:crypto';
import { createECDH } from 'node:crypto';
import { encodeOer } from '@chedun/asn1/oer';
import { sm3 } from '@chedun/gm';
import { PublicEncryptionKey } from '@chedun/v2x-security/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cocoonPublicKeys,
  decryptMessage,
  encodePdu,
  encryptionKeyValue,
  LINKAGE_AES,
  LINKAGE_SM,
  nextLinkageSeed,
  parsePdu,
  preLinkageValue,
  sealCcm,
  softwareSm2Key,
} from '@chedun/v2x-security';
import type { ButterflyForm } from '@chedun/v2x-security';
import { answerSealer, encryptionKeyId } from './answers.ts';
import { concat, fromHex, rawSignatureOf, toHex } from './bytes.ts';
import { cocoonKeysOf } from './expansions.ts';
import { decodeBatch, decodeBlock, decodeBlocked, decodeList, decodeResolve, decodeResolved } from './frames.ts';
import { encodeBatch, encodeBlock, encodeBlocked, encodeList, encodeResolve, encodeResolved } from './frames.ts';
import { linkageAnswer, markedValue } from './linkage-answer.ts';
import { laterSeed, preLinkageValues } from './linkage.ts';
import { fromTime32, periodOf, startOf, toTime32 } from './periods.ts';
import { shortCcm } from './short-ccm.ts';
import { pooledBytes } from './pool.ts';
import { shuffled } from './shuffle.ts';
import { SUITES } from './suite.ts';
import { mark, templateOf } from './template.ts';
import { sealWholeCcm } from './whole-ccm.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const random = (length: number) => new Uint8Array(randomBytes(length));
const pairOf = (curve: string) => {
  const pair = createECDH(curve);
  const point = new Uint8Array(pair.generateKeys());
  return {
    point,
    scalar: new Uint8Array(32).map((_, at) => pair.getPrivateKey()[at - 32 + pair.getPrivateKey().length] ?? 0),
  };
};

describe('CCM of short texts', () => {
  it('gives the bytes of the CCM of the library, and opens them', () => {
    const ciphers = fc.constantFrom('sm4Ccm' as const, 'aes128Ccm' as const);
    const texts = fc
      .integer({ min: 1, max: 16 })
      .chain((length) => fc.array(fc.tuple(bytes(12), bytes(length)), { minLength: 1, maxLength: 5 }));
    fc.assert(
      fc.property(ciphers, bytes(16), texts, (cipher, key, all) => {
        const ccm = shortCcm(cipher, key);
        const [nonces, plain] = [all.map(([nonce]) => nonce), all.map(([, text]) => text)];
        const sealed = ccm.seal(nonces, plain);
        expect(sealed.map(toHex)).toEqual(all.map(([nonce, text]) => toHex(sealCcm(cipher, key, nonce, text))));
        expect(ccm.open(nonces, sealed)).toEqual(plain);
        const changed = sealed.map((one) => one.with(0, (one[0] ?? 0) ^ 1));
        expect(ccm.open(nonces, changed)).toEqual(plain.map(() => undefined));
      }),
      { numRuns: 60 },
    );
  });

  it('is the same for whole texts, with a key of their own', () => {
    fc.assert(
      fc.property(bytes(16), bytes(12), fc.uint8Array({ maxLength: 700 }), (key, nonce, text) => {
        expect(toHex(sealWholeCcm(key, nonce, text))).toBe(toHex(sealCcm('sm4Ccm', key, nonce, text)));
      }),
      { numRuns: 60 },
    );
    expect(() => sealWholeCcm(random(16), random(11), random(3))).toThrow(RangeError);
  });

  it('refuses texts of other lengths and short nonces', () => {
    const ccm = shortCcm('sm4Ccm', random(16));
    expect(() => ccm.seal([random(12)], [random(17)])).toThrow(RangeError);
    expect(() => ccm.seal([random(12), random(12)], [random(3), random(4)])).toThrow(RangeError);
    expect(() => ccm.seal([random(11)], [random(3)])).toThrow(RangeError);
  });
});

describe('values and keys of many places at once', () => {
  it('are the pre-linkage values and seeds of the library', () => {
    const seed = random(16);
    const laId = fromHex('0002');
    for (const profile of [LINKAGE_AES, LINKAGE_SM]) {
      const values = preLinkageValues(profile, laId, seed, 20);
      expect(values.map(toHex)).toEqual(values.map((_, j) => toHex(preLinkageValue(profile, laId, seed, j))));
      const two = nextLinkageSeed(profile, laId, nextLinkageSeed(profile, laId, seed));
      expect(toHex(laterSeed(profile, laId, seed, 2))).toBe(toHex(two));
    }
  });

  it('are the cocoon keys of the library, in every form of both profiles', () => {
    for (const [suite, curve] of [
      [SUITES.cn, 'SM2'],
      [SUITES.ieee, 'prime256v1'],
    ] as const) {
      const [one, two] = [pairOf(curve), pairOf(curve)];
      const expansion = () => ({ cipher: suite.expansion, key: random(16) });
      const forms: readonly ButterflyForm[] = [
        { kind: 'original', signing: expansion(), encryptionKey: two.point, encryption: expansion() },
        { kind: 'compactUnified', expansion: expansion() },
      ];
      for (const form of forms) {
        const keys = cocoonKeysOf(suite, one.point, form, 1194, 5);
        expect(keys).toEqual(keys.map((_, j) => cocoonPublicKeys(suite.curve, one.point, form, { i: 1194, j })));
      }
    }
  });
});

describe('templates', () => {
  it('replace marks, and refuse marks that are missing, stand twice or get parts of another length', () => {
    const [one, two] = [mark(1, 4), mark(2, 3)];
    const template = templateOf(concat(Uint8Array.of(9), one, two), [one, two]);
    expect([...template.fill([fromHex('01020304'), fromHex('050607')])]).toEqual([9, 1, 2, 3, 4, 5, 6, 7]);
    expect(() => template.fill([fromHex('01'), fromHex('050607')])).toThrow('another length');
    expect(() => templateOf(one, [two])).toThrow('missing');
    expect(() => templateOf(concat(one, one), [one])).toThrow('twice');
  });

  it('of linkage answers give what the codec reads and writes', () => {
    const wrapped = {
      v: { compressedY0: { octets: '11'.repeat(32) } },
      t: { octets: '22'.repeat(32) },
      c: { octets: '33'.repeat(16) },
    };
    const recipients = [{ certRecipInfo: { recipientId: { octets: '44'.repeat(8) }, encKey: { ecencSm2: wrapped } } }];
    const chain = fromHex(`0101${'80'}${'55'.repeat(8)}${'81'}${'1d'}${'66'.repeat(12)}10${'77'.repeat(16)}`);
    const values = Array.from({ length: 300 }, () => ({ nonce: random(12), sealed: random(28) }));
    const answer = linkageAnswer(1194, 20, markedValue(recipients, fromHex('0001'), true), [{ values, chain }]);
    const pdu = parsePdu(answer);
    expect(toHex(encodePdu(pdu))).toBe(toHex(answer));
    expect(JSON.stringify(pdu)).toContain(toHex(values[299]?.sealed ?? answer));
  });
});

describe('encryption of answers by the engine', () => {
  it('is opened by the library with the private key, and by no other one', () => {
    const { point, scalar } = pairOf('SM2');
    const sealed = answerSealer(SUITES.cn)(fromHex('03800101'), point, {
      key: random(16),
      nonce: random(12),
      ephemeral: random(32).fill(1, 0, 1),
    });
    const id = encryptionKeyId(SUITES.cn, point);
    const publicKey = encryptionKeyValue({ curve: 'sm2', point });
    const key = encodeOer(PublicEncryptionKey, { supportedSymmAlg: 'sm4Ccm', publicKey });
    expect(id).toBe(toHex(sm3(key)).slice(-16));
    expect(toHex(decryptMessage('cn', sealed, id, softwareSm2Key(scalar)))).toBe('03800101');
    expect(() => decryptMessage('cn', sealed, id, softwareSm2Key(pairOf('SM2').scalar))).toThrow(/^v2xsec\.decrypt/);
    expect(() => decryptMessage('cn', sealed, '00'.repeat(8), softwareSm2Key(scalar))).toThrow(/^v2xsec\.decrypt/);
  });
});

describe('frames between authorities', () => {
  it('come back as they were, and refuse bytes behind them', () => {
    const items = [{ request: random(9), otherLinkage: random(3) }];
    expect(decodeBatch(encodeBatch(items))).toEqual(items);
    expect(decodeList(encodeList([random(0), random(300)])).map(({ length }) => length)).toEqual([0, 300]);
    const found = { requestHash: random(8), i: 7, values: [random(9), random(9)] as const };
    expect(decodeResolved(encodeResolved(found))).toEqual(found);
    expect(decodeResolved(encodeResolved(undefined))).toBeUndefined();
    expect(decodeResolve(encodeResolve(fromHex('00'.repeat(10))))).toHaveLength(10);
    expect(decodeBlock(encodeBlock(found.requestHash))).toEqual(found.requestHash);
    expect([decodeBlocked(encodeBlocked(20)), decodeBlocked(encodeBlocked(undefined))]).toEqual([20, undefined]);
    expect(() => decodeBatch(concat(encodeBatch(items), fromHex('00')))).toThrow(/^v2xpki\.message/);
    expect(() => decodeList(fromHex('05'))).toThrow(/^v2xpki\.message/);
  });
});

describe('small things', () => {
  it('count weeks from 2004', () => {
    expect([toTime32(Date.UTC(2004, 0, 1) - 5000), periodOf(604_799), periodOf(604_800), startOf(2)]).toEqual([
      0, 0, 1, 1_209_600,
    ]);
    expect(fromTime32(toTime32(Date.UTC(2026, 10, 23)))).toBe(Date.UTC(2026, 10, 23));
  });

  it('draw random bytes in advance, and give none twice', () => {
    let drawn = 0;
    const pool = pooledBytes((length) => Uint8Array.from({ length }, () => (drawn += 1) % 251));
    const given = Array.from({ length: 600 }, () => pool(32));
    expect(drawn).toBe(3 * 8192);
    expect(given.flatMap((part) => [...part]).slice(0, 8192)).toEqual(
      Array.from({ length: 8192 }, (_, at) => (at + 1) % 251),
    );
    expect(pool(9000)).toHaveLength(9000);
  });

  it('shuffle without loss', () => {
    const items = Array.from({ length: 200 }, (_, at) => at);
    const other = shuffled(items, random);
    expect(other.toSorted((a, b) => a - b)).toEqual(items);
    expect(other).not.toEqual(items);
  });

  it('read r and s of a DER signature, short and with a zero before', () => {
    const der = fromHex(`3044${'0220'}${'7f'.repeat(32)}${'0220'}${'01'.repeat(32)}`);
    expect(toHex(rawSignatureOf(der))).toBe(`${'7f'.repeat(32)}${'01'.repeat(32)}`);
    const short = fromHex(`3025${'0221'}00${'ff'.repeat(32)}${'0201'}05`);
    expect(toHex(rawSignatureOf(short))).toBe(`${'ff'.repeat(32)}${'00'.repeat(31)}05`);
  });
});

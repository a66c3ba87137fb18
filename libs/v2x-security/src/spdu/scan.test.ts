import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../../testing/certificates.ts';
import { testPki } from '../../testing/pki.ts';
import type { TestPki } from '../../testing/pki.ts';
import { fromHex, toHex } from '../bytes.ts';
import { writeAs } from '../codec.ts';
import { MESSAGES } from '../schema/message.ts';
import type { Profile } from '../schema/message.ts';
import {
  encodeMessage,
  newSpduView,
  parseMessage,
  scanSpdu,
  signMessage,
  unsecuredMessage,
  unsecuredPayload,
} from '../index.ts';
import type { HeaderValue, SecuredValue } from '../index.ts';

const hexOf = (count: number) =>
  fc.uint8Array({ minLength: count, maxLength: count }).map((bytes) => ({ octets: toHex(bytes) }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const time = fc.maxSafeInteger().map((one) => Math.abs(one));

const headers = fc
  .record({
    aid: fc.oneof(
      fc.nat(200),
      fc.nat(70_000),
      time.map((one) => one % 2 ** 46),
    ),
    generationTime: maybe(time),
    expiryTime: maybe(time),
    generationLocation: maybe(
      fc.record({
        latitude: fc.integer({ min: -900_000_000, max: 900_000_001 }),
        longitude: fc.integer({ min: -1_799_999_999, max: 1_800_000_001 }),
        elevation: fc.nat(65_535),
      }),
    ),
    p2pcdLearningRequest: maybe(hexOf(3)),
    missingCrlIdentifier: maybe(fc.record({ cracaId: hexOf(3), crlSeries: fc.nat(65_535) })),
    encryptionKey: maybe(fc.record({ symmetric: fc.record({ aes128Ccm: hexOf(16) }) })),
    pduFunctionalType: maybe(fc.nat(255)),
  })
  .map(
    (fields) =>
      Object.fromEntries(Object.entries(fields).filter(([, one]) => one !== undefined)) as unknown as HeaderValue,
  );

const points32 = fc.oneof(
  hexOf(32).map((xOnly) => ({ xOnly })),
  hexOf(32).map((compressedY0) => ({ compressedY0 })),
  hexOf(32).map((compressedY1) => ({ compressedY1 })),
  fc.tuple(hexOf(32), hexOf(32)).map(([x, y]) => ({ uncompressed: { x, y } })),
);
const signatures = fc.oneof(
  fc.tuple(hexOf(32), hexOf(32)).map(([rSig, sSig]) => ({ sm2: { rSig, sSig } })),
  fc.tuple(points32, hexOf(32)).map(([rSig, sSig]) => ({ ecdsaNistP256: { rSig, sSig } })),
  fc.tuple(points32, hexOf(32)).map(([rSig, sSig]) => ({ ecdsaBrainpoolP256r1: { rSig, sSig } })),
  fc.tuple(hexOf(48), hexOf(48)).map(([xOnly, sSig]) => ({ ecdsaNistP384: { rSig: { xOnly }, sSig } })),
);
const hashed = fc.oneof(
  hexOf(32).map((sha256HashedData) => ({ sha256HashedData })),
  hexOf(48).map((sha384HashedData) => ({ sha384HashedData })),
  hexOf(32).map((sm3HashedData) => ({ sm3HashedData })),
);
const payloads = fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
  data: { version: 3, content: { unsecuredData: { octets: toHex(bytes) } } },
}));

const messages = fc
  .tuple(headers, signatures, payloads, maybe(hashed), hexOf(8), fc.constantFrom('sha256' as const, 'sm3' as const))
  .map(([headerInfo, signature, payload, extDataHash, digest, hashId]): SecuredValue => {
    const both = extDataHash === undefined ? payload : { ...payload, extDataHash };
    const signedData = { hashId, tbsData: { payload: both, headerInfo }, signer: { digest }, signature };
    return { version: 3, content: { signedData } };
  });

/** The fields of a view as the codec finds them. */
const expected = (value: SecuredValue) => {
  if (!('signedData' in value.content)) throw new Error('signed data');
  const { headerInfo } = value.content.signedData.tbsData;
  return {
    content: 'signed',
    aid: headerInfo.aid,
    generationTime: headerInfo.generationTime ?? -1,
    expiryTime: headerInfo.expiryTime ?? -1,
    hasLocation: headerInfo.generationLocation !== undefined,
    ...(headerInfo.generationLocation === undefined
      ? {}
      : { latitude: headerInfo.generationLocation.latitude, longitude: headerInfo.generationLocation.longitude }),
  };
};

describe('the scanner', () => {
  it.each(['cn', 'ieee'] as const)('finds in %s what the codec finds', (profile) => {
    fc.assert(
      fc.property(messages, (value) => {
        const bytes = encodeMessage(profile, value);
        const view = newSpduView();
        expect(scanSpdu(bytes, view, profile)).toBe(true);
        expect(view).toMatchObject(expected(value));
        expect(parseMessage(profile, bytes)).toEqual(value);
        if (!('signedData' in value.content)) throw new Error('signed data');
        const tbs = writeAs(MESSAGES[profile].ToBeSignedData, value.content.signedData.tbsData);
        expect(toHex(bytes.subarray(view.tbsStart, view.tbsEnd))).toBe(toHex(tbs));
      }),
      { numRuns: 300 },
    );
  });

  it('accepts exactly what the codec accepts as canonical', () => {
    const codec = (bytes: Uint8Array): 'refused' | 'read' | 'known' => {
      try {
        return JSON.stringify(parseMessage('cn', bytes)).includes('$') ? 'read' : 'known';
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(messages, fc.nat(), fc.nat(255), fc.nat(3), (value, place, byte, cut) => {
        const whole = encodeMessage('cn', value);
        const bytes = whole.with(place % whole.length, byte).subarray(0, whole.length - (cut === 3 ? 1 : 0));
        const view = newSpduView();
        const isScanned = scanSpdu(bytes, view, 'cn');
        const found = codec(bytes);
        // Signers without a digest, encrypted messages and requests are only delimited.
        if (isScanned && view.content === 'signed' && view.signer === 'digest')
          expect([toHex(bytes), found]).not.toEqual([toHex(bytes), 'refused']);
        // What later editions may add is read by the codec, and refused where the scanner could do nothing with it.
        if (found === 'known') expect([toHex(bytes), isScanned]).toEqual([toHex(bytes), true]);
      }),
      { numRuns: 1500 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.constantFrom<Profile>('cn', 'ieee'), (bytes, profile) => {
        const view = newSpduView();
        const framed = Uint8Array.of(3, 0x81, ...bytes);
        for (const one of [bytes, framed]) expect(typeof scanSpdu(one, view, profile)).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('signers', () => {
  let pki: TestPki;
  beforeAll(async () => {
    pki = await testPki('sm2');
  });
  const header = { aid: 111, generationTime: NOW };

  it('are found as certificate, chain, itself or X.509', async () => {
    const one = await signMessage(
      { profile: 'cn', payload: Uint8Array.of(1), header, signer: 'certificate' },
      pki.vehicle,
    );
    const view = newSpduView();
    expect(scanSpdu(one, view, 'cn')).toBe(true);
    expect(view.signer).toBe('certificate');
    expect(toHex(one.subarray(view.signerStart, view.signerEnd))).toBe(toHex(pki.vehicle.certificate.bytes));
    const value = parseMessage('cn', one);
    if (!('signedData' in value.content)) throw new Error('signed data');
    const { signedData } = value.content;
    const named = (signer: (typeof signedData)['signer'], profile: Profile = 'cn') =>
      scanSpdu(encodeMessage('cn', { version: 3, content: { signedData: { ...signedData, signer } } }), view, profile);
    expect([
      named({ certificate: [pki.vehicle.certificate.value, pki.authority.certificate.value] }),
      view.signer,
    ]).toEqual([true, 'chain']);
    expect([named({ self: null }), view.signer]).toEqual([true, 'self']);
    expect([named({ x509: { octets: 'aabb' } }), view.signer]).toEqual([true, 'x509']);
    expect(named({ x509: { octets: 'aabb' } }, 'ieee')).toBe(false);
    expect(named({ certificate: [] })).toBe(false);
  });

  it('of the published example: header and payload of YD/T 3957', () => {
    const tbs = `40038020${'34'.repeat(32)}400120${'0000000000237303'}`;
    const bytes = fromHex(`038102${tbs}80${'aa'.repeat(8)}8440${'11'.repeat(64)}`);
    const view = newSpduView();
    expect(scanSpdu(bytes, view, 'cn')).toBe(true);
    expect([view.aid, view.generationTime, view.payloadEnd - view.payloadStart]).toEqual([32, 0x237303, 32]);
  });
});

describe('messages without a signature', () => {
  it('are unsecured, or only recognised', () => {
    const payload = Uint8Array.of(1, 2, 3);
    const bytes = unsecuredMessage('ieee', payload);
    const view = newSpduView();
    expect(scanSpdu(bytes, view, 'ieee')).toBe(true);
    expect(bytes.subarray(view.payloadStart, view.payloadEnd)).toEqual(payload);
    expect(unsecuredPayload(parseMessage('ieee', bytes))).toEqual(payload);
    expect(scanSpdu(bytes.subarray(0, -1), view, 'ieee')).toBe(false);
    expect(scanSpdu(Uint8Array.of(...bytes, 0), view, 'ieee')).toBe(false);
    expect(scanSpdu(Uint8Array.of(3, 0x82, 0), view, 'ieee')).toBe(true);
    expect(view.content).toBe('encrypted');
  });
});

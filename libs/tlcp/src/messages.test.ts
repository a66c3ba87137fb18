import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  handshakeMessage,
  readCertificateRequest,
  readCertificates,
  readKeyExchange,
  readNothing,
  readSignature,
  signedParameters,
  writeCertificateRequest,
  writeCertificates,
  writeKeyExchange,
  writeSignature,
} from './messages.ts';

const some = fc.uint8Array({ minLength: 1, maxLength: 200 });
const refusal = (code: string) => expect.objectContaining({ code });

describe('Certificate', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(
        fc.array(some, { maxLength: 16 }),
        (list) => void expect(readCertificates(writeCertificates(list))).toEqual(list),
      ),
    );
  });

  test('the layout: every length has three bytes', () => {
    expect([...writeCertificates([Uint8Array.of(9), Uint8Array.of(8, 7)])]).toEqual([
      0, 0, 9, 0, 0, 1, 9, 0, 0, 2, 8, 7,
    ]);
  });

  test('too many, empty and cut ones are refused', () => {
    const many = writeCertificates(Array.from({ length: 17 }, () => Uint8Array.of(1)));
    expect(() => readCertificates(many)).toThrow(refusal('tlcp.limit'));
    expect(() => readCertificates(Uint8Array.of(0, 0, 3, 0, 0, 0))).toThrow(refusal('tlcp.decode'));
    expect(() => readCertificates(Uint8Array.of(0, 0, 4, 0, 0, 2, 1))).toThrow(refusal('tlcp.decode'));
    expect(() => readCertificates(Uint8Array.of(0, 0, 0, 1))).toThrow(refusal('tlcp.decode'));
  });
});

describe('CertificateRequest', () => {
  test('what is written is read', () => {
    const request = fc.record({
      types: fc.array(fc.nat(255), { minLength: 1, maxLength: 5 }),
      authorities: fc.array(some, { maxLength: 8 }),
    });
    fc.assert(
      fc.property(request, (each) => void expect(readCertificateRequest(writeCertificateRequest(each))).toEqual(each)),
    );
  });

  test('without kinds, or with over 1,024 names, it is refused', () => {
    expect(() => readCertificateRequest(Uint8Array.of(0, 0, 0))).toThrow(refusal('tlcp.decode'));
    const names = writeCertificateRequest({
      types: [64],
      authorities: Array.from({ length: 1025 }, () => new Uint8Array(1)),
    });
    expect(() => readCertificateRequest(names)).toThrow(refusal('tlcp.limit'));
  });
});

describe('signatures and the encrypted secret', () => {
  test('what is written is read, with two bytes of length before it', () => {
    fc.assert(
      fc.property(some, (body) => {
        expect(readSignature(writeSignature(body))).toEqual(body);
        expect(readKeyExchange(writeKeyExchange(body))).toEqual(body);
        expect([...writeSignature(body).subarray(0, 2)]).toEqual([0, body.length]);
      }),
    );
  });

  test.each([[[]], [[0, 0]], [[0, 2, 1]], [[0, 1, 1, 1]]])('%j is refused', (bytes) => {
    expect(() => readSignature(Uint8Array.from(bytes))).toThrow(refusal('tlcp.decode'));
    expect(() => readKeyExchange(Uint8Array.from(bytes))).toThrow(refusal('tlcp.decode'));
  });

  test('the server signs both random numbers and its certificate with a length of three bytes', () => {
    const signed = signedParameters(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2), Uint8Array.of(0x30, 0));
    expect(Buffer.from(signed).toString('hex')).toBe(`${'01'.repeat(32)}${'02'.repeat(32)}0000023000`);
  });
});

test('a handshake message has its kind and length before it, and ServerHelloDone has nothing behind', () => {
  expect([...handshakeMessage(14, new Uint8Array(0))]).toEqual([14, 0, 0, 0]);
  expect([...handshakeMessage(1, new Uint8Array(258).fill(5)).subarray(0, 5)]).toEqual([1, 0, 1, 2, 5]);
  readNothing(new Uint8Array(0));
  expect(() => readNothing(Uint8Array.of(0))).toThrow(refusal('tlcp.decode'));
});

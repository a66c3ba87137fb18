import { signatureFromDer, signatureToDer } from '@chedun/gm';
import { newKey, issue, START, YEAR } from '@chedun/x509/testing';
import { nameOf } from '@chedun/x509';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeParties, type Parties } from '../testing/index.ts';
import { isSignedWith, judgeClient, judgeServer, NOBODY } from './peer.ts';

let parties: Parties;
beforeAll(async () => {
  parties = await makeParties();
});

const refusal = (reason: string, alert: number) =>
  expect.objectContaining({ code: 'tlcp.certificate', alert, detail: { reason } });
const chain = (): readonly Uint8Array[] => [
  parties.sign.certificate.raw,
  parties.encrypt.certificate.raw,
  parties.authority.raw,
];

describe('a server', () => {
  const judge = (ders: readonly Uint8Array[], host: string | undefined = 'tsp.example', at = parties.at) =>
    judgeServer(ders, { anchors: parties.anchors }, host, at);

  test('with two certificates that lead to the root is trusted', () => {
    const peer = judge(chain());
    expect(peer).toMatchObject({ isTrusted: true });
    expect(peer.encryption?.publicKey.key).toEqual(parties.encrypt.certificate.publicKey.key);
    expect(judge(chain(), undefined).isTrusted).toBe(true);
  });

  test('is refused with the alert that tells why', async () => {
    const [sign, encrypt, authority] = chain() as [Uint8Array, Uint8Array, Uint8Array];
    expect(() => judge([sign])).toThrow(refusal('a server has two certificates', 42));
    expect(() => judge([])).toThrow(refusal('a server has two certificates', 42));
    expect(() => judge([sign, encrypt])).toThrow(refusal('no-issuer', 48));
    expect(() => judge([sign, encrypt, authority], 'other.example')).toThrow(refusal('host', 42));
    expect(() => judge(chain(), 'tsp.example', START - 1000)).toThrow(expect.objectContaining({ alert: 45 }));
    expect(() => judge(chain(), 'tsp.example', START + 30 * YEAR)).toThrow(expect.objectContaining({ alert: 45 }));
    const p256 = await issue({ key: newKey('ecdsa-sha256'), subject: nameOf({ CN: 'tsp.example' }) });
    expect(() => judge([p256.raw, encrypt, authority])).toThrow(refusal('the key of a certificate is not SM2', 43));
    expect(() => judge([sign, p256.raw, authority])).toThrow(refusal('the key of a certificate is not SM2', 43));
    expect(() => judge([encrypt, sign, authority])).toThrow(
      refusal('the second certificate is not for encryption', 43),
    );
  });
});

describe('a client', () => {
  const judge = (ders: readonly Uint8Array[], mode: 'optional' | 'required') =>
    judgeClient(ders, { anchors: parties.anchors }, mode, parties.at);

  test('is trusted, known but not trusted, or refused', () => {
    const [own, foreign] = [parties.client.certificate.raw, parties.stranger.certificate.raw];
    expect(judge([own, parties.authority.raw], 'required').isTrusted).toBe(true);
    expect(judge([foreign], 'optional')).toMatchObject({ isTrusted: false });
    expect(judge([foreign], 'optional').certificate?.raw).toEqual(foreign);
    expect(() => judge([foreign], 'required')).toThrow(refusal('no-issuer', 48));
    expect(() => judge([Uint8Array.of(0x30, 0)], 'optional')).toThrow(refusal('a certificate is malformed', 42));
    expect(NOBODY).toEqual({ certificate: undefined, encryption: undefined, isTrusted: false });
  });
});

test('a signature is right for its key, its message and its form, and else just wrong', () => {
  const message = new TextEncoder().encode('both random numbers');
  const der = parties.sign.sign(message);
  const { certificate } = parties.sign;
  expect(isSignedWith(certificate, message, der)).toBe(true);
  expect(isSignedWith(certificate, message.with(0, 0), der)).toBe(false);
  expect(isSignedWith(parties.client.certificate, message, der)).toBe(false);
  const plain = signatureFromDer(der);
  expect(isSignedWith(certificate, message, plain)).toBe(false);
  expect(isSignedWith(certificate, message, signatureToDer(plain.with(63, (plain[63] ?? 0) ^ 1)))).toBe(false);
  expect(isSignedWith(certificate, message, new Uint8Array(0))).toBe(false);
});

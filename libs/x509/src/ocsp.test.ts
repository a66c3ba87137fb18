import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeDer } from '@chedun/asn1/der';
import { authorityOf, hasOpenssl, issue, mustOpenssl, newKey, openssl, START, withFolder } from '../testing/index.ts';
import type { Authority, TestKey } from '../testing/index.ts';
import {
  buildOcspRequest,
  buildOcspResponse,
  certIdDer,
  extendedKeyUsage,
  formatPem,
  nameOf,
  OCSP_STATUS,
  ocspError,
  ocspNonce,
  parseOcspRequest,
  parseOcspResponse,
  PURPOSE,
  statusFrom,
} from './index.ts';
import type { BasicOcspResponse, Certificate, CertificateStatus, OcspSpec } from './index.ts';

const AT = START + 3_600_000;
const NONCE = Uint8Array.from({ length: 16 }, (_, at) => at);
let [root, end, delegate]: [Authority, Certificate, { certificate: Certificate; key: TestKey }] = [] as never;

beforeAll(async () => {
  root = await authorityOf('Root', newKey('sm2-sm3'));
  end = await issue({ issuer: root, key: newKey('sm2-sm3'), subject: nameOf({ CN: 'End' }), serial: 0x80_0001 });
  const key = newKey('ecdsa-sha256');
  const certificate = await issue({
    issuer: root,
    key,
    subject: nameOf({ CN: 'OCSP' }),
    extensions: [extendedKeyUsage([PURPOSE.ocspSigning])],
    serial: 3,
  });
  delegate = { certificate, key };
});

const answer = async (
  status: CertificateStatus,
  by: { certificate: Certificate; key: TestKey } = root,
  change: Partial<OcspSpec> = {},
): Promise<BasicOcspResponse> => {
  const id = encodeDer(certIdDer(root.certificate, end.serial));
  const der = await buildOcspResponse(
    {
      algorithm: by.key.algorithm,
      responder: by.certificate,
      producedAt: AT,
      responses: [{ id, status, thisUpdate: AT, nextUpdate: AT + 3_600_000 }],
      ...(by !== root && { certificates: [by.certificate.raw] }),
      ...change,
    },
    by.key.sign,
  );
  const parsed = parseOcspResponse(der);
  if (parsed.kind !== 'answer') throw new Error(parsed.status);
  return parsed.basic;
};
const ask = (basic: BasicOcspResponse, change: Partial<Parameters<typeof statusFrom>[1]> = {}) =>
  statusFrom(basic, { issuer: root.certificate, serial: end.serial, at: AT, ...change });

describe('OCSP', () => {
  it.each<CertificateStatus>([
    { kind: 'good' },
    { kind: 'unknown' },
    { kind: 'revoked', revokedAt: START, reason: 'keyCompromise' },
    { kind: 'revoked', revokedAt: START, reason: 'unspecified' },
  ])('says %o, by the issuer and by a delegate', async (status) => {
    expect(ask(await answer(status))).toEqual(status);
    expect(ask(await answer(status, delegate))).toEqual(status);
  });

  it('answers with the nonce of the question', async () => {
    const request = parseOcspRequest(buildOcspRequest(root.certificate, [end.serial], { nonce: NONCE, digest: 'sm3' }));
    expect(request.nonce).toEqual(NONCE);
    expect(request.ids[0]?.digest).toBe('sm3');
    const id = request.ids[0]?.raw ?? new Uint8Array();
    const responses = [{ id, status: { kind: 'good' } as const, thisUpdate: AT }];
    const basic = await answer({ kind: 'good' }, root, { extensions: [ocspNonce(NONCE)], responses });
    expect(ask(basic, { nonce: NONCE })).toEqual({ kind: 'good' });
    expect(ask(basic, { nonce: NONCE.subarray(1) })).toEqual({ kind: 'refused', problem: 'other-nonce' });
    expect(ask(await answer({ kind: 'good' }), { nonce: NONCE })).toEqual({ kind: 'refused', problem: 'other-nonce' });
  });

  it('does not count for closed reasons', async () => {
    const basic = await answer({ kind: 'good' });
    const problem = (from: BasicOcspResponse, change?: Parameters<typeof ask>[1]) => ask(from, change);
    expect(problem(basic, { serial: Uint8Array.of(5) })).toEqual({ kind: 'refused', problem: 'no-answer' });
    expect(problem(basic, { at: AT + 86_400_000 })).toEqual({ kind: 'refused', problem: 'too-old' });
    expect(problem(basic, { at: AT - 86_400_000 })).toEqual({ kind: 'refused', problem: 'from-the-future' });
    expect(problem({ ...basic, signature: Uint8Array.of(1) })).toEqual({ kind: 'refused', problem: 'bad-signature' });
    const stranger = await authorityOf('Stranger', newKey('ecdsa-sha256'));
    expect(problem(await answer({ kind: 'good' }, stranger))).toEqual({ kind: 'refused', problem: 'not-authorized' });
    const key = newKey('ecdsa-sha256');
    const noPurpose = { certificate: await issue({ issuer: root, key, subject: nameOf({ CN: 'x' }) }), key };
    expect(problem(await answer({ kind: 'good' }, noPurpose))).toEqual({ kind: 'refused', problem: 'not-authorized' });
    const old = {
      certificate: await issue({
        issuer: root,
        key,
        subject: nameOf({ CN: 'x' }),
        notAfter: START,
        extensions: [extendedKeyUsage([PURPOSE.ocspSigning])],
      }),
      key,
    };
    expect(problem(await answer({ kind: 'good' }, old))).toEqual({ kind: 'refused', problem: 'not-authorized' });
  });

  it('tells errors without signature', () => {
    for (const status of OCSP_STATUS)
      if (status !== 'successful' && status !== 'unused')
        expect(parseOcspResponse(ocspError(status))).toEqual({ kind: 'error', status });
    expect(() => parseOcspResponse(Uint8Array.of(0x30, 3, 0x0a, 1, 4))).toThrow(/x509\.structure/);
    expect(() => parseOcspResponse(Uint8Array.of(0x30, 3, 0x0a, 1, 0))).toThrow(/x509\.structure/);
  });

  it.skipIf(!hasOpenssl())('understands openssl, and openssl it', async () => {
    const key = newKey('ecdsa-sha256');
    const ca = await authorityOf('Root P-256', key);
    const leaf = await issue({ issuer: ca, key: newKey('ecdsa-sha256'), subject: nameOf({ CN: 'x' }), serial: 77 });
    await withFolder(async (folder) => {
      const [caFile, leafFile] = [ca.certificate, leaf].map((each, at) =>
        folder.write(`${at}.pem`, formatPem({ label: 'CERTIFICATE', bytes: each.raw })),
      );
      const own = folder.write('key.pem', formatPem({ label: 'PRIVATE KEY', bytes: key.pkcs8 }));
      mustOpenssl(['ocsp', '-issuer', caFile ?? '', '-cert', leafFile ?? '', '-reqout', folder.path('q.der')]);
      const request = parseOcspRequest(folder.read('q.der'));
      expect([request.ids.length, request.nonce?.length]).toEqual([1, 16]);
      const now = Date.now();
      const responses = [
        {
          id: request.ids[0]?.raw ?? new Uint8Array(),
          status: { kind: 'revoked', revokedAt: START, reason: 'superseded' } as const,
          thisUpdate: now,
          nextUpdate: now + 60_000,
        },
      ];
      const ours = folder.write(
        'a.der',
        await buildOcspResponse(
          {
            algorithm: 'ecdsa-sha256',
            responder: ca.certificate,
            producedAt: now,
            responses,
            extensions: request.extensions,
          },
          key.sign,
        ),
      );
      const said = openssl([
        'ocsp',
        '-no_nonce',
        '-respin',
        ours,
        '-reqin',
        folder.path('q.der'),
        '-issuer',
        caFile ?? '',
        '-cert',
        leafFile ?? '',
        '-CAfile',
        caFile ?? '',
      ]);
      expect(said.output).toContain('Response verify OK');
      expect(said.output).toContain('revoked');
      folder.write('index.txt', 'V\t350101000000Z\t\t1000004D\tunknown\t/CN=x\n');
      mustOpenssl([
        'ocsp',
        '-index',
        folder.path('index.txt'),
        '-CA',
        caFile ?? '',
        '-rsigner',
        caFile ?? '',
        '-rkey',
        own,
        '-reqin',
        folder.path('q.der'),
        '-respout',
        folder.path('r.der'),
        '-nmin',
        '5',
      ]);
      const theirs = parseOcspResponse(folder.read('r.der'));
      const status =
        theirs.kind === 'answer' &&
        statusFrom(theirs.basic, {
          issuer: ca.certificate,
          serial: leaf.serial,
          at: now,
          ...(request.nonce && { nonce: request.nonce }),
        });
      expect(status).toEqual({ kind: 'good' });
    });
  });

  it('with changed bytes throws errors of the catalogue, or does not count', async () => {
    const request = buildOcspRequest(root.certificate, [end.serial], { nonce: NONCE });
    const basic = await answer({ kind: 'good' }, delegate);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const changed = Uint8Array.from(request);
        changed[place % request.length] = (changed[place % request.length] ?? 0) ^ flip;
        try {
          expect(parseOcspRequest(changed).ids).toHaveLength(1);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^(asn1|x509)\./);
        }
        const tbs = Uint8Array.from(basic.tbs);
        tbs[place % tbs.length] = (tbs[place % tbs.length] ?? 0) ^ flip;
        expect(ask({ ...basic, tbs }).kind).toBe('refused');
      }),
      { numRuns: 100 },
    );
  });
});

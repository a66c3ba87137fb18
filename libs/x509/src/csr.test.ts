import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, mustOpenssl, newKey, openssl, withFolder } from '../testing/index.ts';
import {
  buildRequest,
  derOf,
  extendedKeyUsageOf,
  formatPem,
  extendedKeyUsage,
  nameOf,
  nameText,
  parseName,
  parseRequest,
  PURPOSE,
  SIGNATURE_ALGORITHMS,
  subjectAltName,
  subjectAltNameOf,
  verifyRequest,
  X509_ERRORS,
} from './index.ts';

const subject = nameOf({ C: 'CN', O: '车盾', CN: 'LVIN0000000000001' });
const extensions = [subjectAltName([{ kind: 'dns', value: 'ecu.example.cn' }]), extendedKeyUsage([PURPOSE.clientAuth])];
const key = newKey('sm2-sm3');

describe('requests', () => {
  it.each(SIGNATURE_ALGORITHMS)('with %s prove possession, to us and to openssl', async (algorithm) => {
    const own = algorithm === 'sm2-sm3' ? key : newKey(algorithm);
    const bytes = await buildRequest(
      { subject, publicKey: own.spki, algorithm, extensions, challengePassword: 'a b' },
      own.sign,
    );
    const request = parseRequest(bytes);
    expect(verifyRequest(request)).toBe(true);
    expect(nameText(parseName(request.subject))).toBe('CN=LVIN0000000000001,O=车盾,C=CN');
    expect(subjectAltNameOf(request)).toEqual([{ kind: 'dns', value: 'ecu.example.cn' }]);
    expect(extendedKeyUsageOf(request)).toEqual([PURPOSE.clientAuth]);
    expect(request.challengePassword).toBe('a b');
    if (!hasOpenssl()) return;
    const id = algorithm === 'sm2-sm3' ? ['-vfyopt', 'distid:1234567812345678'] : [];
    const said = openssl(['req', '-verify', '-noout', ...id], formatPem({ label: 'CERTIFICATE REQUEST', bytes }));
    expect(said.output).toMatch(/verify OK/);
  });

  it.skipIf(!hasOpenssl())('of openssl are read', async () => {
    await withFolder((folder) => {
      mustOpenssl(['ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', folder.path('key.pem')]);
      const how = [
        '-sm3',
        '-sigopt',
        'distid:1234567812345678',
        '-subj',
        '/CN=x',
        '-addext',
        'subjectAltName=DNS:a.cn',
      ];
      mustOpenssl(['req', '-new', '-key', folder.path('key.pem'), ...how, '-out', folder.path('r.pem')]);
      const request = parseRequest(derOf(folder.read('r.pem'), ['CERTIFICATE REQUEST']));
      expect(verifyRequest(request)).toBe(true);
      expect(subjectAltNameOf(request)).toEqual([{ kind: 'dns', value: 'a.cn' }]);
    });
  });

  it('without attributes have none, and passwords may be in Chinese', async () => {
    const plain = parseRequest(await buildRequest({ subject, publicKey: key.spki, algorithm: 'sm2-sm3' }, key.sign));
    expect(plain).toMatchObject({ attributes: [], extensions: [], challengePassword: undefined });
    const spec = { subject, publicKey: key.spki, algorithm: 'sm2-sm3' as const, challengePassword: '口令' };
    expect(parseRequest(await buildRequest(spec, key.sign)).challengePassword).toBe('口令');
  });

  it('signed with another key, or changed, prove nothing', async () => {
    const spec = { subject, publicKey: key.spki, algorithm: 'sm2-sm3' as const, extensions };
    expect(verifyRequest(parseRequest(await buildRequest(spec, newKey('sm2-sm3').sign)))).toBe(false);
    const bytes = await buildRequest(spec, key.sign);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        try {
          expect(verifyRequest(parseRequest(changed))).toBe(false);
        } catch (error) {
          expect(Object.keys(X509_ERRORS)).toContain((error as { code?: string }).code);
        }
      }),
      { numRuns: 200 },
    );
    expect(() => parseRequest(new Uint8Array((1 << 18) + 1))).toThrow(/x509\.limit/);
    expect(() => parseRequest(Buffer.concat([bytes, bytes]))).toThrow(/asn1\.invalid/);
  });
});

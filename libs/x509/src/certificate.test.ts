import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authorityOf,
  hasOpenssl,
  identifiers,
  issue,
  mustOpenssl,
  newKey,
  openssl,
  START,
  withFolder,
  YEAR,
} from '../testing/index.ts';
import {
  basicConstraints,
  basicConstraintsOf,
  buildCertificate,
  createNodeVerifier,
  derOf,
  encodeTbsCertificate,
  extendedKeyUsage,
  formatPem,
  isSignedBy,
  KEY_USAGE,
  keyUsage,
  nameOf,
  nameText,
  nodeVerifier,
  parseCertificate,
  parseName,
  parsePublicKey,
  PURPOSE,
  rsaBits,
  serialText,
  SIGNATURE_ALGORITHMS,
  subjectAltName,
  X509_ERRORS,
} from './index.ts';
import type { CertificateSpec, SignatureAlgorithm } from './index.ts';

const keys = new Map(SIGNATURE_ALGORITHMS.map((algorithm) => [algorithm, newKey(algorithm)]));
const keyFor = (algorithm: SignatureAlgorithm) => keys.get(algorithm) ?? newKey(algorithm);
const sm2 = keyFor('sm2-sm3');
const leafKey = newKey('sm2-sm3');
const EE = [
  keyUsage(KEY_USAGE.digitalSignature),
  extendedKeyUsage([PURPOSE.serverAuth]),
  subjectAltName([{ kind: 'dns', value: 'tsp.example.cn' }]),
];
const spec: CertificateSpec = {
  serial: Uint8Array.of(0x80, 1),
  algorithm: 'sm2-sm3',
  issuer: nameOf({ C: 'CN', CN: 'Root' }),
  subject: nameOf({ C: 'CN', CN: '车' }),
  notBefore: START,
  notAfter: START + YEAR,
  publicKey: sm2.spki,
  extensions: EE,
};

describe('certificates', () => {
  it.each(SIGNATURE_ALGORITHMS)('of %s are built, read and verified, by us and by openssl', async (algorithm) => {
    const key = keyFor(algorithm);
    const root = await authorityOf('Root', key);
    const leaf = await issue({
      issuer: root,
      key: leafKey,
      subject: nameOf({ C: 'CN', O: '车盾', CN: 'TSP' }),
      extensions: [...EE, ...identifiers(leafKey, key)],
      serial: 7,
    });
    expect(leaf.version).toBe(3);
    expect(serialText(leaf.serial)).toBe('10000007');
    expect(nameText(parseName(leaf.subject))).toBe('CN=TSP,O=车盾,C=CN');
    expect([leaf.notBefore, leaf.notAfter]).toEqual([START, START + 10 * YEAR]);
    expect(leaf.publicKey.kind).toBe('sm2');
    expect(isSignedBy(leaf, root.certificate.publicKey)).toBe(true);
    expect(isSignedBy(root.certificate, root.certificate.publicKey)).toBe(true);
    expect(isSignedBy(leaf, leaf.publicKey)).toBe(false);
    expect(new X509Certificate(leaf.raw).serialNumber).toBe('10000007');
    if (!hasOpenssl()) return;
    await withFolder((folder) => {
      const ca = folder.write('ca.pem', formatPem({ label: 'CERTIFICATE', bytes: root.certificate.raw }));
      const ee = folder.write('ee.pem', formatPem({ label: 'CERTIFICATE', bytes: leaf.raw }));
      const id = algorithm === 'sm2-sm3' ? ['-vfyopt', 'distid:1234567812345678'] : [];
      expect(openssl(['verify', ...id, '-x509_strict', '-CAfile', ca, ee])).toMatchObject({ ok: true });
    });
  });

  it.skipIf(!hasOpenssl())('of openssl are read and verified, and a changed one is not', async () => {
    await withFolder((folder) => {
      mustOpenssl(['ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', folder.path('key.pem')]);
      const how = ['-sm3', '-sigopt', 'distid:1234567812345678', '-subj', '/C=CN/CN=Root', '-days', '30'];
      mustOpenssl(['req', '-x509', '-new', '-key', folder.path('key.pem'), ...how, '-out', folder.path('ca.pem')]);
      const der = derOf(folder.read('ca.pem'), ['CERTIFICATE']);
      const root = parseCertificate(der);
      expect(isSignedBy(root, root.publicKey)).toBe(true);
      expect(basicConstraintsOf(root)).toEqual({ isCa: true, pathLength: undefined });
      const changed = Uint8Array.from(der);
      changed[der.length - 1] = (changed[der.length - 1] ?? 0) ^ 1;
      expect(isSignedBy(parseCertificate(changed), root.publicKey)).toBe(false);
    });
  });

  it('without extensions are of version 1', async () => {
    const bytes = await buildCertificate({ ...spec, extensions: [] }, sm2.sign);
    expect(parseCertificate(bytes)).toMatchObject({ version: 1, extensions: [] });
  });

  it('keep what is signed as a slice', async () => {
    const bytes = await buildCertificate(spec, sm2.sign);
    const parsed = parseCertificate(bytes);
    expect(parsed.tbs.buffer).toBe(bytes.buffer);
    expect(Buffer.from(parsed.tbs).equals(encodeTbsCertificate(spec))).toBe(true);
  });

  it.each<[string, Partial<CertificateSpec>, RegExp]>([
    ['no serial number', { serial: new Uint8Array() }, /x509\.value/],
    ['serial number 0', { serial: new Uint8Array(4) }, /x509\.value/],
    ['a serial number of 21 bytes', { serial: new Uint8Array(21).fill(1) }, /x509\.value/],
    ['a serial number that takes 21 bytes', { serial: new Uint8Array(20).fill(0xff) }, /x509\.value/],
    ['an end before the beginning', { notAfter: START - 1 }, /x509\.value/],
    ['a country that is not printable', { subject: nameOf({ C: '中' }) }, /asn1\.value/],
  ])('cannot be built with %s', (_, change, code) => {
    expect(() => encodeTbsCertificate({ ...spec, ...change })).toThrow(code);
  });

  it('are refused with wrong structure', async () => {
    const bytes = await buildCertificate(spec, sm2.sign);
    expect(() => parseCertificate(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(/asn1\.invalid/);
    expect(() => parseCertificate(new Uint8Array((1 << 20) + 1))).toThrow(/x509\.limit/);
    const outer = Uint8Array.from(bytes);
    const at = Buffer.from(bytes).lastIndexOf(Buffer.from('2a811ccf55018375', 'hex'));
    outer[at + 7] = 0x76;
    expect(() => parseCertificate(outer)).toThrow(/x509\.structure/);
    const twice = await buildCertificate({ ...spec, extensions: [...EE, ...EE] }, sm2.sign);
    expect(() => parseCertificate(twice)).toThrow(/twice/);
  });

  it('with changed bytes are refused by an error of the catalogue or not verified', async () => {
    const bytes = await buildCertificate(spec, sm2.sign);
    const verifier = createNodeVerifier();
    const key = parsePublicKey(sm2.spki);
    expect(isSignedBy(parseCertificate(bytes), key, verifier)).toBe(true);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        try {
          expect(isSignedBy(parseCertificate(changed), key, verifier)).toBe(false);
        } catch (error) {
          expect(Object.keys(X509_ERRORS)).toContain((error as { code?: string }).code);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the verifier', () => {
  it('takes no key of another kind and no algorithm without a name', async () => {
    const { signature, tbs, signatureAlgorithm } = await issue({ key: sm2, subject: nameOf({ CN: 'x' }) });
    const verifier = createNodeVerifier(1);
    for (const [algorithm, key] of keys)
      expect(verifier.verify(parsePublicKey(key.spki), signatureAlgorithm, tbs, signature)).toBe(
        algorithm === 'sm2-sm3',
      );
    const unknown = { ...signatureAlgorithm, oid: '1.2.840.113549.1.1.5' };
    expect(verifier.verify(parsePublicKey(sm2.spki), unknown, tbs, signature)).toBe(false);
    const point = { ...parsePublicKey(sm2.spki), key: new Uint8Array(65) };
    expect(nodeVerifier.verify(point, signatureAlgorithm, tbs, signature)).toBe(false);
  });

  it('knows the size of RSA keys', () => {
    expect(rsaBits(parsePublicKey(keyFor('rsa-sha256').spki))).toBe(2048);
    expect(rsaBits(parsePublicKey(sm2.spki))).toBe(0);
  });
});

it('errors have texts in both languages', () => {
  for (const text of Object.values(X509_ERRORS)) {
    expect(text.zh).toMatch(/\p{Script=Han}/u);
    expect(text.doEn.length).toBeGreaterThan(10);
  }
  expect(basicConstraints({ isCa: false, pathLength: undefined }).value).toEqual(Uint8Array.of(0x30, 0));
});

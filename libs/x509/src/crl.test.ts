import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorityOf, hasOpenssl, mustOpenssl, newKey, openssl, START, withFolder } from '../testing/index.ts';
import type { Authority } from '../testing/index.ts';
import {
  baseCrlNumberOf,
  buildCrl,
  crlNumber,
  crlNumberOf,
  deltaCrlIndicator,
  derOf,
  encodeName,
  encodeTbsCrl,
  formatPem,
  indexCrl,
  isCrlSignedBy,
  nameOf,
  parseCrl,
  REASONS,
  RevokedWriter,
  SIGNATURE_ALGORITHMS,
} from './index.ts';
import type { CrlSpec, RevocationReason, RevokedSpec } from './index.ts';

const key = newKey('sm2-sm3');
let root: Authority;
beforeAll(async () => {
  root = await authorityOf('Root', key);
});

const bytes = (serial: number): Uint8Array => Uint8Array.of(1, serial >> 16, serial >> 8, serial);
const specOf = (entries: readonly RevokedSpec[], change: Partial<CrlSpec> = {}): CrlSpec => {
  const writer = new RevokedWriter();
  for (const entry of entries) writer.add(entry);
  const times = { thisUpdate: START, nextUpdate: START + 86_400_000 };
  return {
    algorithm: 'sm2-sm3',
    issuer: root.certificate.subject,
    ...times,
    entries: writer.entries(),
    extensions: [crlNumber(7)],
    ...change,
  };
};

describe('revocation lists', () => {
  it.each(SIGNATURE_ALGORITHMS)('with %s are read by us and by openssl', async (algorithm) => {
    const own = await authorityOf('Root', newKey(algorithm));
    const der = await buildCrl(
      specOf([{ serial: bytes(5), revokedAt: START, reason: 'keyCompromise' }], {
        algorithm,
        issuer: own.certificate.subject,
      }),
      own.key.sign,
    );
    expect(isCrlSignedBy(parseCrl(der), own.certificate.publicKey)).toBe(true);
    if (!hasOpenssl()) return;
    const { output } = openssl(['crl', '-text', '-noout'], formatPem({ label: 'X509 CRL', bytes: der }));
    expect(output).toContain('01000005');
    expect(output).toContain('Key Compromise');
    if (algorithm === 'sm2-sm3') return;
    await withFolder((folder) => {
      const ca = folder.write('ca.pem', formatPem({ label: 'CERTIFICATE', bytes: own.certificate.raw }));
      const said = openssl(['crl', '-noout', '-CAfile', ca], formatPem({ label: 'X509 CRL', bytes: der }));
      expect(said.output).toContain('verify OK');
    });
  });

  it.skipIf(!hasOpenssl())('of openssl are read', async () => {
    await withFolder((folder) => {
      const ca = folder.write('ca.pem', formatPem({ label: 'CERTIFICATE', bytes: root.certificate.raw }));
      const own = folder.write('key.pem', formatPem({ label: 'PRIVATE KEY', bytes: key.pkcs8 }));
      folder.write('index.txt', 'R\t300101000000Z\t260101000000Z,superseded\t0A0B\tunknown\t/CN=x\n');
      folder.write('number', '1F\n');
      const lines = [
        '[ca]',
        'default_ca=d',
        '[d]',
        `database=${folder.path('index.txt')}`,
        `crlnumber=${folder.path('number')}`,
        'default_md=sm3',
        'default_crl_days=3',
        'crl_extensions=e',
        '[e]',
        'authorityKeyIdentifier=keyid',
      ];
      const conf = folder.write('c.cnf', `${lines.join('\n')}\n`);
      mustOpenssl([
        'ca',
        '-gencrl',
        '-config',
        conf,
        '-cert',
        ca,
        '-keyfile',
        own,
        '-sigopt',
        'distid:1234567812345678',
        '-out',
        folder.path('l.pem'),
      ]);
      const crl = parseCrl(derOf(folder.read('l.pem'), ['X509 CRL']));
      expect(isCrlSignedBy(crl, root.certificate.publicKey)).toBe(true);
      expect(crlNumberOf(crl)).toBe(0x1f);
      expect(indexCrl(crl).find(Uint8Array.of(10, 11))).toMatchObject({ reason: 'superseded', revokedAt: START });
    });
  });

  it('find every entry and nothing else', async () => {
    const reasons = REASONS.filter((each) => each !== 'unused');
    const entryArb = fc.record({
      serial: fc.nat(2000),
      reason: fc.constantFrom<RevocationReason>(...reasons),
      when: fc.nat(1e6),
      since: fc.option(fc.nat(1e6), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(entryArb, { selector: (each) => each.serial, maxLength: 60 }), async (list) => {
        const entries = list.map(({ serial, reason, when, since }) => ({
          serial: bytes(serial),
          reason,
          revokedAt: START + when * 1000,
          ...(since !== undefined && { invalidSince: START + since * 1000 }),
        }));
        const index = indexCrl(parseCrl(await buildCrl(specOf(entries), async () => Uint8Array.of(1))));
        expect(index.size).toBe(list.length);
        for (const { serial, reason, revokedAt, ...rest } of entries)
          expect(index.find(serial)).toMatchObject({
            serial,
            reason,
            revokedAt,
            invalidSince: 'invalidSince' in rest ? rest.invalidSince : undefined,
          });
        for (const serial of [2001, 5000]) expect(index.find(bytes(serial))).toBeUndefined();
        expect(index.find(bytes(list[0]?.serial ?? 0), encodeName(nameOf({ CN: 'x' })))).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  it('of many entries are written in one buffer and go on from an earlier list', async () => {
    const writer = new RevokedWriter();
    for (let serial = 0; serial < 20_000; serial += 1) writer.add({ serial: bytes(serial), revokedAt: START });
    const first = parseCrl(await buildCrl({ ...specOf([]), entries: writer.entries() }, key.sign));
    const second = new RevokedWriter(first.entries);
    second.add({ serial: bytes(30_000), revokedAt: START });
    const index = indexCrl(parseCrl(await buildCrl({ ...specOf([]), entries: second.entries() }, key.sign)));
    expect(index.size).toBe(20_001);
    expect(index.find(bytes(19_999))?.reason).toBe('unspecified');
    expect(index.find(bytes(30_000))?.revokedAt).toBe(START);
    expect(index.find(bytes(29_999))).toBeUndefined();
    expect(() => indexCrl(first, 19_999)).toThrow(/x509\.limit/);
  });

  it('in indirect form know the issuer of each entry', async () => {
    const [one, two] = [encodeName(nameOf({ CN: 'one' })), encodeName(nameOf({ CN: 'two' }))];
    const entries = [
      { serial: bytes(1) },
      { serial: bytes(2), certificateIssuer: one },
      { serial: bytes(3) },
      { serial: bytes(1), certificateIssuer: two },
    ];
    const index = indexCrl(
      parseCrl(await buildCrl(specOf(entries.map((each) => ({ ...each, revokedAt: START }))), key.sign)),
    );
    expect(index.find(bytes(1))?.serial).toEqual(bytes(1));
    expect(index.find(bytes(2))).toBeUndefined();
    expect(index.find(bytes(3), one)).toBeDefined();
    expect(index.find(bytes(1), two)).toBeDefined();
    expect(index.find(bytes(1), one)).toBeUndefined();
  });

  it('say what they build on, and are refused when they are wrong', async () => {
    const delta = parseCrl(await buildCrl(specOf([], { extensions: [crlNumber(9), deltaCrlIndicator(7)] }), key.sign));
    expect([baseCrlNumberOf(delta), crlNumberOf(delta)]).toEqual([7, 9]);
    expect(delta.entries).toHaveLength(0);
    expect(() => encodeTbsCrl(specOf([], { nextUpdate: START - 1000 }))).toThrow(/x509\.value/);
    expect(() => new RevokedWriter().add({ serial: new Uint8Array(), revokedAt: START })).toThrow(/x509\.value/);
    const der = await buildCrl(specOf([{ serial: bytes(5), revokedAt: START, reason: 'superseded' }]), key.sign);
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(der);
        changed[at] = (changed[at] ?? 0) ^ flip;
        try {
          const crl = parseCrl(changed);
          indexCrl(crl);
          expect(isCrlSignedBy(crl, root.certificate.publicKey)).toBe(false);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^(asn1|x509)\./);
        }
      }),
      { numRuns: 200 },
    );
  });
});

import { decrypt, generateKeyPair, sm4EcbDecrypt } from '@chedun/gm';
import { DerReader, TAG } from '@chedun/asn1/der';
import { parseRequest } from '@chedun/x509';
import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../contract.ts';
import { ownProfiles } from '../profiles.ts';
import { sm2Device } from '../testing/requests.ts';
import { zipOf } from '../testing/zip.ts';
import { isRenewable } from '../use-cases/enrol.ts';
import { entryText, readEntry } from './entry.ts';
import { envelopedKey } from './enveloped-key.ts';
import { parseCertificateProof } from './proof.ts';
import { requestDer } from './read-request.ts';
import { newSerial } from './serial.ts';
import { namesOf } from './subject.ts';
import { readZip } from './zip.ts';
import { randomBytes } from 'node:crypto';

const code = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
};

describe('profiles of the product', () => {
  it('are all readable, named once, and say who is bound', async () => {
    const all = await ownProfiles();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'vehicle',
        'cloud-service',
        'rsu',
        'ota-signing',
        'app-signing',
        'digital-key',
        'diagnostic-tool',
        'charger',
        'tlcp',
      ]),
    );
    for (const { subject, binding } of all) {
      if (binding !== 'none') expect(subject).toMatch(/\{vin\}|\{device\}/);
    }
  });
});

describe('names of a certificate', () => {
  const profile = async (id: string): Promise<Profile> => {
    const found = (await ownProfiles()).find((each) => each.id === id);
    if (found === undefined) throw new Error(id);
    return found;
  };
  const holes = { vin: null, device: null, organization: '某公司, 二厂+' };

  it('escape what has a meaning in a name, so that a request adds no attribute', async () => {
    const request = parseRequest(await sm2Device().request('tsp.example.com,OU=Root'));
    const { text } = namesOf(await profile('cloud-service'), request, holes);
    expect(text).toBe(String.raw`CN=tsp.example.com\,OU=Root,OU=Cloud,O=某公司\, 二厂\+,C=CN`);
  });

  it('refuse names of a kind that the profile does not take, names that are none, and too many', async () => {
    const cloud = await profile('cloud-service');
    const other = parseRequest(await sm2Device().request('a', [{ kind: 'uri', value: 'urn:x' }]));
    expect(code(() => namesOf(cloud, other, holes))).toBe('certificates.request-refused');
    const bad = parseRequest(await sm2Device().request('a', [{ kind: 'dns', value: 'not a name' }]));
    expect(code(() => namesOf(cloud, bad, holes))).toBe('certificates.request-refused');
    const many = Array.from({ length: 21 }, (_, at) => ({ kind: 'dns' as const, value: `h${at}.example.com` }));
    const full = parseRequest(await sm2Device().request('a', many));
    expect(code(() => namesOf(cloud, full, holes))).toBe('certificates.request-refused');
  });
});

describe('serial numbers', () => {
  it('are positive, 16 bytes long, and keep 126 random bits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const serial = newSerial(() => bytes);
        expect(serial).toHaveLength(16);
        expect((serial[0] ?? 0) >> 6).toBe(1);
        expect(serial.subarray(1)).toEqual(bytes.subarray(1));
        expect((serial[0] ?? 0) & 0x3f).toBe((bytes[0] ?? 0) & 0x3f);
      }),
    );
  });
});

describe('entries of the log', () => {
  const entry = {
    kind: 'revoked',
    at: '2026-11-23T01:00:00.000Z',
    authority: 'vehicle-ca',
    profile: 'vehicle',
    serial: '5b',
    certificate: 'ab',
    reason: 'superseded',
  } as const;

  it('are read as they were written, and nothing else is', () => {
    expect(readEntry(entryText(entry))).toEqual(entry);
    expect(readEntry(`${entryText(entry)}x`)).toBeUndefined();
    expect(readEntry(entryText(entry).replace('revoked', 'removed'))).toBeUndefined();
    expect(() => entryText({ ...entry, reason: 'two\nlines' })).toThrow(RangeError);
    fc.assert(fc.property(fc.string(), (text) => readEntry(text) === undefined));
  });

  it('and proofs never throw for text that is none', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseCertificateProof(text) === undefined));
  });
});

describe('the enveloped key of a TLCP pair', () => {
  it('gives the private key to the owner of the signing certificate', () => {
    const [owner, made] = [generateKeyPair(), generateKeyPair()];
    const reader = new DerReader(envelopedKey(made, owner.publicKey, randomBytes(16)));
    reader.open(TAG.sequence);
    reader.element(TAG.sequence);
    const wrapping = decrypt(owner.privateKey, reader.element(TAG.sequence), 'asn1');
    expect(Buffer.from(reader.bitBytes())).toEqual(Buffer.from(made.publicKey));
    expect(Buffer.from(sm4EcbDecrypt(wrapping, reader.bitBytes(), 'none'))).toEqual(Buffer.from(made.privateKey));
  });
});

describe('archives of requests', () => {
  it('are read, packed or not, folders left out', () => {
    const files = readZip(zipOf({ 'a/': '', 'a/one.csr': 'first', 'two.csr': 'second' }, deflateRawSync), 10);
    expect(files.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['a/one.csr', 'first'],
      ['two.csr', 'second'],
    ]);
  });

  it('that are none, damaged or too large are refused with a code', () => {
    const archive = zipOf({ 'two.csr': 'second' }, deflateRawSync);
    expect(code(() => readZip(archive, 0))).toBe('certificates.batch-unreadable');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(archive.length - 1), fc.nat(255), (bytes, at, value) => {
        expect(code(() => readZip(bytes, 10))).toBe('certificates.batch-unreadable');
        const changed = Uint8Array.from(archive);
        changed[at] = value;
        expect([undefined, 'certificates.batch-unreadable']).toContain(code(() => readZip(changed, 10)));
      }),
    );
    const bomb = zipOf({ 'two.csr': 'x'.repeat(300_000) }, deflateRawSync);
    expect(code(() => readZip(bomb, 10))).toBe('certificates.batch-unreadable');
  });
});

describe('requests and renewal', () => {
  it('come as PEM, base64 or DER', async () => {
    const der = await sm2Device().request('x');
    const text = Buffer.from(der).toString('base64');
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${text}\n-----END CERTIFICATE REQUEST-----\n`;
    for (const given of [der, text, pem]) expect(Buffer.from(requestDer(given))).toEqual(Buffer.from(der));
    expect(code(() => requestDer('-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----'))).toBe(
      'certificates.request-unreadable',
    );
  });

  it('a successor is for valid certificates inside the window only', () => {
    const day = 86_400_000;
    const now = 1_000 * day;
    const valid = { state: 'valid', successor: null, notAfter: now + 20 * day };
    expect(isRenewable(valid, { renewalDays: 30 }, now)).toBe(true);
    expect(isRenewable(valid, { renewalDays: 10 }, now)).toBe(false);
    expect(isRenewable({ ...valid, state: 'revoked' }, { renewalDays: 30 }, now)).toBe(false);
    expect(isRenewable({ ...valid, successor: '5b' }, { renewalDays: 30 }, now)).toBe(false);
    expect(isRenewable({ ...valid, notAfter: now - 1 }, { renewalDays: 30 }, now)).toBe(false);
  });
});

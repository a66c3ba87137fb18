import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Certificate, CryptoUse, Endpoint } from '../contract.ts';
import { buildCbom, type CbomInput } from './cbom.ts';

const NOW = Date.UTC(2026, 10, 23, 1);
const ISO = '2026-11-23T01:00:00.000Z';

const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json');
const read = async (name: string): Promise<object> =>
  JSON.parse(await readFile(join(dirname(library), 'res/schema', name), 'utf8'));

/** The published JSON schema of CycloneDX 1.6, as OWASP ships it with its library (Apache-2.0). */
const published = async () => {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  formats.default(ajv);
  // Formats of draft 2019 that no field of ours has.
  ajv.addFormat('iri-reference', true).addFormat('idn-email', true);
  for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
    ajv.addSchema({ ...(await read(name)), $id: `http://cyclonedx.org/schema/${name}` });
  return ajv.compile(await read('bom-1.6.SNAPSHOT.schema.json'));
};

const certificate: Certificate = {
  fingerprint: 'ab'.repeat(32),
  subject: 'CN=tsp.example',
  issuer: 'CN=CA',
  serial: '01',
  key: 'sm2',
  bits: 256,
  signature: 'sm2-sm3',
  notBefore: ISO,
  notAfter: ISO,
  daysLeft: 0,
  lastSeen: ISO,
  places: [{ endpoint: 'tsp.example:443', place: 'leaf' }],
};
const endpoint: Endpoint = {
  id: '018f7a00-0000-7000-8000-000000000001',
  name: 'gateway',
  host: 'tsp.example',
  port: 443,
  kind: 'vehicle',
  speaks: 'any',
  mutual: true,
  sm: true,
  changedAt: ISO,
  probe: {
    id: '018f7a00-0000-7000-8000-000000000002',
    at: ISO,
    askedBy: 'system',
    transcript: true,
    result: {
      reachable: true,
      reason: '',
      accepted: [
        { protocol: 'tlcp', suite: 'ECC_SM4_CBC_SM3', group: null, scheme: null, asksClient: true },
        { protocol: 'tls13', suite: 'AES_128_GCM_SHA256', group: 'x25519', scheme: null, asksClient: true },
      ],
      sm: true,
      asksClient: true,
      weaknesses: [],
      negative: [],
      certificates: [certificate.fingerprint, 'cd'.repeat(32)],
      expiresAt: ISO,
      hellos: [],
      tookMs: 5,
    },
  },
};
const use: CryptoUse = {
  id: '018f7a00-0000-7000-8000-000000000003',
  system: 'TSP',
  purpose: 'at-rest',
  algorithm: 'SM4-CBC',
  bits: 128,
  keyId: 'kek-1',
  rotatedOn: '2026-01-05',
  rotateDays: 90,
  note: '',
  changedAt: ISO,
  weak: null,
  rotationDue: false,
};
const input: CbomInput = {
  serial: '018f7a00-0000-7000-8000-000000000009',
  now: NOW,
  version: '0.1.0',
  endpoints: [endpoint, { ...endpoint, probe: null }],
  certificates: [certificate],
  uses: [use],
  keys: [
    { id: 'heads.1', name: 'heads', kind: 'sm2', createdAt: ISO },
    { id: 'mac.1', name: 'mac', kind: 'hmac-sha256', createdAt: ISO },
  ],
  protection: { provider: 'file' },
  platform: 'x86_64',
};
const bill = buildCbom(input);

describe('a bill of cryptography', () => {
  it('is valid by the published schema of CycloneDX 1.6, which refuses what it does not name', async () => {
    const validate = await published();
    validate(bill);
    expect(validate.errors).toBeNull();
    expect(validate({ ...bill, bomFormat: 'other' })).toBe(false);
    const [first, ...rest] = bill.components;
    const cryptoProperties = { ...first?.cryptoProperties, strength: 1 };
    expect(validate({ ...bill, components: [{ ...first, cryptoProperties }, ...rest] })).toBe(false);
  });

  it('names every asset once, and every reference points to one', () => {
    const refs = bill.components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    const text = JSON.stringify(bill.components.map(({ cryptoProperties }) => cryptoProperties));
    const used = [...text.matchAll(/"(crypto\/[a-z-]+\/[0-9a-f]{16})"/g)].map(([, ref = '']) => ref);
    expect(used.length).toBeGreaterThan(5);
    for (const ref of used) expect(refs).toContain(ref);
  });

  it('holds protocols, certificates, keys and uses', () => {
    const kinds = bill.components.map(({ cryptoProperties }) => cryptoProperties['assetType']);
    const count = (kind: string): number => kinds.filter((each) => each === kind).length;
    expect([count('protocol'), count('certificate'), count('related-crypto-material'), count('algorithm')]).toEqual([
      2, 1, 4, 10,
    ]);
  });

  const found = (part: string) => bill.components.filter(({ name }) => name.includes(part));
  const propertiesOf = (part: string, kind: string) =>
    found(part)
      .map(({ cryptoProperties }) => cryptoProperties[kind])
      .find((each) => each !== undefined);

  it('says of algorithms what their names tell, and of its own where they run', () => {
    expect(propertiesOf('SM4-CBC', 'algorithmProperties')).toEqual({
      primitive: 'block-cipher',
      mode: 'cbc',
      parameterSetIdentifier: '128',
      classicalSecurityLevel: 128,
      cryptoFunctions: ['encrypt', 'decrypt'],
    });
    expect(found('SM4-CBC')[0]?.cryptoProperties['oid']).toBe('1.2.156.10197.1.104.2');
    expect(propertiesOf('hmac-sha256', 'algorithmProperties')).toMatchObject({
      primitive: 'mac',
      executionEnvironment: 'software-plain-ram',
      implementationPlatform: 'x86_64',
      certificationLevel: ['none'],
    });
    const device = buildCbom({ ...input, protection: { provider: 'sdf', certificate: 'GM0012345' } });
    const text = JSON.stringify(device.components);
    expect(text).toContain('"executionEnvironment":"hardware"');
    expect(text).toContain('"securedBy":{"mechanism":"HSM"}');
  });

  it('says of a channel with which suite, group and certificates it is', () => {
    const channels = found('gateway').map(({ cryptoProperties }) => cryptoProperties['protocolProperties']);
    const ref = (name: string) => bill.components.find((each) => each.name === name)?.['bom-ref'];
    expect(channels).toMatchObject([
      { type: 'other', cipherSuites: [{ name: 'ECC_SM4_CBC_SM3', identifiers: ['0xE0', '0x13'] }] },
      {
        type: 'tls',
        version: '1.3',
        cipherSuites: [
          { algorithms: [ref('AES-128-GCM'), ref('SHA-256'), ref('x25519')], identifiers: ['0x13', '0x01'] },
        ],
        cryptoRefArray: [expect.stringContaining('crypto/certificate/')],
      },
    ]);
  });

  it('says of keys when they begin and end, and of certificates what they hash to', () => {
    expect(propertiesOf('sm2 CN=tsp.example', 'relatedCryptoMaterialProperties')).toMatchObject({
      type: 'public-key',
      state: 'active',
      activationDate: ISO,
      expirationDate: ISO,
      size: 256,
    });
    expect(propertiesOf('TSP kek-1', 'relatedCryptoMaterialProperties')).toMatchObject({
      updateDate: '2026-01-05T00:00:00.000Z',
      expirationDate: '2026-04-05T00:00:00.000Z',
    });
    expect(bill.components.flatMap(({ hashes = [] }) => hashes)).toEqual([
      { alg: 'SHA-256', content: certificate.fingerprint },
    ]);
    const over = buildCbom({ ...input, now: NOW + 1 });
    expect(JSON.stringify(over.components)).toContain('"state":"deactivated"');
  });

  it('tells what stands on what', () => {
    const key = found('sm2 CN=tsp.example')[0]?.['bom-ref'];
    const own = bill.dependencies.find(({ ref }) => ref === found('CN=tsp.example')[0]?.['bom-ref']);
    expect(own?.dependsOn).toContain(key);
    expect(bill.dependencies).toHaveLength(bill.components.length);
  });
});

import { createSigner, generateKeyPair, spkiFromPoint } from '@chedun/gm';
import { type TestServer, testServer } from '@chedun/http/testing';
import type { IngestAsks, SignatureSighting } from '@chedun/ingest/contract';
import { type Composition, compose, defineModule } from '@chedun/module';
import { type TestPlatform, testPlatform } from '@chedun/module/testing';
import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { KeyImported, KeyList, KeysDecided, SignatureCounts, signaturePermissions } from './contract.ts';
import { signatureErrors } from './errors.ts';
import { signatures } from './module.ts';

const ALL = Object.values(signaturePermissions).join(',');
const MESSAGE = new Uint8Array(Buffer.from('1a0b17040506010203', 'hex'));

/** A vehicle with a chip that signs by SM2. */
const vehicle = () => {
  const { privateKey, publicKey } = generateKeyPair();
  const signer = createSigner(privateKey);
  const sign = (message: Uint8Array): { r: Uint8Array; s: Uint8Array } => {
    const raw = signer.sign(message);
    return { r: raw.slice(0, 32), s: raw.slice(32) };
  };
  return { spki: Buffer.from(spkiFromPoint(publicKey)), point: publicKey.slice(1), sign };
};

const listeners: ((sighting: SignatureSighting) => void)[] = [];
const records: Readonly<Record<string, unknown>>[] = [];
const asks: Pick<IngestAsks, 'onSignature' | 'record'> = {
  onSignature: (listener) => listeners.push(listener),
  record: async (_, more) => void records.push(...more),
};
/** Stands for the module that takes the frames; its own tests prove what it tells. */
const ingest = defineModule<IngestAsks>({
  name: 'ingest',
  needs: [],
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({ asks: asks as IngestAsks }),
});

let platform: TestPlatform;
let app: Composition;
let server: TestServer;
beforeAll(async () => {
  platform = await testPlatform();
  app = await compose([ingest, signatures], platform.platform);
  await app.start();
  server = await testServer(
    app.routes.map(({ route }) => route),
    { errors: [signatureErrors] },
  );
});
afterAll(async () => {
  await server.close();
  await app.stop();
  await platform.close();
});

const call = (request: string, body?: unknown) =>
  server.call(request, body === undefined ? { bearer: ALL } : { bearer: ALL, body });
const counts = async () => (await call('GET /signatures/counts')).as(SignatureCounts);
const keysOf = async (vin: string) => (await call(`GET /signatures/keys?search=${vin}`)).as(KeyList);
const tell = (sighting: SignatureSighting): void => listeners.forEach((listener) => listener(sighting));

const report = (vin: string, signature: { r: Uint8Array; s: Uint8Array }, signed = MESSAGE, algorithm = 1) =>
  tell({
    kind: 'report',
    vin,
    algorithm,
    signed,
    ...signature,
    urgent: false,
    ip: '10.64.0.9',
    port: 40_000,
    time: '2026-11-23T04:00:00.000Z',
  });

/** The check of 2.1-a. */
const checked = async () => {
  const [check] = app.registry.checks();
  return check?.run();
};

describe('signed reports', () => {
  it('are not proven to be verified before any came', async () => {
    expect(await checked()).toMatchObject({ outcome: 'unknown', facts: { selfTest: true, trusted: 0 } });
  });

  const VIN = 'LSVAA49J132047371';

  it('verify by an imported key; one that was changed on the way becomes a record', async () => {
    const car = vehicle();
    const keys = [{ vin: VIN, algorithm: 'sm2', publicKey: car.spki.toString('hex'), chipId: 'CHIP1' }];
    expect((await call('POST /signatures/keys', { keys })).as(KeyImported)).toEqual({ imported: 1, refused: [] });
    report(VIN, car.sign(MESSAGE));
    await vi.waitFor(async () => expect(await counts()).toMatchObject({ valid: 1, failed: 0, coverage: 1 }));
    report(VIN, car.sign(MESSAGE), Uint8Array.from([...MESSAGE, 0]));
    await vi.waitFor(() => expect(records).toHaveLength(1));
    expect(records[0]).toMatchObject({
      signal: 'gbt32960.signature_failed',
      category: 'gbt32960',
      vin: VIN,
      src_ip: '10.64.0.9',
      signature_algorithm: 1,
    });
    expect(await counts()).toMatchObject({ valid: 1, failed: 1 });
    expect(await checked()).toMatchObject({ outcome: 'pass', facts: { valid: 1, failed: 1, trusted: 1, offered: 0 } });
  });

  it('of a vehicle without a trusted key prove nothing and accuse nobody', async () => {
    const before = await counts();
    report('LSVAA49J132047372', vehicle().sign(MESSAGE));
    report(VIN, { r: new Uint8Array(256), s: new Uint8Array(0) }, MESSAGE, 3);
    await vi.waitFor(async () =>
      expect(await counts()).toMatchObject({ unknownKey: before.unknownKey + 1, unsupported: before.unsupported + 1 }),
    );
    expect(records).toHaveLength(1);
    expect(await checked()).toMatchObject({ outcome: 'fail', facts: { unknownKey: 1 } });
  });
});

describe('keys of vehicles', () => {
  it('that a vehicle offers verify nothing until a person confirms them', async () => {
    const vin = 'LSVAA49J132047373';
    const car = vehicle();
    tell({ kind: 'activation', vin, chipId: 'CHIP3', publicKey: car.point });
    await vi.waitFor(async () => expect((await keysOf(vin)).total).toBe(1));
    const [offered] = (await keysOf(vin)).items;
    expect(offered).toMatchObject({ status: 'offered', origin: 'activation', chipId: 'CHIP3', algorithm: 'sm2' });
    const before = await counts();
    report(vin, car.sign(MESSAGE));
    await vi.waitFor(async () => expect((await counts()).unknownKey).toBe(before.unknownKey + 1));
    const decide = (status: string) =>
      call('POST /signatures/keys/decide', { fingerprints: [offered?.fingerprint], status });
    expect((await decide('trusted')).as(KeysDecided)).toEqual({ changed: 1 });
    report(vin, car.sign(MESSAGE));
    await vi.waitFor(async () => expect((await counts()).valid).toBe(before.valid + 1));
    await decide('withdrawn');
    report(vin, car.sign(MESSAGE));
    await vi.waitFor(async () => expect((await counts()).unknownKey).toBe(before.unknownKey + 2));
    const { lines } = await readAudit(platform.platform.records, { limit: 2 });
    expect(lines[0]).toMatchObject({ action: 'signatures.key-decided', before: { status: 'trusted' } });
  });

  it('that are none are dropped or told with their row', async () => {
    const vin = 'LSVAA49J132047374';
    tell({ kind: 'activation', vin, chipId: 'X', publicKey: new Uint8Array(10) });
    const good = vehicle().spki.toString('hex');
    const keys = [
      { vin, algorithm: 'rsa', publicKey: good },
      { vin, algorithm: 'sm2', publicKey: 'z'.repeat(64) },
      { vin, algorithm: 'sm2', publicKey: good },
    ];
    const answer = (await call('POST /signatures/keys', { keys })).as(KeyImported);
    expect(answer.imported).toBe(1);
    expect(answer.refused.map(({ row }) => row)).toEqual([1, 2]);
    expect((await keysOf(vin)).total).toBe(1);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseVerifierKey } from '@chedun/merkle';
import { readAudit } from '@chedun/records';
import { isSignedBy, parseCertificate, parseCrl, parsePem } from '@chedun/x509';
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuthorityList,
  CertificateDetail,
  CertificatePage,
  IdParams,
  IssueAnswer,
  RequestList,
  StateAnswer,
} from './contract.ts';
import { checkCertificateProof } from './domain/proof.ts';
import { openAuditThread } from './audit-thread.ts';
import { BindingLog, CertificateSettings, LogProgress, LogVerdict } from './contract/operate.ts';
import { issuanceLog } from './log.ts';
import { base64, p256Device, sm2Device } from './testing/requests.ts';
import { hierarchy } from './testing/stand-ins.ts';
import { certificatesWorld, type CertificatesWorld } from './testing/world.ts';
import { logVerifier } from './verify-log.ts';

const VIN = 'LSVAA49J132000001';
const NOTE = { note: '按规程处理' };
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

let world: CertificatesWorld;
beforeAll(async () => {
  world = await certificatesWorld();
}, 120_000);
afterAll(() => world.close(), 60_000);

const issue = async (person: string, body: object) => world.call(person, 'POST /certificates', body);
const vehicleCertificate = async (vin: string, device = sm2Device()) =>
  (
    await issue('hanmei', { profile: 'vehicle', authority: 'vehicle-ca', csr: base64(await device.request(vin)), vin })
  ).as(IssueAnswer);
const bytesOf = async (path: string): Promise<Uint8Array> => {
  const answer = await fetch(`${world.server.url}/api${path}`, { headers: { authorization: 'Bearer hanmei' } });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
};

describe('authorities', () => {
  it('are made by two persons in a recorded ceremony, and by nobody alone', async () => {
    const asked = { plan: hierarchy(), note: '首次建立' };
    const { id } = (await world.call('hanmei', 'POST /certificates/ceremonies', asked)).as(IdParams);
    const decision = { verdict: 'approve', note: '同意' };
    for (const same of ['hanmei', 'token-of-hanmei']) {
      const alone = await world.call(same, `POST /certificates/ceremonies/${id}/decide`, decision);
      expect(alone.problem?.code).toBe('certificates.same-person');
    }
    expect((await world.call('hanmei', 'GET /certificates/authorities')).as(AuthorityList).items).toEqual([]);
    expect((await world.call('lilei', `POST /certificates/ceremonies/${id}/decide`, decision)).status).toBe(200);
    const { items } = (await world.call('hanmei', 'GET /certificates/authorities')).as(AuthorityList);
    expect(items.map(({ name, kind, keyState, parent }) => [name, kind, keyState, parent])).toEqual([
      ['root', 'root', 'sealed', null],
      ['vehicle-ca', 'issuing', 'online', 'root'],
      ['cloud-ca', 'issuing', 'online', 'root'],
    ]);
    expect(items.every(({ crl }) => crl?.fresh === true)).toBe(true);
    const again = await world.call('lilei', `POST /certificates/ceremonies/${id}/decide`, decision);
    expect(again.problem?.code).toBe('certificates.decided');
  });

  it('leave a transcript whose SM3 is in the audit trail, with the refused attempts', async () => {
    const { items } = (await world.call('lilei', 'GET /certificates/ceremonies')).json as {
      items: { id: string; transcriptHash: string; steps: string[] }[];
    };
    const text = Buffer.from(await bytesOf(`/certificates/ceremonies/${items[0]?.id ?? ''}/transcript`));
    expect(createHash('sm3').update(text).digest('hex')).toBe(items[0]?.transcriptHash);
    expect(items[0]?.steps.filter((step) => step.startsWith('certificate of'))).toHaveLength(3);
    const { lines } = await readAudit(world.platform.platform.records, {
      limit: 20,
      action: 'certificates.ceremony-held',
    });
    expect(lines.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'refused']);
    expect(JSON.stringify(lines[0]?.after)).toContain(items[0]?.transcriptHash);
  });

  it('keep the key of the root sealed outside of ceremonies', async () => {
    const list = await world.call('hanmei', 'POST /certificates/authorities/root/publish', { kind: 'full' });
    expect(list.problem?.code).toBe('certificates.key-sealed');
    const given = { profile: 'vehicle', authority: 'root', csr: base64(await sm2Device().request(VIN)), vin: VIN };
    expect((await issue('hanmei', given)).problem?.code).toBe('certificates.key-sealed');
  });
});

describe('certificates', () => {
  it('are issued for a request after their profile, bound to the vehicle, and verify up to the root', async () => {
    const device = sm2Device();
    const { serials, pem } = await vehicleCertificate(VIN, device);
    const certificate = parseCertificate(parsePem(pem)[0]?.bytes ?? new Uint8Array());
    expect(Buffer.from(certificate.publicKey.raw)).toEqual(Buffer.from(device.spki));
    const chain = await world.asks.chain('vehicle-ca');
    const [issuer, root] = chain.map((der) => parseCertificate(der));
    expect(issuer !== undefined && isSignedBy(certificate, issuer.publicKey)).toBe(true);
    expect(issuer !== undefined && root !== undefined && isSignedBy(issuer, root.publicKey)).toBe(true);
    const detail = (await world.call('hanmei', `GET /certificates/${serials[0] ?? ''}`)).as(CertificateDetail);
    expect(detail).toMatchObject({
      vin: VIN,
      state: 'valid',
      keyKind: 'sm2',
      names: [`uri:urn:vin:${VIN}`],
      purposes: ['clientAuth'],
      keyUsage: ['digitalSignature', 'keyAgreement'],
      renewable: false,
    });
    expect(detail.subject).toBe(`CN=${VIN},OU=Vehicle,O=示例汽车有限公司,C=CN`);
    expect(detail.chain.map(({ name }) => name)).toEqual(['root', 'vehicle-ca']);
    expect(serials[0]).toMatch(/^[4-7][0-9a-f]{31}$/);
  });

  it.skipIf(!hasOpenssl)('verify in openssl with the identity of GM/T 0009, and not without', async () => {
    const { serials } = await vehicleCertificate('LSVAA49J132000009');
    const [leaf, ca, root] = parsePem(
      Buffer.from(await bytesOf(`/certificates/${serials[0] ?? ''}/file?format=chain`)).toString(),
    );
    const folder = mkdtempSync(join(tmpdir(), 'chedun-certificates-'));
    try {
      for (const [name, block] of Object.entries({ leaf, ca, root }))
        writeFileSync(
          join(folder, name),
          `-----BEGIN CERTIFICATE-----\n${Buffer.from(block?.bytes ?? []).toString('base64')}\n-----END CERTIFICATE-----\n`,
        );
      // openssl gives the identity to the certificate in question only, so every step of the chain is a question of its own.
      const at = ['-attime', String(Math.floor(world.platform.clock.now() / 1000) + 60), '-x509_strict'];
      const ask = (of: string, by: string, ...more: readonly string[]) =>
        spawnSync(
          'openssl',
          ['verify', ...at, ...more, '-partial_chain', '-CAfile', join(folder, by), join(folder, of)],
          { encoding: 'utf8' },
        );
      const sm2 = ['-vfyopt', 'distid:1234567812345678'];
      for (const [of, by] of [
        ['root', 'root'],
        ['ca', 'root'],
        ['leaf', 'ca'],
      ] as const)
        expect(ask(of, by, ...sm2).stdout, ask(of, by, ...sm2).stderr).toContain('OK');
      expect(ask('leaf', 'ca').status).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are refused with a reason that says what does not fit', async () => {
    const device = sm2Device();
    const csr = base64(await device.request(VIN));
    const refused = async (body: object) =>
      (await issue('hanmei', { profile: 'vehicle', authority: 'vehicle-ca', csr, ...body })).problem?.code;
    expect(await refused({})).toBe('certificates.binding-missing');
    expect(await refused({ vin: 'LFV3A23C1N3000001' })).toBe('certificates.vehicle-unknown');
    expect(await refused({ vin: VIN, profile: 'nothing' })).toBe('certificates.profile-unknown');
    const changed = Buffer.from(csr, 'base64');
    changed[changed.length - 3] = (changed[changed.length - 3] ?? 0) ^ 1;
    expect(await refused({ vin: VIN, csr: changed.toString('base64') })).toBe('certificates.request-unreadable');
    const named = base64(await device.request(VIN, [{ kind: 'dns', value: 'tsp.example.com' }]));
    expect(await refused({ vin: VIN, csr: named })).toBe('certificates.request-refused');
    await vehicleCertificate('LSVAA49J132000002', device);
    expect(await refused({ vin: VIN })).toBe('certificates.key-used');
  });

  it('take ECDSA P-256 keys where the profile does, and an ECDSA hierarchy issues as well', async () => {
    await world.hold(hierarchy('ecdsa-p256', 'export-'));
    const csr = base64(await p256Device().request('LSVAA49J132000003'));
    const given = { profile: 'vehicle', authority: 'export-vehicle-ca', csr, vin: 'LSVAA49J132000003' };
    const { pem } = (await issue('hanmei', given)).as(IssueAnswer);
    const certificate = parseCertificate(parsePem(pem)[0]?.bytes ?? new Uint8Array());
    const [issuer] = (await world.asks.chain('export-vehicle-ca')).map((der) => parseCertificate(der));
    expect(issuer !== undefined && isSignedBy(certificate, issuer.publicKey)).toBe(true);
  });

  it('are listed with filters, a total and a cursor', async () => {
    const first = (await world.call('hanmei', 'GET /certificates?profile=vehicle&limit=2')).as(CertificatePage);
    expect(first.items).toHaveLength(2);
    const second = (
      await world.call(
        'hanmei',
        `GET /certificates?profile=vehicle&limit=2&before=${encodeURIComponent(first.next ?? '')}`,
      )
    ).as(CertificatePage);
    const serials = [...first.items, ...second.items].map(({ serial }) => serial);
    expect(new Set(serials).size).toBe(4);
    expect(first.total).toBe(4);
    const found = (await world.call('hanmei', `GET /certificates?search=${VIN}`)).as(CertificatePage);
    expect(found.items.map(({ vin }) => vin)).toEqual([VIN]);
  });

  it('of a profile with approval wait for another person', async () => {
    const csr = base64(await sm2Device().request('tsp.example.com', [{ kind: 'dns', value: 'tsp.example.com' }]));
    const { waits, serials } = (await issue('hanmei', { profile: 'cloud-service', authority: 'cloud-ca', csr })).as(
      IssueAnswer,
    );
    expect(serials).toEqual([]);
    const decision = { verdict: 'approve', note: '核对域名' };
    const path = `POST /certificates/requests/${waits ?? ''}/decide`;
    expect((await world.call('token-of-hanmei', path, decision)).problem?.code).toBe('certificates.same-person');
    const done = (await world.call('lilei', path, decision)).json as { serials: string[] };
    const detail = (await world.call('lilei', `GET /certificates/${done.serials[0] ?? ''}`)).as(CertificateDetail);
    expect(detail).toMatchObject({ names: ['dns:tsp.example.com'], issuedBy: 'hanmei' });
  });
});

describe('revocation', () => {
  const states = (person: string, body: object) =>
    world.call(person, 'POST /certificates/states', { ...NOTE, ...body });

  it('waits for another person, then reaches the delta list, the bindings and the log', async () => {
    const { serials } = await vehicleCertificate('LSVAA49J132000004');
    const asked = (await states('hanmei', { kind: 'revoke', serials, reason: 'keyCompromise' })).as(StateAnswer);
    expect(asked).toMatchObject({ changed: 0 });
    const path = `POST /certificates/requests/${asked.waits ?? ''}/decide`;
    const decision = { verdict: 'approve', note: '已核实' };
    expect((await world.call('hanmei', path, decision)).problem?.code).toBe('certificates.same-person');
    expect((await world.call('hanmei', `GET /certificates/${serials[0] ?? ''}`)).as(CertificateDetail).state).toBe(
      'valid',
    );
    expect((await world.call('lilei', path, decision)).status).toBe(200);
    expect((await world.call('lilei', path, decision)).problem?.code).toBe('certificates.decided');
    world.platform.clock.advance(30_000);
    await world.call('hanmei', 'POST /certificates/authorities/vehicle-ca/publish', { kind: 'delta' });
    const delta = parseCrl(await bytesOf('/pki/vehicle-ca-delta.crl'));
    expect(Buffer.from(delta.entries).toString('hex')).toContain(serials[0]);
    const detail = (await world.call('hanmei', `GET /certificates/${serials[0] ?? ''}`)).as(CertificateDetail);
    expect(detail).toMatchObject({ state: 'revoked', reason: 'keyCompromise' });
    expect(detail.propagationSeconds).toBeLessThanOrEqual(30);
    expect(detail.life.map(({ kind }) => kind)).toEqual(['issued', 'revoked']);
    const { items } = (await world.call('hanmei', 'GET /certificates/bindings?search=LSVAA49J132000004')).as(
      BindingLog,
    );
    expect(items.map(({ kind }) => kind)).toEqual(['revoked', 'bound']);
    const requests = (await world.call('hanmei', 'GET /certificates/requests')).as(RequestList);
    expect(requests.items.find(({ id }) => id === asked.waits)).toMatchObject({
      state: 'approved',
      decidedBy: 'lilei',
      askedBy: 'hanmei',
    });
  });

  it('for a stolen key is immediate where the settings say so', async () => {
    const settings = (await world.call('hanmei', 'GET /certificates/settings')).as(CertificateSettings);
    await world.call('hanmei', 'PUT /certificates/settings', { ...settings, compromise: 'immediate' });
    const { serials } = await vehicleCertificate('LSVAA49J132000005');
    expect((await states('hanmei', { kind: 'revoke', serials, reason: 'keyCompromise' })).as(StateAnswer)).toEqual({
      changed: 1,
      waits: null,
    });
    const other = await vehicleCertificate('LSVAA49J132000006');
    const asked = (await states('hanmei', { kind: 'revoke', serials: other.serials, reason: 'superseded' })).as(
      StateAnswer,
    );
    expect(asked.changed).toBe(0);
    await world.call('hanmei', 'PUT /certificates/settings', settings);
  });

  it('is final; a suspension is lifted and leaves the delta list a removal', async () => {
    const { serials } = await vehicleCertificate('LSVAA49J132000007');
    await states('hanmei', { kind: 'hold', serials });
    await world.call('hanmei', 'POST /certificates/authorities/vehicle-ca/publish', { kind: 'full' });
    expect(Buffer.from(parseCrl(await bytesOf('/pki/vehicle-ca.crl')).entries).toString('hex')).toContain(serials[0]);
    world.platform.clock.advance(60_000);
    expect((await states('hanmei', { kind: 'lift', serials })).as(StateAnswer).changed).toBe(1);
    await world.call('hanmei', 'POST /certificates/authorities/vehicle-ca/publish', { kind: 'delta' });
    const delta = Buffer.from(parseCrl(await bytesOf('/pki/vehicle-ca-delta.crl')).entries).toString('hex');
    // reasonCode removeFromCRL (8) behind the serial number
    expect(delta.slice(delta.indexOf(serials[0] ?? '-'))).toContain('0a0108');
    expect((await states('hanmei', { kind: 'lift', serials })).problem?.code).toBe('certificates.state-refused');
    const revoked = (await world.call('hanmei', 'GET /certificates?state=revoked')).as(CertificatePage).items[0];
    const lifted = await states('hanmei', { kind: 'lift', serials: [revoked?.serial ?? ''] });
    expect(lifted.problem?.code).toBe('certificates.state-refused');
  });
});

describe('changes at the same time', () => {
  it('of the same and of other certificates do not wait in a circle', async () => {
    const { serials } = await vehicleCertificate('LSVAA49J132000010');
    const change = (kind: 'hold' | 'lift') =>
      world.call('hanmei', 'POST /certificates/states', { ...NOTE, kind, serials });
    const answers = await Promise.all([
      change('hold'),
      change('hold'),
      vehicleCertificate('LSVAA49J132000011'),
      vehicleCertificate('LSVAA49J132000012'),
      change('hold'),
    ]);
    const codes = answers
      .map((answer) => ('problem' in answer ? (answer.problem?.code ?? 'done') : 'issued'))
      .toSorted();
    expect(codes).toEqual(['certificates.state-refused', 'certificates.state-refused', 'done', 'issued', 'issued']);
    expect((await world.call('lilei', 'GET /certificates/log')).as(LogVerdict).intact).toBe(true);
  });
});

describe('an issuing authority', () => {
  it('is revoked in a ceremony, stands in the list of its root, and signs nothing any more', async () => {
    const plan = { kind: 'revoke-issuing', root: 'root', issuing: 'cloud-ca', reason: 'cACompromise' } as const;
    await world.hold(plan);
    const [cloud] = (await world.asks.chain('cloud-ca')).map((der) => parseCertificate(der));
    const list = parseCrl(await bytesOf('/pki/root.crl'));
    expect(Buffer.from(list.entries).toString('hex')).toContain(Buffer.from(cloud?.serial ?? []).toString('hex'));
    const { items } = (await world.call('hanmei', 'GET /certificates/authorities')).as(AuthorityList);
    expect(items.find(({ name }) => name === 'cloud-ca')?.keyState).toBe('revoked');
    const publish = await world.call('hanmei', 'POST /certificates/authorities/cloud-ca/publish', { kind: 'full' });
    expect(publish.problem?.code).toBe('certificates.authority-revoked');
    const again = await world.call('hanmei', 'POST /certificates/ceremonies', { plan, note: '再次' });
    expect(again.problem?.code).toBe('certificates.authority-revoked');
    const foreign = { ...plan, root: 'export-root', issuing: 'vehicle-ca' };
    const refused = await world.call('hanmei', 'POST /certificates/ceremonies', { plan: foreign, note: '再次' });
    expect(refused.problem?.code).toBe('certificates.authority-unknown');
  });
});

describe('the issuance log', () => {
  const verify = async () => (await world.call('lilei', 'GET /certificates/log')).as(LogVerdict);
  const sqlOf = (text: string) =>
    world.platform.platform.records.transaction((tx) => sql.raw(text).execute(tx.as<object>()));

  it('proves a certificate offline, and no other', async () => {
    const { serials, pem } = await vehicleCertificate('LSVAA49J132000008');
    const proof = Buffer.from(await bytesOf(`/certificates/${serials[0] ?? ''}/file?format=proof`)).toString();
    const lines = (await verify()).keys;
    const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
    const keys = lines.map((line) => parseVerifierKey(sha256, line));
    const der = parsePem(pem)[0]?.bytes ?? new Uint8Array();
    expect(checkCertificateProof(proof, keys, der)).toMatchObject({
      failed: undefined,
      entry: { kind: 'issued', serial: serials[0] },
    });
    const [other] = await world.asks.chain('vehicle-ca');
    expect(checkCertificateProof(proof, keys, other).failed).toBe('certificate');
    expect(checkCertificateProof(proof.replace('vehicle-ca', 'vehicle-cb'), keys).failed).toBe('path');
    expect(checkCertificateProof(proof, []).failed).toBe('signature');
    expect(checkCertificateProof('{}', keys).failed).toBe('format');
  });

  it('says how far its verification is, and holds everything against one moment', async () => {
    const { records, keys, clock } = world.platform.platform;
    const log = issuanceLog({ records, keys, clock });
    const shares: LogProgress[] = [];
    const openThread: typeof openAuditThread = (setup) => {
      const thread = openAuditThread(setup);
      const work: typeof thread.work = async (piece) => {
        // The leaves were read: what comes now has no leaf among them.
        if (piece.kind === 'leaves') await vehicleCertificate('LSVAA49J132000009');
        shares.push(verifier.progress());
        return thread.work(piece);
      };
      return { ...thread, work };
    };
    const verifier = logVerifier({ records, clock, log, openThread });
    const [verdict, same] = await Promise.all([verifier.verify(), verifier.verify()]);
    expect([same, verdict.problems]).toEqual([verdict, []]);
    const { leaves, certificates } = verdict;
    const total = { totalLeaves: leaves, totalCertificates: certificates };
    expect(shares.at(0)).toEqual({ running: true, leaves: 0, certificates: 0, ...total });
    expect(shares.at(-1)).toEqual({ running: true, leaves, certificates, ...total });
    expect(verifier.progress()).toEqual({ running: false, leaves, certificates, ...total });
    expect((await verify()).leaves).toBe(leaves + 1);
    expect((await world.call('lilei', 'GET /certificates/log/progress')).as(LogProgress).leaves).toBe(leaves + 1);
  });

  it('finds one altered row, whichever it is', async () => {
    expect(await verify()).toMatchObject({ intact: true, problems: [] });
    const [row] = (await world.call('lilei', 'GET /certificates?state=revoked')).as(CertificatePage).items;
    const serial = row?.serial ?? '';
    const spoil = async (change: string, undo: string) => {
      await sqlOf(change);
      const { problems } = await verify();
      await sqlOf(undo);
      return problems.map(({ kind }) => kind);
    };
    const where = `where serial = '${serial}'`;
    expect(
      await spoil(
        `update certificates.certificates set state = 'valid' ${where}`,
        `update certificates.certificates set state = 'revoked' ${where}`,
      ),
    ).toEqual(['state']);
    expect(
      await spoil(
        `update certificates.certificates set der = der || '\\x00' ${where}`,
        `update certificates.certificates set der = substr(der, 1, length(der) - 1) ${where}`,
      ),
    ).toEqual(['certificate']);
    const altered = await spoil(
      `update certificates.log set entry = replace(entry, 'keyCompromise', 'superseded') ${where}`,
      `update certificates.log set entry = replace(entry, 'superseded', 'keyCompromise') ${where}`,
    );
    expect(altered).toContain('leaf');
    expect(altered).toContain('root');
    expect(await verify()).toMatchObject({ intact: true });
  });
});

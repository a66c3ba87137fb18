import { buildOcspRequest, parseCertificate, parseOcspResponse, parsePem, statusFrom } from '@chedun/x509';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findingCleared, FindingsReported, findingsReported } from '@chedun/governance/contract';
import { sql } from 'kysely';
import { authorityBook } from './authorities.ts';
import { CertificateDetail, CertificatePage, IdParams, IssueAnswer } from './contract.ts';
import { BatchDetail, CertificateSettings } from './contract/operate.ts';
import { profileBook } from './profiles.ts';
import { settingsBook } from './settings.ts';
import { base64, sm2Device } from './testing/requests.ts';
import { hierarchy } from './testing/stand-ins.ts';
import { certificatesWorld, type CertificatesWorld } from './testing/world.ts';
import { zipOf } from './testing/zip.ts';
import { certificateWatch } from './watch.ts';

const DAY = 86_400_000;

let world: CertificatesWorld;
beforeAll(async () => {
  world = await certificatesWorld();
  await world.hold(hierarchy());
}, 120_000);
afterAll(() => world.close(), 60_000);

const vinOf = (at: number): string => `LSVAA49J1320${String(at).padStart(5, '0')}`;
const issue = async (vin: string, more: object = {}) => {
  const given = {
    profile: 'vehicle',
    authority: 'vehicle-ca',
    csr: base64(await sm2Device().request(vin)),
    vin,
    ...more,
  };
  return (await world.call('hanmei', 'POST /certificates', given)).as(IssueAnswer);
};
const detailOf = async (serial: string) =>
  (await world.call('hanmei', `GET /certificates/${serial}`)).as(CertificateDetail);

describe('answers of OCSP', () => {
  const ask = async (serial: string, nonce?: Uint8Array) => {
    const [issuer] = (await world.asks.chain('vehicle-ca')).map((der) => parseCertificate(der));
    if (issuer === undefined) throw new Error('no issuer');
    const number = Buffer.from(serial, 'hex');
    const bytes = await world.asks.ocsp(buildOcspRequest(issuer, [number], nonce === undefined ? {} : { nonce }));
    const answer = parseOcspResponse(bytes);
    if (answer.kind === 'error') return answer.status;
    return statusFrom(answer.basic, {
      issuer,
      serial: number,
      at: world.platform.clock.now(),
      ...(nonce && { nonce }),
    });
  };

  it('are good, come from the cache the second time, carry a nonce that was sent', async () => {
    const serial = (await issue(vinOf(1))).serials[0] ?? '';
    expect(await ask(serial)).toEqual({ kind: 'good' });
    expect(await ask(serial)).toEqual({ kind: 'good' });
    expect(await ask(serial, Buffer.from('0011223344556677', 'hex'))).toEqual({ kind: 'good' });
  });

  it('change with the state at once, though the old answer was kept', async () => {
    const serial = (await issue(vinOf(2))).serials[0] ?? '';
    expect(await ask(serial)).toEqual({ kind: 'good' });
    await world.call('hanmei', 'POST /certificates/states', { kind: 'hold', serials: [serial], note: '核查' });
    expect(await ask(serial)).toMatchObject({ kind: 'revoked', reason: 'certificateHold' });
  });

  it('are errors without a signature for strangers and for bytes that are none', async () => {
    expect(await ask('5b'.repeat(16))).toBe('unauthorized');
    expect(parseOcspResponse(await world.asks.ocsp(Buffer.from('nonsense')))).toEqual({
      kind: 'error',
      status: 'malformedRequest',
    });
  });
});

describe('batches', () => {
  const start = async (file: Uint8Array | string) =>
    (await world.call('hanmei', `POST /certificates/batches?profile=vehicle&authority=vehicle-ca&name=test`, file)).as(
      IdParams,
    ).id;
  const over = (id: string) =>
    vi.waitFor(
      async () => {
        const batch = (await world.call('hanmei', `GET /certificates/batches/${id}`)).as(BatchDetail);
        expect(batch.state).toBe('done');
        return batch;
      },
      { timeout: 60_000, interval: 200 },
    );

  it('issue row by row, with the error of each row that does not fit', async () => {
    const rows = await Promise.all(
      [11, 12, 13].map(async (at) => `${vinOf(at)},${base64(await sm2Device().request(vinOf(at)))}`),
    );
    const file = [
      'vin,csr',
      ...rows,
      `LFV3A23C1N3000001,${base64(await sm2Device().request('x'))}`,
      `${vinOf(14)},${'A'.repeat(80)}`,
    ];
    const batch = await over(await start(file.join('\r\n')));
    expect(batch).toMatchObject({ total: 5, issued: 3, refused: 2 });
    expect(batch.refusals.map(({ row, code }) => [row, code])).toEqual([
      [4, 'certificates.vehicle-unknown'],
      [5, 'certificates.request-unreadable'],
    ]);
    const csv = await fetch(`${world.server.url}/api/certificates/batches/${batch.id}/certificates`, {
      headers: { authorization: 'Bearer hanmei' },
    });
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(4);
  });

  it('take an archive of requests, and issue nothing twice when the job runs again', async () => {
    const files = Object.fromEntries(
      await Promise.all(
        [21, 22].map(async (at) => [`csr/${vinOf(at)}.csr`, base64(await sm2Device().request(vinOf(at)))] as const),
      ),
    );
    const id = await start(zipOf(files, deflateRawSync));
    await over(id);
    // As after a crash between the work and its end.
    await world.platform.platform.records.transaction((tx) =>
      sql`update certificates.batches set state = 'running' where id = ${id}`.execute(tx.as<object>()),
    );
    await world.platform.platform.jobs.send('certificates/batch', { id });
    const batch = await over(id);
    expect(batch).toMatchObject({ issued: 2, refused: 0 });
    const page = (await world.call('hanmei', `GET /certificates?batch=${id}`)).as(CertificatePage);
    expect(page.total).toBe(2);
  });

  it('that are no file of requests are refused at once', async () => {
    const answer = await world.call(
      'hanmei',
      'POST /certificates/batches?profile=vehicle&authority=vehicle-ca&name=x',
      'one cell\nanother',
    );
    expect(answer.problem?.code).toBe('certificates.batch-unreadable');
  });
});

describe('the end of certificates', () => {
  it('is met by a successor inside the window, for the same subject only', async () => {
    const profile = { ...(await short()), id: 'short' };
    await world.call('hanmei', 'PUT /certificates/profiles', profile);
    const serial = (await issue(vinOf(31), { profile: 'short' })).serials[0] ?? '';
    const csr = async (vin: string) => ({ csr: base64(await sm2Device().request(vin)) });
    const early = await world.call('hanmei', `POST /certificates/${serial}/renew`, await csr(vinOf(31)));
    expect(early.problem?.code).toBe('certificates.not-renewable');
    world.platform.clock.advance(80 * DAY);
    expect((await detailOf(serial)).renewable).toBe(true);
    const { serials } = (await world.call('hanmei', `POST /certificates/${serial}/renew`, await csr(vinOf(31)))).as(
      IssueAnswer,
    );
    expect(await detailOf(serial)).toMatchObject({ successor: serials[0], renewable: false });
    const twice = await world.call('hanmei', `POST /certificates/${serial}/renew`, await csr(vinOf(31)));
    expect(twice.problem?.code).toBe('certificates.not-renewable');
  });

  const short = async () => {
    const { items } = (await world.call('hanmei', 'GET /certificates/profiles')).json as {
      items: Record<string, unknown>[];
    };
    const { origin: _o, certificates: _c, ...vehicle } = items.find(({ id }) => id === 'vehicle') ?? {};
    return { ...vehicle, validityDays: 100, renewalDays: 30 };
  };

  it('is a finding while there is no successor, and the checks see the stale lists', async () => {
    await issue(vinOf(32), { profile: 'short' });
    world.platform.clock.advance(95 * DAY);
    const { records, clock } = world.platform.platform;
    const authorities = authorityBook(records);
    // Each look is that of a process which was just started: what was told before stands in the database.
    const look = () =>
      certificateWatch({
        records,
        clock,
        authorities,
        profiles: profileBook(records, clock.now),
        settings: settingsBook(records),
      }).run();
    await look();
    await look();
    const { rows } = await sql<{
      readonly payload: unknown;
    }>`select payload from platform.outbox where type = ${findingsReported}`.execute(records.read<object>());
    // The second look tells nothing that the first one told.
    expect(rows).toHaveLength(1);
    const told = FindingsReported.parse(rows[0]?.payload).findings;
    expect(
      told.some(({ fingerprint, severity }) => fingerprint.startsWith('certificates:ends:') && severity === 'medium'),
    ).toBe(true);
    expect(told.map(({ fingerprint }) => fingerprint)).toContain('certificates:crl:vehicle-ca');
    const check = world.app.registry.checks().find(({ id }) => id === 'certificates.hierarchy');
    const result = await check?.run();
    expect(result?.outcome).toBe('fail');
    expect(result?.facts).toMatchObject({ chainsBad: 0, issuanceLogIntact: true, keyCeremonies: 1 });
    expect(result?.facts['crlStale']).toBeGreaterThan(0);

    const ended = told.find(({ fingerprint }) => fingerprint.startsWith('certificates:ends:'));
    world.platform.clock.advance(30 * DAY);
    await look();
    const cleared = await sql<{
      readonly aggregate: string;
    }>`select aggregate from platform.outbox where type = ${findingCleared}`.execute(records.read<object>());
    expect(cleared.rows.map(({ aggregate }) => aggregate)).toContain(ended?.fingerprint);
  });
});

describe('a TLCP pair', () => {
  it('is two certificates of one subject, with the encryption key in escrow and enveloped for its owner', async () => {
    const csr = base64(await sm2Device().request('gw.example.com'));
    const asked = (
      await world.call('hanmei', 'POST /certificates', { profile: 'tlcp', authority: 'cloud-ca', csr })
    ).as(IssueAnswer);
    const answer = await world.call('lilei', `POST /certificates/requests/${asked.waits ?? ''}/decide`, {
      verdict: 'approve',
      note: '网关上线',
    });
    const { serials } = answer.json as { serials: string[] };
    expect(serials).toHaveLength(2);
    const [signing, encrypting] = await Promise.all(serials.map(detailOf));
    expect(signing?.keyUsage).toEqual(['digitalSignature', 'nonRepudiation']);
    expect(encrypting?.keyUsage).toEqual(['keyEncipherment', 'dataEncipherment', 'keyAgreement']);
    expect([signing?.pair, encrypting?.pair]).toEqual([serials[1], serials[0]]);
    const file = (serial: string) =>
      fetch(`${world.server.url}/api/certificates/${serial}/file?format=enveloped-key`, {
        headers: { authorization: 'Bearer hanmei' },
      });
    expect((await file(serials[1] ?? '')).status).toBe(200);
    expect((await file(serials[0] ?? '')).status).toBe(404);
    expect(parsePem(signing?.pem ?? '')).toHaveLength(1);
  });
});

describe('settings', () => {
  it('put the addresses of lists and answers into certificates', async () => {
    const settings = (await world.call('hanmei', 'GET /certificates/settings')).as(CertificateSettings);
    await world.call('hanmei', 'PUT /certificates/settings', { ...settings, publicBase: 'http://pki.example.com' });
    const detail = await detailOf((await issue(vinOf(41))).serials[0] ?? '');
    expect(detail.crlPoints).toEqual(['http://pki.example.com/crl/vehicle-ca.crl']);
    expect(detail.ocsp).toEqual(['http://pki.example.com/ocsp']);
    const bad = await world.call('hanmei', 'PUT /certificates/settings', { ...settings, publicBase: 'ftp://x' });
    expect(bad.status).toBe(400);
  });
});

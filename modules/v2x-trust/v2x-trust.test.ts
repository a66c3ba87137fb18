import { createPublicKey, createVerify } from 'node:crypto';
import { createServer } from 'node:http';
import { sm2Z, pointFromSpki } from '@chedun/gm';
import { readAudit } from '@chedun/records';
import { revocationId, type Signer } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  AnchorList,
  Created,
  CrlList,
  Explanation,
  FailureList,
  ListSourceList,
  OwnAnchors,
  RootList,
  TrustListDetail,
  TrustListList,
  VerificationState,
  VerifyAnswer,
} from './contract.ts';
import {
  AIDS,
  HERE,
  makeCrl,
  makeHierarchy,
  makeListAuthority,
  makeMessage,
  makePkiCtl,
  makeRootCtl,
  type Hierarchy,
} from './testing/index.ts';
import { openWorld, type World } from './testing/world.ts';

const MICRO = 1_000_000;
let world: World;
let own: Hierarchy;
let other: Hierarchy;
let authority: Signer;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
  own = await makeHierarchy('own.example', world.now);
  other = await makeHierarchy('other.example', world.now);
  authority = await makeListAuthority(world.now);
}, 300_000);
afterAll(() => world?.close());

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const call = (request: string, bearer: string, body?: unknown) =>
  world.server.call(request, body === undefined ? { bearer } : { bearer, body });
const created = async (request: string, body: unknown): Promise<string> =>
  (await call(request, 'ann', body)).as(Created).id;
const accept = (what: string, id: string, bearer = 'bob') =>
  call(`POST /v2x/${what}/${id}/decide`, bearer, { decision: 'accept' });

/** A fresh message of a signer, as base64. */
const messageOf = async (signer: Signer, aid: number = AIDS.vehicle): Promise<string> => {
  count += 1;
  const header = { aid, generationTime: world.now * MICRO + count, generationLocation: { ...HERE, elevation: 4096 } };
  return base64(await makeMessage(signer, header));
};
const verdictOf = async (spdu: string): Promise<string> => {
  const answer = await call('POST /v2x/verify', 'ann', { messages: [{ spdu }], receiver: 'rsu-17' });
  return answer.as(VerifyAnswer).verdicts[0]?.verdict ?? '';
};
const rootList = async (series: number, issued: number, roots: readonly Hierarchy[]) => ({
  kind: 'root-ctl',
  list: base64(await makeRootCtl(authority, series, world.now + issued, roots)),
});
const pkiList = async (from: Hierarchy) => ({
  kind: 'pki-ctl',
  list: base64(await makePkiCtl(from.root, 1, world.now - 60, [from.authority])),
});

describe('trust between two companies', () => {
  it('begins with a list authority that two persons pin', async () => {
    const refused = await call('POST /v2x/lists', 'ann', await rootList(1, -120, [own]));
    expect(refused.problem?.code).toBe('v2x-trust.issuer-unknown');
    const certificate = base64(authority.certificate.bytes);
    const id = await created('POST /v2x/anchors', { kind: 'list-authority', certificate });
    expect((await accept('anchors', id, 'ann')).problem?.code).toBe('v2x-trust.same-person');
    expect((await accept('anchors', id)).status).toBe(200);
    expect((await accept('anchors', id)).problem?.code).toBe('v2x-trust.state');
    const again = await call('POST /v2x/anchors', 'ann', { kind: 'list-authority', certificate });
    expect(again.problem?.code).toBe('v2x-trust.known');
    const { items } = (await call('GET /v2x/anchors', 'bob')).as(AnchorList);
    expect(items).toMatchObject([{ name: 'trcla.example', status: 'accepted', proposedBy: 'ann', decidedBy: 'bob' }]);
  });

  it('accepts messages of the own root through its list, and refuses those of the other company', async () => {
    const id = await created('POST /v2x/lists', await rootList(1, -120, [own]));
    expect(await verdictOf(await messageOf(await own.vehicle()))).toBe('chain:issuer-unknown');
    expect((await accept('lists', id, 'ann')).problem?.code).toBe('v2x-trust.same-person');
    expect((await accept('lists', id)).status).toBe(200);
    await accept('lists', await created('POST /v2x/lists', await pkiList(own)));
    expect(await verdictOf(await messageOf(await own.vehicle()))).toBe('valid');
    expect(await verdictOf(await messageOf(await other.vehicle()))).toBe('chain:issuer-unknown');
  });

  it('accepts the other company when a later list names it, and shows what the list changes', async () => {
    const id = await created('POST /v2x/lists', await rootList(2, -60, [own, other]));
    const detail = (await call(`GET /v2x/lists/${id}`, 'bob')).as(TrustListDetail);
    expect(detail.before?.series).toBe(1);
    expect(detail.added).toMatchObject([{ name: 'root.other.example', id8: other.root.certificate.id8 }]);
    expect([detail.removed, detail.changed]).toEqual([[], []]);
    await accept('lists', id);
    await accept('lists', await created('POST /v2x/lists', await pkiList(other)));
    expect(await verdictOf(await messageOf(await other.vehicle()))).toBe('valid');
    expect(await verdictOf(await messageOf(await own.vehicle()))).toBe('valid');
    const { items } = (await call('GET /v2x/lists', 'ann')).as(TrustListList);
    expect(items.filter(({ kind }) => kind === 'root-ctl').map(({ series, status }) => [series, status])).toEqual([
      [2, 'accepted'],
      [1, 'superseded'],
    ]);
  });

  it('refuses a list that goes back, is forged, stale or no list, and keeps the attempt in the audit trail', async () => {
    const back = await call('POST /v2x/lists', 'ann', await rootList(1, -30, [own]));
    expect(back.problem?.code).toBe('v2x-trust.rollback');
    const good = Buffer.from((await rootList(3, -10, [own])).list, 'base64');
    const forged = base64(good.with(-1, (good.at(-1) ?? 0) ^ 1));
    const answer = await call('POST /v2x/lists', 'ann', { kind: 'root-ctl', list: forged });
    expect(answer.problem?.code).toBe('v2x-trust.list-forged');
    const old = base64(await makeRootCtl(authority, 9, world.now - 1000, [own], 10));
    const stale = await call('POST /v2x/lists', 'ann', { kind: 'root-ctl', list: old });
    expect(stale.problem?.code).toBe('v2x-trust.list-stale');
    const noList = await call('POST /v2x/lists', 'ann', { kind: 'root-ctl', list: base64(good.subarray(0, 90)) });
    expect(noList.problem?.code).toBe('v2x-trust.bad-list');
    const { lines } = await readAudit(world.platform.platform.records, { limit: 100 });
    const refused = lines.filter(({ outcome }) => outcome === 'refused').map(({ after }) => after);
    expect(refused).toContainEqual(expect.objectContaining({ code: 'v2x-trust.rollback', series: 1 }));
  });

  it('lets nobody accept a list that was overtaken while it waited', async () => {
    const [three, four] = [await rootList(3, -20, [own, other]), await rootList(4, -10, [own, other])];
    const [early, late] = [await created('POST /v2x/lists', three), await created('POST /v2x/lists', four)];
    expect((await accept('lists', late)).status).toBe(200);
    expect((await accept('lists', early)).problem?.code).toBe('v2x-trust.rollback');
    const rejected = await call(`POST /v2x/lists/${early}/decide`, 'ann', { decision: 'reject' });
    expect(rejected.json).toEqual({ status: 'rejected' });
  });
});

describe('revocation', () => {
  it('is in force at once, and an older list is refused', async () => {
    const vehicle = await own.vehicle();
    expect(await verdictOf(await messageOf(vehicle))).toBe('valid');
    const crl = (serial: number, issued: number, ids: readonly string[]) =>
      makeCrl(own.root, serial, world.now + issued, ids);
    await created('POST /v2x/crls', { crl: base64(await crl(1, -60, [revocationId(vehicle.certificate)])) });
    expect(await verdictOf(await messageOf(vehicle))).toBe('chain:revoked');
    const old = await call('POST /v2x/crls', 'ann', { crl: base64(await crl(2, -90, [])) });
    expect(old.problem?.code).toBe('v2x-trust.rollback');
    const strange = await makeHierarchy('strange.example', world.now);
    const foreign = await makeCrl(strange.root, 1, world.now - 10, []);
    const refused = await call('POST /v2x/crls', 'ann', { crl: base64(foreign) });
    expect(refused.problem?.code).toBe('v2x-trust.crl-refused');
    await created('POST /v2x/crls', { crl: base64(await crl(2, -30, [])) });
    expect(await verdictOf(await messageOf(vehicle))).toBe('valid');
    const { items } = (await call('GET /v2x/crls', 'ann')).as(CrlList);
    expect(items.map(({ isInForce, entries }) => [isInForce, entries])).toEqual([
      [true, 0],
      [false, 1],
    ]);
  });
});

describe('verification', () => {
  it('tells of refused messages in records, and keeps their bytes and counts', async () => {
    const good = Buffer.from(await messageOf(await own.vehicle()), 'base64');
    const forged = base64(good.with(-1, (good.at(-1) ?? 0) ^ 1));
    expect(await verdictOf(forged)).toBe('signature-invalid');
    await vi.waitFor(() =>
      expect(world.records).toContainEqual(
        expect.objectContaining({
          'v2x.security': 'signature_failed',
          'v2x.receiver': 'rsu-17',
          'v2x.aid': AIDS.vehicle,
          category: 'v2x',
        }),
      ),
    );
    await vi.waitFor(async () => {
      const { items } = (await call('GET /v2x/failures?security=signature_failed', 'ann')).as(FailureList);
      expect(items.map(({ spdu, step }) => [spdu, step])).toContainEqual([forged, 'signature']);
    }, 12_000);
    const state = (await call('GET /v2x/verification', 'ann')).as(VerificationState);
    expect(state).toMatchObject({ udpPort: null, roots: 2, authorities: 2, lost: 0 });
    expect(state.totals.find(({ verdict }) => verdict === 'signature-invalid')?.count).toBe(1);
  });

  it('explains a message step by step, in hex as in base64', async () => {
    const message = Buffer.from(await messageOf(await own.vehicle()), 'base64');
    const explain = async (spdu: string) => (await call('POST /v2x/explain', 'ann', { spdu })).as(Explanation);
    const { verdict, steps, fields, chain } = await explain(message.toString('hex'));
    expect(verdict).toMatchObject({ verdict: 'valid', aid: AIDS.vehicle, place: { lat: 31.2, lon: 121.4 } });
    expect(steps.every(({ state }) => state === 'passed')).toBe(true);
    expect(chain.map(({ name }) => name)).toEqual(['', 'pca.own.example', 'root.own.example']);
    expect(fields.find(({ name }) => name === 'location')?.value).toBe('31.20000, 121.40000');
    const cut = await explain(base64(message.subarray(0, 50)));
    expect(cut.steps[0]).toEqual({ step: 'format', state: 'failed' });
    expect(cut.verdict.offset).toBeGreaterThan(40);
    expect((await call('POST /v2x/explain', 'ann', { spdu: '{no message}' })).problem?.code).toBe(
      'v2x-trust.bad-message',
    );
  });

  it('follows the certificates of roadside units', async () => {
    const region = { circular: { center: HERE, radius: 500 } };
    const unit = await own.roadUnit('rsu-17', { region });
    world.units.push({ id: 'rsu-17', from: '10.1.1.7', lat: 31.2, lon: 121.4 });
    expect(await verdictOf(await messageOf(unit, AIDS.road))).toBe('valid');
    const check = world.app.registry.checks().find(({ id }) => id === 'v2x-trust.road-certificates');
    await vi.waitFor(async () => {
      const { outcome, facts } = (await check?.run()) ?? {};
      expect([outcome, facts]).toMatchObject(['pass', { registeredUnits: 1, certifiedUnits: 1 }]);
    }, 12_000);
  });
});

describe('a declared address', () => {
  it('is looked at by a job: a new list waits for a person, one that is known is no problem, a wrong one is told', async () => {
    const served = { body: Buffer.from((await rootList(9, -5, [own, other])).list, 'base64') };
    const server = createServer((_, answer) => answer.end(served.body));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/trcl.oer`;
    const id = await created('POST /v2x/sources', { kind: 'root-ctl', url });
    expect((await call('POST /v2x/sources', 'ann', { kind: 'root-ctl', url })).problem?.code).toBe('v2x-trust.known');
    const lists = async () => (await call('GET /v2x/lists', 'ann')).as(TrustListList).items;
    const source = async () => (await call('GET /v2x/sources', 'ann')).as(ListSourceList).items[0];
    const fetchNow = () => world.platform.platform.jobs.send('v2x-trust/fetch-lists', null);
    await fetchNow();
    await vi.waitFor(async () => {
      const [newest] = await lists();
      expect(newest).toMatchObject({ series: 9, status: 'proposed', origin: 'url', proposedBy: 'system' });
      expect((await source())?.problem).toBeNull();
    }, 15_000);
    served.body = Buffer.from('no list');
    await fetchNow();
    await vi.waitFor(async () => expect((await source())?.problem).toContain('v2x-trust.bad-list'), 15_000);
    expect((await call(`DELETE /v2x/sources/${id}`, 'ann')).status).toBe(200);
    expect(await source()).toBeUndefined();
    const [waiting] = await lists();
    await call(`POST /v2x/lists/${waiting?.id}/decide`, 'bob', { decision: 'reject' });
    server.close();
  });
});

describe('our own list', () => {
  it('is signed by a key of ours, waits for a second person, and goes out as a bundle that can be checked', async () => {
    const { items } = (await call('GET /v2x/roots', 'ann')).as(RootList);
    const id = await created('POST /v2x/lists/publish', { roots: items.map(({ id8 }) => id8), validDays: 10 });
    expect((await accept('lists', id)).status).toBe(200);
    const { list, certificates } = (await call(`GET /v2x/lists/${id}`, 'ann')).as(TrustListDetail);
    expect(list).toMatchObject({ origin: 'own', series: 1, status: 'accepted', certificates: 2 });
    const bundle = JSON.parse((await call(`GET /v2x/lists/${id}/export?form=bundle`, 'ann')).text);
    const content = JSON.parse(bundle.content);
    expect(content).toMatchObject({ kind: 'root-ctl', sm3: list.sm3, certificates });
    const spki = Buffer.from(bundle.signature.publicKey, 'base64');
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const z = sm2Z(pointFromSpki(new Uint8Array(spki)));
    const check = (text: string): boolean =>
      createVerify('sm3').update(z).update(text).verify(key, bundle.signature.value, 'base64');
    expect([check(bundle.content), check(`${bundle.content} `)]).toEqual([true, false]);
  });
});

describe('the hierarchy of this platform', () => {
  it('is proposed whole, waits for a second person, and its revocation list counts from then on', async () => {
    const none = await call('POST /v2x/anchors/own', 'ann');
    expect(none.problem?.code).toBe('v2x-trust.unknown');
    const ours = await makeHierarchy('ours.example', world.now);
    const vehicle = await ours.vehicle();
    const { bytes: aca } = ours.authority.certificate;
    world.own.authorities = { root: ours.root.certificate.bytes, aca, ma: aca };
    world.own.list = await makeCrl(ours.root, 1, world.now - 30, [revocationId(vehicle.certificate)]);
    const { ids } = (await call('POST /v2x/anchors/own', 'ann')).as(OwnAnchors);
    expect((await call('POST /v2x/anchors/own', 'ann')).problem?.code).toBe('v2x-trust.known');
    expect(await verdictOf(await messageOf(vehicle))).toBe('chain:issuer-unknown');
    for (const id of ids.toReversed()) expect((await accept('anchors', id)).status).toBe(200);
    expect(await verdictOf(await messageOf(vehicle))).toBe('chain:revoked');
    const other = await ours.vehicle({ id: { linkageData: { iCert: 7, linkageValue: { octets: '09'.repeat(9) } } } });
    expect(await verdictOf(await messageOf(other))).toBe('valid');
    const [handed] = world.handed.slice(-1);
    expect(handed).toMatchObject({
      signer: { certificate: other.certificate.id8, linkage: '09'.repeat(9), aid: AIDS.vehicle },
      receiver: 'rsu-17',
    });
    const { message, from, to } = handed ?? { message: new Uint8Array(0), from: 0, to: 0 };
    expect([...message.subarray(from, to)]).toEqual([...new Uint8Array(40).fill(9)]);
  });
});

describe('freshness', () => {
  it('is told of when a list is stale, and the checks fail', async () => {
    const check = world.app.registry.checks().find(({ id }) => id === 'v2x-trust.lists');
    expect((await check?.run())?.outcome).toBe('pass');
    world.platform.clock.advance(40 * 86_400_000);
    await world.platform.platform.jobs.send('v2x-trust/watch-freshness', null);
    await vi.waitFor(() => expect(JSON.stringify(world.told)).toContain('可信根证书列表自'), 15_000);
    const { outcome, facts } = (await check?.run()) ?? {};
    expect(outcome).toBe('fail');
    expect(facts).toMatchObject({ staleLists: 4, interopPassed: 8, interopFailed: 0 });
  });
});

import { randomBytes } from 'node:crypto';
import { testActor } from '@chedun/http/testing';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { newDevice, scalarSigner } from '@chedun/v2x-pki/device';
import { rangesIn, rootFields, SUITES, toHex, toTime32 } from '@chedun/v2x-pki';
import {
  createVerifier,
  parseCertificate,
  parsePkiCtl,
  selfSign,
  trustStore,
  verifyCertificateChain,
  verifyTrustList,
} from '@chedun/v2x-security';
import { sm3 } from '@chedun/gm';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CeremonyPlan } from './contract.ts';
import { openDesks, type Desks } from './desk.ts';
import { serviceAsks } from './issued-authorities.ts';
import { ceremoniesRead } from './read-ceremonies.ts';
import { decideCeremony, proposeCeremony } from './use-cases/ceremonies.ts';

const CREATE: CeremonyPlan = {
  kind: 'create-hierarchy',
  suite: 'cn',
  domain: 'v2x.example.cn',
  perPeriod: 4,
  periodsAhead: 2,
};
const RANGES = [{ aid: 3617, ssp: { kind: 'opaque' as const, values: ['01', '0102'] } }];
const SERVICE: CeremonyPlan = {
  kind: 'service-authority',
  suite: 'cn',
  name: 'services.v2x.example.cn',
  years: 5,
  ranges: RANGES,
};
const YES = { verdict: 'approve', note: '同意' } as const;
const verifier = createVerifier();

describe('ceremonies of a V2X root', () => {
  let world: TestPlatform;
  let desks: Desks;
  const person = (name: string) => ({ ...testActor([]), id: name, name });
  const token = (name: string) => ({ ...testActor([]), kind: 'token' as const, id: `token-of-${name}`, name });
  const needs = () => ({
    ...world.platform,
    desks,
    identity: { tokenOwner: async (id: string) => id.replace('token-of-', '') },
  });
  const hold = async (plan: CeremonyPlan): Promise<string> => {
    const { id } = await proposeCeremony(needs())({ plan, note: '计划' }, person('lilei'));
    await decideCeremony(needs())(id, YES, person('hanmei'));
    return id;
  };
  const screens = () => ceremoniesRead(world.platform, desks);
  const now = () => toTime32(world.clock.now());
  const root = async () => (await desks.open('cn')).hierarchy.certificates.root;
  const auditOf = async (id: string) => {
    const { rows } = await sql<{ action: string; outcome: string }>`select action, outcome from platform.audit
      where target_id = ${id} order by seq`.execute(world.platform.records.read());
    return rows.map(({ action, outcome }) => `${action} ${outcome}`);
  };

  beforeAll(async () => {
    world = await testPlatform();
    await world.platform.records.migrate([{ module: 'pseudonyms', folder: new URL('./migrations/', import.meta.url) }]);
    desks = openDesks(world.platform);
  });
  afterAll(() => world.close());

  it('make nothing before another person approves, and nothing when it is rejected', async () => {
    const { id } = await proposeCeremony(needs())({ plan: CREATE, note: '计划' }, person('lilei'));
    for (const same of [person('lilei'), token('lilei')])
      await expect(decideCeremony(needs())(id, YES, same)).rejects.toMatchObject({ code: 'pseudonyms.same-person' });
    expect(await world.platform.keys.list()).toEqual([]);
    await decideCeremony(needs())(id, { verdict: 'reject', note: '缓办' }, person('hanmei'));
    expect(await desks.find('cn')).toBeUndefined();
    expect(await world.platform.keys.list()).toEqual([]);
    expect(await screens().transcript(id)).toContain('rejected by hanmei');
    await expect(decideCeremony(needs())(id, YES, person('hanmei'))).rejects.toMatchObject({
      code: 'pseudonyms.decided',
    });
  });

  it('build a hierarchy once, and write down every certificate', async () => {
    await expect(proposeCeremony(needs())({ plan: SERVICE, note: '计划' }, person('lilei'))).rejects.toMatchObject({
      code: 'pseudonyms.no-hierarchy',
    });
    const both = [];
    for (let at = 0; at < 2; at += 1)
      both.push(await proposeCeremony(needs())({ plan: CREATE, note: '计划' }, person('lilei')));
    const [one, two] = both.map(({ id }) => id);
    await decideCeremony(needs())(one ?? '', YES, person('hanmei'));
    await expect(decideCeremony(needs())(two ?? '', YES, person('hanmei'))).rejects.toMatchObject({
      code: 'pseudonyms.exists',
    });
    const text = await screens().transcript(one ?? '');
    expect(text.split('\n').filter((line) => line.startsWith('certificate of '))).toHaveLength(7);
    expect(text).toContain(`root.v2x.example.cn signed: SM3 ${toHex((await root()).hash)}`);
    const { items } = await screens().ceremonies();
    const held = items.find(({ id }) => id === one);
    expect(held).toMatchObject({ state: 'done', proposedBy: 'lilei', decidedBy: 'hanmei' });
    expect(held?.transcript).toBe(toHex(sm3(Buffer.from(text))));
    expect(items.find(({ id }) => id === two)).toMatchObject({ state: 'proposed' });
  });

  it('certify an authority that gives exactly what the plan says', async () => {
    await hold(SERVICE);
    const { items } = await screens().issuedAuthorities();
    expect(items).toMatchObject([{ kind: 'service', name: 'services.v2x.example.cn', ranges: RANGES, valid: true }]);
    const authority = await serviceAsks(needs(), desks).serviceAuthority('cn');
    const { key } = newDevice(SUITES.cn, 'unified', (length) => new Uint8Array(randomBytes(length))).signing;
    const order = { name: 'rsu-1', point: key.point, start: now(), hours: 24 };
    const made = await authority?.certify({
      ...order,
      permissions: [{ aid: 3617, ssp: { form: 'opaque', hex: '0102' } }],
    });
    const store = trustStore([await root()], [parseCertificate(authority?.certificate ?? new Uint8Array(0))]);
    const certificate = parseCertificate(made ?? new Uint8Array(0));
    expect(verifyCertificateChain(certificate, { profile: 'cn', now: now(), verifier, ...store }).isValid).toBe(true);
    for (const permissions of [[{ aid: 3617 }], [{ aid: 3618 }]])
      await expect(authority?.certify({ ...order, permissions })).rejects.toMatchObject({
        code: 'pseudonyms.ceremony-refused',
      });
    await expect(authority?.certify({ ...order, hours: 60_000, permissions: [] })).rejects.toMatchObject({
      code: 'pseudonyms.ceremony-refused',
    });
  });

  it('certify the key of an authority of another company, and refuse what is none', async () => {
    const { scalar, key } = newDevice(SUITES.cn, 'unified', (length) => new Uint8Array(randomBytes(length))).signing;
    const fields = { suite: SUITES.cn, name: 'aca.other.cn', start: now(), years: 3, signing: key, aids: [] };
    const theirs = await selfSign(rootFields(fields), scalarSigner(SUITES.cn, scalar));
    const plan = (certificate: string): CeremonyPlan => ({
      kind: 'foreign-authority',
      suite: 'cn',
      certificate,
      years: 2,
      ranges: RANGES,
    });
    await expect(proposeCeremony(needs())({ plan: plan('gAMA'), note: '互信' }, person('lilei'))).rejects.toMatchObject(
      { code: 'pseudonyms.ceremony-refused' },
    );
    await hold(plan(Buffer.from(theirs.bytes).toString('base64')));
    const { items } = await screens().issuedAuthorities();
    const [made] = items.filter(({ kind }) => kind === 'foreign');
    expect(made).toMatchObject({ name: 'aca.other.cn', valid: true });
    const certificate = parseCertificate(await screens().issuedCertificate(made?.id ?? ''));
    expect(certificate.issuer?.id8).toBe((await root()).id8);
    expect(rangesIn(certificate.value.toBeSigned)).toEqual(RANGES);
  });

  it('sign lists of all authorities, each newer than the last', async () => {
    await expect(screens().authorityList('cn')).rejects.toMatchObject({ code: 'pseudonyms.not-published' });
    const plan: CeremonyPlan = { kind: 'authority-list', suite: 'cn', days: 90, crlUrl: 'https://v2x.example.cn/crl' };
    await hold(plan);
    world.clock.advance(1000);
    await hold(plan);
    const list = parsePkiCtl(await screens().authorityList('cn'));
    expect([list.series, list.certificates.length]).toEqual([2, 8]);
    expect(verifyTrustList(list, { issuer: await root(), now: now(), verifier })).toBe('valid');
    const { lists } = await screens().issuedAuthorities();
    expect(lists.map(({ series, fresh }) => [series, fresh])).toEqual([
      [2, true],
      [1, true],
    ]);
  });

  it('are in the audit trail, refused attempts too', async () => {
    const { items } = await screens().ceremonies();
    const rejected = items.find(({ state }) => state === 'rejected');
    expect(await auditOf(rejected?.id ?? '')).toEqual([
      'pseudonyms.ceremony-proposed done',
      'pseudonyms.ceremony-held refused',
      'pseudonyms.ceremony-held refused',
      'pseudonyms.ceremony-rejected done',
    ]);
  });
});

import { createVerifier, LINKAGE_SM, parseCrl, RevocationStore, verifyCrl, verifyMessage } from '@chedun/v2x-security';
import { newSpduView, SignerCache, signMessage } from '@chedun/v2x-security';
import type { Revocations } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toJsonText } from '@chedun/records';
import { PERIOD_SECONDS, toHex } from '@chedun/v2x-pki';
import type { Pseudonym } from '@chedun/v2x-pki/device';
import { enrolled, pseudonymsOf, roleWorld } from './testing/index.ts';
import type { RoleWorld } from './testing/index.ts';
import type { MaTables, PublicTables } from './tables.ts';

const WEEK = PERIOD_SECONDS * 1000;
const MICRO = 1_000_000;
const reporter = { kind: 'user', id: 'u1', name: '张三', person: 'u1' };

const verdictOn = async ({ hierarchy, now }: RoleWorld, pseudonym: Pseudonym, revocations: Revocations) => {
  const { suite, trust, settings } = hierarchy;
  const verifier = createVerifier();
  const header = { aid: settings.aids[0] ?? 0, generationTime: now() * MICRO };
  const payload = new Uint8Array(8);
  const message = await signMessage({ profile: suite.profile, payload, header, signer: 'certificate' }, pseudonym);
  return verifyMessage(message, newSpduView(), {
    profile: suite.profile,
    now: now() * MICRO,
    verifier,
    signers: new SignerCache({ profile: suite.profile, verifier, ...trust, revocations }, 10),
    policyOf: () => ({ needsTime: true, needsLocation: false, mostAge: MICRO, mostAhead: MICRO }),
  }).verdict;
};

const linkageOf = ({ certificate }: Pseudonym) => {
  const { id } = certificate.value.toBeSigned;
  if (!('linkageData' in id)) throw new Error('no pseudonym');
  return id.linkageData;
};

describe('a device that misbehaves', () => {
  let world: RoleWorld;
  const kept = new Map<string, readonly Pseudonym[]>();
  const at = (name: string): readonly Pseudonym[] => kept.get(name) ?? [];

  /** The newest list, judged as a receiver does. */
  const newestList = async () => {
    const { hierarchy, platform, now } = world;
    const row = await platform.platform.records
      .read<PublicTables>()
      .selectFrom('pseudonyms.lists')
      .selectAll()
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    const list = parseCrl(hierarchy.suite.profile, new Uint8Array(row.bytes));
    const { suite, trust, verifier } = hierarchy;
    return { list, verdict: verifyCrl(list, { profile: suite.profile, now: now(), verifier, ...trust }) };
  };

  /** Keeps what the decision of two persons keeps. */
  const keepRevocation = async (certificateId: string, id: string): Promise<void> => {
    const { records, clock } = world.platform.platform;
    const found = await world.roles.ma.revoke(certificateId);
    const person = toJsonText(reporter) as never;
    await records.transaction((tx) =>
      tx
        .as<MaTables>()
        .insertInto('pseudonyms_ma.revocations')
        .values({
          id,
          report_id: id,
          suite: 'cn',
          state: 'revoked',
          note: '-',
          decision: '-',
          per_period: found.perPeriod,
          proposed_by: person,
          decided_by: person,
          i: found.i,
          seed1: Buffer.from(found.seed1),
          seed2: Buffer.from(found.seed2),
          proposed_at: new Date(clock.now()),
          decided_at: new Date(clock.now()),
        })
        .execute(),
    );
  };

  beforeAll(async () => {
    world = await roleWorld('cn', { periodsAhead: 4 });
    const [bad, good] = [await enrolled(world, 'LSVAA49J132047201'), await enrolled(world, 'LSVAA49J132047202')];
    await world.makeAll(4);
    const first = world.i();
    for (const [who, vehicle] of [
      ['bad', bad],
      ['good', good],
    ] as const)
      for (const later of [0, 1, 2, 3]) kept.set(`${who}${later}`, await pseudonymsOf(world, vehicle, first + later));
    world.platform.clock.advance(WEEK);
    const proof = at('bad1')[2];
    if (proof === undefined) throw new Error('no pseudonym');
    const { certificate } = proof;
    const { newId } = world.platform.platform;
    const id = newId();
    const what = { evidence: certificate.bytes, observation: 'position-jump', note: '轨迹跳变' };
    await world.roles.ma.report(what, id, reporter);
    await keepRevocation(toHex(certificate.hash.subarray(-10)), id);
    expect(await world.roles.ma.publish()).toEqual({ number: 1, entries: 1 });
    // The registration authority has nothing more for it.
    await expect(pseudonymsOf(world, bad, first + 3)).rejects.toMatchObject({ code: 'pseudonyms.blocked' });
    expect(await pseudonymsOf(world, good, first + 3)).toHaveLength(4);
  }, 180_000);
  afterAll(() => world?.close());

  it('is refused with every pseudonym that it still has, in this period and in later ones; others are not', async () => {
    const store = new RevocationStore(LINKAGE_SM);
    const { list, verdict } = await newestList();
    expect(verdict).toBe('valid');
    expect(store.apply(list.contents)).toBe('applied');
    for (const pseudonym of at('bad1')) expect(await verdictOn(world, pseudonym, store)).toBe('chain:revoked');
    for (const pseudonym of at('good1')) expect(await verdictOn(world, pseudonym, store)).toBe('valid');
    for (const later of [2, 3]) {
      for (const { certificate } of at(`bad${later}`)) expect(store.isRevoked(certificate)).toBe(true);
      for (const { certificate } of at(`good${later}`)) expect(store.isRevoked(certificate)).toBe(false);
    }
  });

  it('is not linkable before its revocation: the seeds of the list give none of its earlier values', async () => {
    const store = new RevocationStore(LINKAGE_SM);
    const { list } = await newestList();
    store.apply(list.contents);
    for (const { certificate } of at('bad0')) expect(store.isRevoked(certificate)).toBe(false);
    // Even when a reader takes the seeds of the list for those of the period before.
    const { typeSpecific } = list.contents;
    if (!('fullLinkedCrl' in typeSpecific)) throw new Error('a list by linkage values');
    const { fullLinkedCrl } = typeSpecific;
    const shifted = new RevocationStore(LINKAGE_SM);
    shifted.apply({
      ...list.contents,
      typeSpecific: { fullLinkedCrl: { ...fullLinkedCrl, iRev: fullLinkedCrl.iRev - 1 } },
    });
    for (const pseudonym of at('bad0')) {
      expect(shifted.isRevoked(pseudonym.certificate)).toBe(false);
      expect(linkageOf(pseudonym).iCert).toBe(fullLinkedCrl.iRev - 1);
    }
  });

  it('stays revoked in the list of a later period, whose seeds no longer reveal the period before', async () => {
    const before = (await newestList()).list.contents.typeSpecific;
    world.platform.clock.advance(WEEK);
    expect(await world.roles.ma.publish()).toEqual({ number: 2, entries: 1 });
    const { list } = await newestList();
    const store = new RevocationStore(LINKAGE_SM);
    store.apply(list.contents);
    for (const pseudonym of at('bad2')) expect(await verdictOn(world, pseudonym, store)).toBe('chain:revoked');
    for (const pseudonym of at('good2')) expect(await verdictOn(world, pseudonym, store)).toBe('valid');
    for (const { certificate } of at('bad1')) expect(store.isRevoked(certificate)).toBe(false);
    expect(JSON.stringify(list.contents.typeSpecific)).not.toBe(JSON.stringify(before));
  });

  it('is only reported with a certificate of this hierarchy', async () => {
    const { hierarchy, roles, platform } = world;
    const what = { evidence: hierarchy.certificates.ra.bytes, observation: 'x', note: 'x' };
    const refused = roles.ma.report(what, platform.platform.newId(), reporter);
    await expect(refused).rejects.toMatchObject({ code: 'pseudonyms.unknown-certificate' });
    await expect(roles.ma.revoke('00'.repeat(10))).rejects.toMatchObject({ code: 'pseudonyms.unknown-certificate' });
  });
});

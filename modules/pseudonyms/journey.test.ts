import { createVerifier, newSpduView, SignerCache, signMessage, verifyMessage } from '@chedun/v2x-security';
import { fromHex, toHex } from '@chedun/v2x-pki';
import type { Pseudonym } from '@chedun/v2x-pki/device';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenRoles } from './hierarchy.ts';
import { enrolled, pseudonymsOf, roleWorld } from './testing/index.ts';
import type { RoleWorld } from './testing/index.ts';

const MICRO = 1_000_000;
const payload = fromHex('00112233445566778899');

/** What a receiver of the profile says of a message that a pseudonym signs now. */
export const verdictOn = async ({ hierarchy, now }: RoleWorld, pseudonym: Pseudonym): Promise<string> => {
  const { suite, trust, settings } = hierarchy;
  const verifier = createVerifier();
  const header = { aid: settings.aids[0] ?? 0, generationTime: now() * MICRO };
  const message = await signMessage({ profile: suite.profile, payload, header, signer: 'certificate' }, pseudonym);
  return verifyMessage(message, newSpduView(), {
    profile: suite.profile,
    now: now() * MICRO,
    verifier,
    signers: new SignerCache({ profile: suite.profile, verifier, ...trust }, 10),
    policyOf: () => ({ needsTime: true, needsLocation: false, mostAge: MICRO, mostAhead: MICRO }),
  }).verdict;
};

describe.each(['cn', 'ieee'] as const)('a vehicle of the profile %s', (name) => {
  let world: RoleWorld;
  beforeAll(async () => {
    world = await roleWorld(name);
  });
  afterAll(() => world.close());

  it('has authorities that verify up to the root', () => {
    expect(brokenRoles(world.hierarchy, world.platform.clock.now())).toEqual([]);
  });

  it.each(['compactUnified', 'unified', 'original'] as const)(
    'enrols, asks in the form %s, downloads, and signs what others accept',
    async (form) => {
      const vin = `LSVAA49J13204${{ compactUnified: 7001, unified: 7002, original: 7003 }[form]}`;
      const vehicle = await enrolled(world, vin, form);
      expect(await world.makeAll()).toBe(8);
      const found = await pseudonymsOf(world, vehicle, world.i());
      expect(found).toHaveLength(4);
      expect(new Set(found.map(({ certificate }) => certificate.id8)).size).toBe(4);
      for (const pseudonym of found) expect(await verdictOn(world, pseudonym)).toBe('valid');
      const next = await pseudonymsOf(world, vehicle, world.i() + 1);
      expect(next.map(({ certificate }) => certificate.value.toBeSigned.id)).toEqual(
        next.map(() => ({
          linkageData: { iCert: world.i() + 1, linkageValue: { octets: expect.any(String) as string } },
        })),
      );
      expect(await verdictOn(world, next[0] ?? found[0] ?? fail())).toBe('chain:not-yet-valid');
      expect(await world.makeAll()).toBe(0);
    },
  );
});

const fail = (): never => {
  throw new Error('no pseudonym');
};

describe('the authorities refuse', () => {
  let world: RoleWorld;
  beforeAll(async () => {
    world = await roleWorld('cn');
  });
  afterAll(() => world.close());

  it('a file for another device, and messages that were changed', async () => {
    const [one, two] = [await enrolled(world, 'LSVAA49J132047011'), await enrolled(world, 'LSVAA49J132047012')];
    await world.makeAll(1);
    await expect(pseudonymsOf(world, { ...one, device: two.device }, world.i())).rejects.toMatchObject({
      code: 'pseudonyms.bad-signature',
    });
    const mixed = { ...two.device, enrolment: one.device.enrolment };
    await expect(pseudonymsOf(world, { ...one, device: mixed }, world.i())).rejects.toMatchObject({
      code: 'v2xsec.decrypt',
    });
    await expect(pseudonymsOf(world, one, world.i() + 9)).rejects.toMatchObject({ code: 'pseudonyms.no-file' });
    await expect(world.roles.ra.submit(fromHex('0380'))).rejects.toMatchObject({ code: 'pseudonyms.bad-message' });
    await expect(world.roles.aca.issue(fromHex('0381'))).rejects.toMatchObject({ code: 'pseudonyms.bad-message' });
    await expect(world.roles.la1.linkageValues(fromHex('03'))).rejects.toMatchObject({
      code: 'pseudonyms.bad-message',
    });
    expect(toHex(one.enrolment.bytes)).not.toBe(toHex(two.enrolment.bytes));
  });
});

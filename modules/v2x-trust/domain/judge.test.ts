import { beforeAll, describe, expect, it } from 'vitest';
import type { HeaderValue, Signer } from '@chedun/v2x-security';
import { LINKAGE_SM, linkageValueOf } from '@chedun/v2x-security';
import { AIDS, HERE, makeCrl, makeHierarchy, makeMessage, type Hierarchy } from './hierarchy.ts';
import { createJudge, type JudgeSetup } from './judge.ts';
import { revocationsOf } from './revocations.ts';

const NOW = 722_476_800;
const MICRO = 1_000_000;
const BEIJING = { latitude: 400_000_000, longitude: 1_160_000_000 };
const LONDON = { latitude: 515_000_000, longitude: 0 };

let company: Hierarchy;
beforeAll(async () => {
  company = await makeHierarchy('a.example', NOW);
});

const setupOf = (more: Partial<JudgeSetup> = {}): JudgeSetup => ({
  profile: 'cn',
  roots: [company.root.certificate.bytes],
  authorities: [company.authority.certificate.bytes],
  policies: [],
  signers: 100,
  undecidedRegion: 'accept',
  ...more,
});
const header: HeaderValue = { aid: AIDS.vehicle, generationTime: NOW * MICRO };
const judged = async (signer: Signer, setup: JudgeSetup, change: Partial<HeaderValue> = {}): Promise<string> =>
  createJudge(setup).judge(await makeMessage(signer, { ...header, ...change }), NOW * MICRO, undefined).verdict;

describe('the policy of an application', () => {
  const policy = { aid: AIDS.vehicle, mostAgeMs: 100, mostAheadMs: 50, needsLocation: false };
  const at = (ms: number) => ({ generationTime: NOW * MICRO + ms * 1000 });

  it('says how old a message may be, and how far ahead', async () => {
    const vehicle = await company.vehicle();
    const ask = (ms: number) => judged(vehicle, setupOf({ policies: [policy] }), at(ms));
    expect([await ask(-100), await ask(-101)]).toEqual(['valid', 'too-old']);
    expect([await ask(50), await ask(51)]).toEqual(['valid', 'in-future']);
    expect(await judged(vehicle, setupOf(), at(-1500))).toBe('valid');
  });

  it('asks for a place where it has to', async () => {
    const vehicle = await company.vehicle();
    const setup = setupOf({ policies: [{ ...policy, needsLocation: true }] });
    expect(await judged(vehicle, setup)).toBe('location-missing');
    expect(await judged(vehicle, setup, { generationLocation: { ...HERE, elevation: 4096 } })).toBe('valid');
  });

  it('asks for bits of the service specific permissions', async () => {
    const holder = (octets: string) =>
      company.vehicle({ appPermissions: [{ aid: AIDS.vehicle, ssp: { bitmapSsp: { octets } } }] });
    const setup = setupOf({ policies: [{ ...policy, ssp: '0180' }] });
    expect(await judged(await holder('0180'), setup)).toBe('valid');
    expect(await judged(await holder('01c0'), setup)).toBe('valid');
    expect(await judged(await holder('0140'), setup)).toBe('ssp-not-permitted');
    expect(await judged(await company.vehicle(), setup)).toBe('ssp-not-permitted');
  });
});

describe('a place', () => {
  it('far outside China is outside the country, one that may be inside follows the setting', async () => {
    const country = await makeHierarchy('b.example', NOW, { region: { identified: [{ countryOnly: 156 }] } });
    const setup = {
      ...setupOf(),
      roots: [country.root.certificate.bytes],
      authorities: [country.authority.certificate.bytes],
    };
    const vehicle = await country.vehicle();
    const here = (place: typeof BEIJING) => ({ generationLocation: { ...place, elevation: 4096 } });
    expect(await judged(vehicle, setup, here(BEIJING))).toBe('valid');
    expect(await judged(vehicle, { ...setup, undecidedRegion: 'reject' }, here(BEIJING))).toBe('region-undecided');
    expect(await judged(vehicle, setup, here(LONDON))).toBe('outside-region');
  });
});

describe('revocation by linkage seeds', () => {
  it('reaches every certificate of the device from that period on', async () => {
    const seeds = ['11', '22'].map((byte, at) => ({
      laId: Uint8Array.of(0, at + 1),
      seed: new Uint8Array(Buffer.from(byte.repeat(16), 'hex')),
    }));
    const value = (j: number) => Buffer.from(linkageValueOf(LINKAGE_SM, seeds, j)).toString('hex');
    const vehicle = (octets: string) =>
      company.vehicle({ id: { linkageData: { iCert: 7, linkageValue: { octets } } } });
    const crl = await makeCrl(company.root, 1, NOW - 60, [], {
      fullLinkedCrl: {
        iRev: 7,
        indexWithinI: 0,
        individual: [
          {
            jmax: 20,
            contents: [
              {
                la1Id: { octets: '0001' },
                la2Id: { octets: '0002' },
                contents: [
                  {
                    iMax: 60,
                    contents: [
                      { linkageSeed1: { octets: '11'.repeat(16) }, linkageSeed2: { octets: '22'.repeat(16) } },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    });
    const judge = createJudge(setupOf(), revocationsOf('cn', [crl]));
    const ask = async (signer: Signer) =>
      judge.judge(await makeMessage(signer, header), NOW * MICRO, undefined).verdict;
    expect(await ask(await vehicle(value(3)))).toBe('chain:revoked');
    expect(await ask(await vehicle('010203040506070809'))).toBe('valid');
  });
});

describe('replay', () => {
  it('is not looked for where the same message may be judged again', async () => {
    const bytes = await makeMessage(await company.vehicle(), header);
    const twice = (setup: JudgeSetup) => {
      const judge = createJudge(setup);
      return [bytes, bytes].map((one) => judge.judge(one, NOW * MICRO, undefined).verdict);
    };
    expect(twice(setupOf())).toEqual(['valid', 'replayed']);
    expect(twice(setupOf({ replay: 'off' }))).toEqual(['valid', 'valid']);
  });
});

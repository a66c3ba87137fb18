import { beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../../testing/certificates.ts';
import { AID, testPki } from '../../testing/pki.ts';
import type { TestPki } from '../../testing/pki.ts';
import { createVerifier, newSpduView, SignerCache, signMessage, verifyMessage } from '../index.ts';
import type { CountryAt, MessageContext } from '../index.ts';

const verifier = createVerifier();
const MICRO = 1_000_000;
const china = { region: { identified: [{ countryOnly: 156 }] } };
let pki: TestPki;
let bytes: Uint8Array;

beforeAll(async () => {
  pki = await testPki('sm2', { authority: china, vehicle: china });
  const place = { latitude: 399_000_000, longitude: 1_164_000_000, elevation: 0 };
  const header = { aid: AID, generationTime: NOW * MICRO, generationLocation: place };
  bytes = await signMessage({ profile: 'cn', payload: Uint8Array.of(7), header, signer: 'certificate' }, pki.vehicle);
});

const judge = (more: Partial<MessageContext>): string =>
  verifyMessage(bytes, newSpduView(), {
    profile: 'cn',
    now: NOW * MICRO,
    verifier,
    signers: new SignerCache({ profile: 'cn', verifier, ...pki.store }, 4),
    policyOf: () => ({ needsTime: true, needsLocation: true, mostAge: MICRO, mostAhead: MICRO }),
    ...more,
  }).verdict;

describe('a message of a signer that is valid in a country', () => {
  const at =
    (country: number): CountryAt =>
    () => ({ country });

  it('takes a map to judge', () => {
    expect(judge({})).toBe('region-undecided');
    expect(judge({ undecidedRegion: 'accept' })).toBe('valid');
    expect(judge({ countryAt: at(156) })).toBe('valid');
    expect(judge({ countryAt: at(276) })).toBe('outside-region');
    expect(judge({ countryAt: () => undefined })).toBe('region-undecided');
  });

  it('hands the payload and the permissions of the signer to the application', () => {
    const seen: unknown[] = [];
    const policyOf = (aid: number) => ({
      needsTime: true,
      needsLocation: true,
      mostAge: MICRO,
      mostAhead: MICRO,
      isPermitted: (...given: readonly unknown[]) => seen.push([aid, ...given]) > 0,
    });
    expect(judge({ countryAt: at(156), policyOf })).toBe('valid');
    expect(seen).toEqual([[AID, { opaque: { octets: '0102' } }, Uint8Array.of(7)]]);
  });
});

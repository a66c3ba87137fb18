import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../../testing/certificates.ts';
import { AID, box, testPki } from '../../testing/pki.ts';
import type { TestPki } from '../../testing/pki.ts';
import {
  newSpduView,
  createVerifier,
  ReplayWindow,
  SignerCache,
  signMessage,
  unsecuredMessage,
  verifyMessage,
} from '../index.ts';
import type { AidPolicy, HeaderValue, MessageContext, MessageDraft, Signer, SignerContext } from '../index.ts';

const MICRO = 1_000_000;
const TIME = NOW * MICRO;
const HERE = { latitude: 305_000_000, longitude: 1_105_000_000, elevation: 4096 };
const header: HeaderValue = { aid: AID, generationTime: TIME - 100_000, generationLocation: HERE };
const payload = new Uint8Array(40).fill(9);
const verifier = createVerifier();
const policy: AidPolicy = { needsTime: true, needsLocation: false, mostAge: 2 * MICRO, mostAhead: MICRO };

const pkis = new Map<string, TestPki>();
beforeAll(async () => {
  for (const curve of ['sm2', 'nistP256', 'nistP384'] as const) pkis.set(curve, await testPki(curve));
});
const pki = (curve: string): TestPki => {
  const found = pkis.get(curve);
  if (found === undefined) throw new Error(`no ${curve}`);
  return found;
};

const contextOf = (
  { store }: TestPki,
  more: Partial<MessageContext> = {},
  chain: Partial<SignerContext> = {},
): MessageContext => ({
  profile: 'cn',
  now: TIME,
  verifier,
  signers: new SignerCache({ profile: 'cn', verifier, ...store, ...chain }, 100),
  policyOf: () => policy,
  ...more,
});

const send = (signer: Signer, change: Partial<HeaderValue> = {}, how: MessageDraft['signer'] = 'certificate') =>
  signMessage({ profile: 'cn', payload, header: { ...header, ...change }, signer: how }, signer);

const verdictOf = (bytes: Uint8Array, context: MessageContext): string =>
  verifyMessage(bytes, newSpduView(), context).verdict;

describe('a signed message', () => {
  it.each(['sm2', 'nistP256', 'nistP384'])(
    'on %s is valid with its certificate, and then by its digest',
    async (curve) => {
      const { vehicle } = pki(curve);
      const context = contextOf(pki(curve));
      const short = await send(vehicle, {}, 'digest');
      expect(verdictOf(short, context)).toBe('signer-unknown');
      const view = newSpduView();
      const { verdict, signer } = verifyMessage(await send(vehicle), view, context);
      expect([verdict, signer?.certificate.id8]).toEqual(['valid', vehicle.certificate.id8]);
      expect(view).toMatchObject({ aid: AID, generationTime: header.generationTime, latitude: HERE.latitude });
      expect(verdictOf(short, context)).toBe('valid');
    },
  );

  it.each(['sm2', 'nistP256'])('on %s is not valid with any other bit', async (curve) => {
    const bytes = await send(pki(curve).vehicle);
    const context = contextOf(pki(curve));
    expect(verdictOf(bytes, context)).toBe('valid');
    // The form of the point r of ECDSA is signed neither in the message nor in the certificate in it: only its x counts.
    const forms = curve === 'sm2' ? [] : [bytes.length - 131, bytes.length - 65];
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const other = Uint8Array.from(bytes, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        const { verdict } = verifyMessage(other, newSpduView(), context);
        if (forms.includes(bit >> 3)) return;
        expect(verdict).not.toBe('valid');
      }),
      { numRuns: 300 },
    );
  });

  it('uses a prepared key when there is one, and passes the digest e to it', async () => {
    const { vehicle } = pki('sm2');
    const seen: number[][] = [];
    const prepareSm2 = (key: Uint8Array) => ({
      verify: (digest: Uint8Array, signature: Uint8Array) => {
        seen.push([key.length, digest.length, signature.length]);
        return false;
      },
    });
    const context = contextOf(pki('sm2'), {}, { prepareSm2 });
    expect(verdictOf(await send(vehicle), context)).toBe('signature-invalid');
    expect(seen).toEqual([[65, 32, 64]]);
  });
});

describe('a message is refused', () => {
  const cases: readonly (readonly [string, Partial<HeaderValue>, Partial<MessageContext>])[] = [
    ['too-old', { generationTime: TIME - 3 * MICRO }, {}],
    ['in-future', { generationTime: TIME + 2 * MICRO }, {}],
    ['expired', { expiryTime: TIME - 1 }, {}],
    ['aid-not-permitted', { aid: AID + 1 }, {}],
    ['outside-region', { generationLocation: { ...HERE, latitude: 0 } }, {}],
    ['ssp-not-permitted', {}, { policyOf: () => ({ ...policy, isPermitted: () => false }) }],
    ['outside-validity', { generationTime: TIME + 300 * 86_400 * MICRO }, { now: TIME + 300 * 86_400 * MICRO }],
  ];
  it.each(cases)('as %s', async (verdict, change, more) => {
    const { vehicle } = pki('sm2');
    const context = contextOf(pki('sm2'), {});
    expect(verdictOf(await send(vehicle), context)).toBe('valid');
    expect(verdictOf(await send(vehicle, change), { ...context, ...more })).toBe(verdict);
  });

  it('for a field that the policy asks for', async () => {
    const { vehicle } = pki('sm2');
    const draft = { profile: 'cn', payload, header: { aid: AID }, signer: 'certificate' } as const;
    const bare = await signMessage(draft, vehicle);
    const context = contextOf(pki('sm2'));
    expect(verdictOf(bare, context)).toBe('time-missing');
    const place = { ...policy, needsTime: false, needsLocation: true };
    expect(verdictOf(bare, { ...context, policyOf: () => place })).toBe('location-missing');
    expect(verdictOf(bare, { ...context, policyOf: () => ({ ...place, needsLocation: false }) })).toBe('valid');
  });

  it('when it comes again within the window, and not when it was invalid the first time', async () => {
    const { vehicle } = pki('sm2');
    const context = contextOf(pki('sm2'), { replay: new ReplayWindow(10 * MICRO, 100) });
    const bytes = await send(vehicle);
    const broken = bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1);
    expect([broken, bytes, bytes].map((one) => verdictOf(one, context))).toEqual([
      'signature-invalid',
      'valid',
      'replayed',
    ]);
  });

  it('when it is no signed message, or names its signer in another way', () => {
    const context = contextOf(pki('sm2'));
    expect(verdictOf(unsecuredMessage('cn', payload), context)).toBe('not-signed');
    expect(verdictOf(new Uint8Array(0), context)).toBe('format');
    expect(verdictOf(Uint8Array.of(3, 0x82, 1, 2), context)).toBe('not-signed');
  });

  it('when its hash is not that of its key', async () => {
    const { vehicle } = pki('sm2');
    const context = contextOf(pki('sm2'));
    const bytes = await send(vehicle);
    expect(verdictOf(bytes.with(2, 0), context)).toBe('hash-algorithm');
    expect(verdictOf(bytes.with(2, 9), context)).toBe('format');
  });

  it('when its chain is', async () => {
    const strange = contextOf(pki('nistP256'));
    expect(verdictOf(await send(pki('sm2').vehicle), strange)).toBe('chain:issuer-unknown');
    const far = await testPki('sm2', { vehicle: { region: { rectangular: [box(0, 0, 1000)] } } });
    expect(verdictOf(await send(far.vehicle), contextOf(far))).toBe('chain:region-not-contained');
  });

  it('when its signer is revoked later', async () => {
    const state = { version: 1, revoked: false };
    const revocations = {
      get version() {
        return state.version;
      },
      isRevoked: () => state.revoked,
    };
    const { vehicle } = pki('sm2');
    const context = contextOf(pki('sm2'), {}, { revocations });
    expect(verdictOf(await send(vehicle), context)).toBe('valid');
    Object.assign(state, { version: 2, revoked: true });
    expect(verdictOf(await send(vehicle, {}, 'digest'), context)).toBe('chain:revoked');
  });
});

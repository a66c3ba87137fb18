import {
  crlDistributionPoints,
  deltaCrlIndicator,
  EXTENSION,
  freshestCrl,
  issuingDistributionPoint,
  KEY_USAGE,
  keyUsage,
} from '../../src/index.ts';
import type { Certificate, CrlIndex, GeneralName } from '../../src/index.ts';
import type { Authority } from '../certificates.ts';
import { AT } from './kit.ts';
import type { Case, Change, CrlOptions, Kit, Scenario } from './kit.ts';

const at = (value: string): readonly GeneralName[] => [{ kind: 'uri', value }];
const HERE = at('http://crl.example.cn/1.crl');
const THERE = at('http://crl.example.cn/2.crl');
/** Where deltas are: openssl looks at them only behind this. */
const FRESHEST = freshestCrl([{ fullName: THERE }]);
const REASONS = { keyCompromise: 0b10, rest: 0b1_1111_1100 };

interface Parts {
  readonly root: Authority;
  readonly ca: Authority;
  readonly end: Certificate;
}

interface Made {
  readonly crls: readonly CrlIndex[];
  readonly more?: readonly Certificate[];
  readonly mode?: 'if-known';
}

/** Root, authority, end; the CRLs are made when the certificates are known. The CRL of the root is empty unless said. */
const withCrls =
  (crls: (kit: Kit, parts: Parts) => Promise<Made>, end: Change = {}, ca: Change = {}) =>
  async (kit: Kit): Promise<Case> => {
    const root = await kit.root();
    const authority = await kit.authority('CA', root, ca);
    const certificate = await kit.end(authority, end);
    const made = await crls(kit, { root, ca: authority, end: certificate });
    const all = made.crls;
    return {
      anchor: root.certificate,
      certificate,
      intermediates: [authority.certificate, ...(made.more ?? [])],
      crls: all,
      ...(made.mode && { input: { revocation: { mode: made.mode, crls: all, ocsp: [] } } }),
    };
  };

/** One CRL of the authority beside an empty one of the root. */
const one = (options: (parts: Parts, kit: Kit) => CrlOptions, end?: Change, ca?: Change) =>
  withCrls(
    async (kit, parts) => ({ crls: [await kit.crl(parts.root), await kit.crl(parts.ca, options(parts, kit))] }),
    end,
    ca,
  );

const scoped = (scope: Parameters<typeof issuingDistributionPoint>[0]): CrlOptions => ({
  add: [issuingDistributionPoint(scope)],
});
const placed: Change = { add: [crlDistributionPoints([{ fullName: HERE }])] };

const delta = (base: number, number: number, complete: CrlOptions, change: (parts: Parts) => CrlOptions) =>
  withCrls(async (kit, parts) => ({
    crls: [
      await kit.crl(parts.root),
      await kit.crl(parts.ca, { ...complete, add: [FRESHEST] }),
      await kit.crl(parts.ca, { ...change(parts), number, add: [deltaCrlIndicator(base)] }),
    ],
  }));

/** CRLs of an authority of its own, which the end names. */
const indirect =
  (isIndirect: boolean, isRevoked: boolean) =>
  async (kit: Kit): Promise<Case> => {
    const root = await kit.root();
    const ca = await kit.authority('CA', root);
    const signer = await kit.authority('CRL Issuer', root, {
      add: [keyUsage(KEY_USAGE.cRLSign)],
      without: [EXTENSION.basicConstraints],
    });
    const crlIssuer: readonly GeneralName[] = [{ kind: 'directory', value: signer.certificate.subject }];
    const certificate = await kit.end(ca, { add: [crlDistributionPoints([{ fullName: HERE, crlIssuer }])] });
    const revoked = isRevoked ? [{ certificate, issuer: ca.certificate.subject }] : [];
    const list = await kit.crl(signer, { revoked, add: [issuingDistributionPoint({ fullName: HERE, isIndirect })] });
    return {
      anchor: root.certificate,
      certificate,
      intermediates: [ca.certificate, signer.certificate],
      crls: [await kit.crl(root), list],
    };
  };

/** The authority signs CRLs with a key of its own that the root or the authority itself certified. */
const otherKey = (usage: number) =>
  withCrls(async (kit, { root, ca }) => {
    const signer = await kit.authority('CA', root, {
      key: 'CA crl',
      add: [keyUsage(usage)],
      without: [EXTENSION.basicConstraints],
    });
    return { crls: [await kit.crl(root), await kit.crl(ca, { signer: signer.key })], more: [signer.certificate] };
  });

const plain: readonly Scenario[] = [
  { name: 'nothing is revoked', expected: 'valid', make: one(() => ({})) },
  { name: 'the end is revoked', expected: 'revoked', make: one(({ end }) => ({ revoked: [{ certificate: end }] })) },
  {
    name: 'the end is revoked with a reason',
    expected: 'revoked',
    make: one(({ end }) => ({ revoked: [{ certificate: end, reason: 'keyCompromise' }] })),
  },
  {
    name: 'the end is on hold',
    expected: 'revoked',
    make: one(({ end }) => ({ revoked: [{ certificate: end, reason: 'certificateHold' }] })),
  },
  {
    name: 'the authority is revoked',
    expected: 'revoked',
    make: withCrls(async (kit, { root, ca }) => ({
      crls: [await kit.crl(root, { revoked: [{ certificate: ca.certificate }] }), await kit.crl(ca)],
    })),
  },
  {
    name: 'another certificate is revoked',
    expected: 'valid',
    make: one(({ ca }) => ({ revoked: [{ certificate: ca.certificate }] })),
  },
  {
    name: 'no CRL of the authority',
    expected: 'status-unknown',
    make: withCrls(async (kit, { root }) => ({ crls: [await kit.crl(root)] })),
  },
  {
    name: 'no CRL of the root',
    expected: 'status-unknown',
    make: withCrls(async (kit, { ca }) => ({ crls: [await kit.crl(ca)] })),
  },
  { name: 'no CRL at all', expected: 'status-unknown', make: withCrls(async () => ({ crls: [] })) },
  {
    name: 'no CRL, and only known ones count',
    expected: 'valid',
    make: withCrls(async () => ({ crls: [], mode: 'if-known' })),
    notOpenssl: 'openssl always wants a CRL',
  },
  {
    name: 'revoked, and only known ones count',
    expected: 'revoked',
    make: withCrls(async (kit, { ca, end }) => ({
      crls: [await kit.crl(ca, { revoked: [{ certificate: end }] })],
      mode: 'if-known',
    })),
  },
  {
    name: 'the CRL is expired',
    expected: 'status-unknown',
    make: one(() => ({ thisUpdate: AT - 7_200_000, nextUpdate: AT - 3_600_000 })),
  },
  { name: 'the CRL is of the future', expected: 'status-unknown', make: one(() => ({ thisUpdate: AT + 1_800_000 })) },
  {
    name: 'the CRL is signed by another key',
    expected: 'status-unknown',
    make: one((_, kit) => ({ signer: kit.key('stranger') })),
  },
  {
    name: 'a stranger names himself like the authority',
    expected: 'status-unknown',
    make: withCrls(async (kit, { root, ca }) => {
      const stranger = await kit.root('CA', { key: 'stranger' });
      return { crls: [await kit.crl(root), await kit.crl(ca, { signer: stranger.key })], more: [stranger.certificate] };
    }),
  },
  {
    name: 'the authority may not sign CRLs',
    expected: 'status-unknown',
    make: one(() => ({}), {}, { add: [keyUsage(KEY_USAGE.keyCertSign)] }),
  },
  {
    name: 'the CRL has an unknown critical extension',
    expected: 'status-unknown',
    make: one(() => ({ add: [{ oid: '1.2.3.4', critical: true, value: Uint8Array.of(5, 0) }] })),
  },
  {
    name: 'the CRL has an unknown extension that is not critical',
    expected: 'valid',
    make: one(() => ({ add: [{ oid: '1.2.3.4', critical: false, value: Uint8Array.of(5, 0) }] })),
  },
  {
    name: 'the CRL of a namesake of the authority',
    expected: 'status-unknown',
    make: one(() => ({ name: new Uint8Array(Buffer.from('3000', 'hex')) })),
  },
  { name: 'a separate key for CRLs', expected: 'valid', make: otherKey(KEY_USAGE.cRLSign) },
  {
    name: 'a separate key that may not sign CRLs',
    expected: 'status-unknown',
    make: otherKey(KEY_USAGE.digitalSignature),
    notOpenssl: 'openssl 3.0 takes it',
  },
];

const scopes: readonly Scenario[] = [
  { name: 'scope: only ends', expected: 'valid', make: one(() => scoped({ onlyUserCerts: true })) },
  {
    name: 'scope: only authorities, the end asked',
    expected: 'status-unknown',
    make: one(() => scoped({ onlyCaCerts: true })),
  },
  {
    name: 'scope: only attribute certificates',
    expected: 'status-unknown',
    make: one(() => scoped({ onlyAttributeCerts: true })),
  },
  {
    name: 'scope: the place that the end names',
    expected: 'valid',
    make: one(() => scoped({ fullName: HERE }), placed),
  },
  { name: 'scope: another place', expected: 'status-unknown', make: one(() => scoped({ fullName: THERE }), placed) },
  {
    name: 'scope: a place, the end names none',
    expected: 'status-unknown',
    make: one(() => scoped({ fullName: HERE })),
  },
  { name: 'scope: no place, the end names one', expected: 'valid', make: one(() => ({}), placed) },
  {
    name: 'scope: some reasons only',
    expected: 'status-unknown',
    make: one(() => scoped({ onlySomeReasons: REASONS.keyCompromise })),
  },
  {
    name: 'scope: all reasons in two CRLs',
    expected: 'valid',
    make: withCrls(async (kit, { root, ca }) => ({
      crls: [
        await kit.crl(root),
        await kit.crl(ca, scoped({ onlySomeReasons: REASONS.keyCompromise })),
        await kit.crl(ca, scoped({ onlySomeReasons: REASONS.rest })),
      ],
    })),
  },
  {
    name: 'scope: revoked for one of some reasons',
    expected: 'revoked',
    make: withCrls(async (kit, { root, ca, end }) => ({
      crls: [
        await kit.crl(root),
        await kit.crl(ca, {
          ...scoped({ onlySomeReasons: REASONS.keyCompromise }),
          revoked: [{ certificate: end, reason: 'keyCompromise' }],
        }),
      ],
    })),
  },
  { name: 'indirect: good', expected: 'valid', make: indirect(true, false) },
  { name: 'indirect: revoked', expected: 'revoked', make: indirect(true, true) },
  { name: 'indirect: a list that does not say so', expected: 'status-unknown', make: indirect(false, false) },
  {
    name: 'indirect: the serial number of another issuer',
    expected: 'valid',
    make: one(({ end, root }) => ({
      revoked: [{ certificate: end, issuer: root.certificate.subject }],
      ...scoped({ isIndirect: true }),
    })),
  },
];

const deltas: readonly Scenario[] = [
  { name: 'delta: nothing new', expected: 'valid', make: delta(1, 2, { number: 1 }, () => ({})) },
  {
    name: 'delta: revoked since',
    expected: 'revoked',
    make: delta(1, 2, { number: 1 }, ({ end }) => ({ revoked: [{ certificate: end }] })),
  },
  {
    name: 'delta: builds on a newer list',
    expected: 'valid',
    make: delta(5, 6, { number: 1 }, ({ end }) => ({ revoked: [{ certificate: end }] })),
    notOpenssl: 'openssl then wants the newer list',
  },
  {
    name: 'delta: older than the complete list',
    expected: 'valid',
    make: delta(1, 2, { number: 3 }, ({ end }) => ({ revoked: [{ certificate: end }] })),
    notOpenssl: 'openssl then reports the delta',
  },
  {
    name: 'delta: the hold is taken off',
    expected: 'valid',
    make: withCrls(async (kit, { root, ca, end }) => ({
      crls: [
        await kit.crl(root),
        await kit.crl(ca, { revoked: [{ certificate: end, reason: 'certificateHold' }], add: [FRESHEST] }),
        await kit.crl(ca, {
          number: 2,
          revoked: [{ certificate: end, reason: 'removeFromCRL' }],
          add: [deltaCrlIndicator(1)],
        }),
      ],
    })),
  },
  {
    name: 'delta: alone',
    expected: 'status-unknown',
    make: withCrls(async (kit, { root, ca }) => ({
      crls: [await kit.crl(root), await kit.crl(ca, { number: 2, add: [deltaCrlIndicator(1)] })],
    })),
  },
  {
    name: 'delta: signed by another key',
    expected: 'valid',
    make: delta(1, 2, { number: 1 }, ({ end, root }) => ({ revoked: [{ certificate: end }], signer: root.key })),
    notOpenssl: 'openssl then reports the delta',
  },
];

/** Revocation by complete, partial, indirect and delta CRLs. */
export const revocationScenarios: readonly Scenario[] = [...plain, ...scopes, ...deltas].map((each) => ({
  ...each,
  name: `CRL: ${each.name}`,
}));

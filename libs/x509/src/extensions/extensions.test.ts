import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bool,
  encodeDer,
  explicit,
  ia5String,
  implicit,
  int,
  nul,
  octetString,
  oid,
  seq,
  utf8String,
} from '@chedun/asn1/der';
import * as x509 from '../index.ts';
import type { Extension, GeneralName } from '../index.ts';
import { extensionsDer, readExtensions } from '../extension.ts';
import { DerReader } from '@chedun/asn1/der';

const among = (...extensions: readonly Extension[]) => ({ extensions });
const hex = (each: Extension): string => Buffer.from(each.value).toString('hex');
const wrongly = (id: string, value: Parameters<typeof encodeDer>[0]) =>
  among({ oid: id, critical: false, value: encodeDer(value) });

const names: readonly GeneralName[] = [
  { kind: 'dns', value: '*.example.cn' },
  { kind: 'email', value: 'a@example.cn' },
  { kind: 'uri', value: 'urn:x' },
  { kind: 'ip', value: Uint8Array.of(10, 0, 0, 1) },
  { kind: 'directory', value: x509.encodeName(x509.nameOf({ CN: '车' })) },
  { kind: 'registered-id', value: '1.2.156.10197' },
  { kind: 'other', type: '1.3.6.1.4.1.311.20.2.3', value: encodeDer(utf8String('u@x')) },
  { kind: 'opaque', raw: encodeDer(implicit(5, seq(explicit(1, utf8String('p'))))) },
];

describe('extensions', () => {
  it('come back as they were written', () => {
    const points = [
      {
        fullName: [names[2] ?? { kind: 'dns', value: 'x' }],
        relativeName: undefined,
        reasons: 6,
        crlIssuer: names.slice(4, 5),
      },
    ] as const;
    expect(x509.subjectAltNameOf(among(x509.subjectAltName(names)))).toEqual(names);
    expect(x509.issuerAltNameOf(among(x509.issuerAltName(names)))).toEqual(names);
    expect(x509.crlDistributionPointsOf(among(x509.crlDistributionPoints(points)))).toEqual(points);
    expect(x509.freshestCrlOf(among(x509.freshestCrl(points)))).toEqual(points);
    const idp = {
      fullName: undefined,
      relativeName: undefined,
      onlyUserCerts: true,
      onlyCaCerts: false,
      onlySomeReasons: 6,
      isIndirect: true,
      onlyAttributeCerts: false,
    };
    expect(x509.issuingDistributionPointOf(among(x509.issuingDistributionPoint(idp)))).toEqual(idp);
    const access = [{ method: x509.ACCESS.ocsp, location: { kind: 'uri', value: 'http://o' } }] as const;
    expect(x509.authorityInfoAccessOf(among(x509.authorityInfoAccess(access)))).toEqual(access);
    const constraints = { permitted: names.slice(0, 4), excluded: names.slice(4, 5) };
    expect(x509.nameConstraintsOf(among(x509.nameConstraints(constraints)))).toEqual(constraints);
    const qualifiers = x509.cpsQualifier('http://cps');
    const policies = [
      { policy: x509.ANY_POLICY, qualifiers: undefined },
      { policy: '1.2.3', qualifiers },
    ];
    expect(x509.certificatePoliciesOf(among(x509.certificatePolicies(policies)))).toEqual(policies);
    const mappings = [{ issuer: '1.2.3', subject: '1.2.4' }];
    expect(x509.policyMappingsOf(among(x509.policyMappings(mappings)))).toEqual(mappings);
    const skips = { requireExplicit: 0, inhibitMapping: undefined };
    expect(x509.policyConstraintsOf(among(x509.policyConstraints(skips)))).toEqual(skips);
    expect(x509.inhibitAnyPolicyOf(among(x509.inhibitAnyPolicy(3)))).toBe(3);
    expect(x509.tlsFeatureOf(among(x509.tlsFeature([5, 17])))).toEqual([5, 17]);
    const aki = { keyIdentifier: Uint8Array.of(1, 2), issuer: names.slice(4, 5), serial: Uint8Array.of(9) };
    expect(x509.authorityKeyIdentifierOf(among(x509.authorityKeyIdentifier(aki)))).toEqual(aki);
    expect(x509.hasOcspNoCheck(among(x509.ocspNoCheck))).toBe(true);
  });

  it('are absent where they are not', () => {
    expect(x509.keyUsageOf(among())).toBeUndefined();
    expect(x509.subjectAltNameOf(among())).toBeUndefined();
    expect(x509.hasOcspNoCheck(among())).toBe(false);
    expect(extensionsDer([])).toBeUndefined();
  });

  it('are the bytes of the standard', () => {
    expect(hex(x509.keyUsage(x509.KEY_USAGE.keyCertSign | x509.KEY_USAGE.cRLSign))).toBe('03020106');
    expect(hex(x509.keyUsage(x509.KEY_USAGE.decipherOnly))).toBe('0303070080');
    expect(hex(x509.basicConstraints({ isCa: true, pathLength: 0 }))).toBe('30060101ff020100');
    expect(hex(x509.tlsFeature([5]))).toBe('3003020105');
    expect(hex(x509.extendedKeyUsage([x509.PURPOSE.serverAuth]))).toBe('300a06082b06010505070301');
  });

  it.each<[string, () => unknown]>([
    ['an empty list of names', () => x509.subjectAltNameOf(wrongly(x509.EXTENSION.subjectAltName, seq()))],
    ['a name with tag 9', () => x509.subjectAltNameOf(wrongly(x509.EXTENSION.subjectAltName, seq(implicit(9, nul))))],
    [
      'two values',
      () =>
        x509.inhibitAnyPolicyOf(
          among({ oid: x509.EXTENSION.inhibitAnyPolicy, critical: true, value: Uint8Array.of(2, 1, 0, 5, 0) }),
        ),
    ],
    [
      'a path length of 256',
      () => x509.basicConstraintsOf(wrongly(x509.EXTENSION.basicConstraints, seq(bool(true), int(256)))),
    ],
    ['no purposes', () => x509.extendedKeyUsageOf(wrongly(x509.EXTENSION.extendedKeyUsage, seq()))],
    [
      '257 purposes',
      () => x509.extendedKeyUsageOf(among(x509.extendedKeyUsage(Array.from({ length: 257 }, () => '1.2')))),
    ],
    [
      'a policy twice',
      () => x509.certificatePoliciesOf(among(x509.certificatePolicies([{ policy: '1.2' }, { policy: '1.2' }]))),
    ],
    [
      'a subtree with minimum',
      () =>
        x509.nameConstraintsOf(
          wrongly(
            x509.EXTENSION.nameConstraints,
            seq(implicit(0, seq(seq(implicit(2, ia5String('a')), implicit(0, int(1)))))),
          ),
        ),
    ],
    ['no subtrees', () => x509.nameConstraintsOf(wrongly(x509.EXTENSION.nameConstraints, seq(implicit(0, seq()))))],
    [
      'a nocheck that is no NULL',
      () => x509.hasOcspNoCheck(wrongly(x509.EXTENSION.ocspNoCheck, octetString(new Uint8Array()))),
    ],
  ])('refuse %s', (_, read) => {
    expect(read).toThrow(/asn1\.|x509\./);
  });

  it('are at most 64, and an explicit FALSE is read', () => {
    const many = Array.from({ length: 65 }, (_, at) => ({
      oid: `1.2.${at}`,
      critical: false,
      value: new Uint8Array(),
    }));
    expect(() => readExtensions(new DerReader(encodeDer(extensionsDer(many) ?? nul)))).toThrow(/x509\.limit/);
    const stated = seq(seq(oid('1.2.3'), bool(false), octetString(new Uint8Array())));
    expect(readExtensions(new DerReader(encodeDer(stated)))).toEqual([
      { oid: '1.2.3', critical: false, value: new Uint8Array() },
    ]);
    expect(() => readExtensions(new DerReader(encodeDer(seq())))).toThrow(/x509\.structure/);
  });

  it('any names come back', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    const nameArb: fc.Arbitrary<GeneralName> = fc.oneof(
      fc.record({ kind: fc.constantFrom('dns' as const, 'email' as const, 'uri' as const), value: ascii }),
      fc.record({ kind: fc.constant('ip' as const), value: fc.uint8Array({ maxLength: 33 }) }),
    );
    fc.assert(
      fc.property(fc.array(nameArb, { minLength: 1, maxLength: 5 }), (list) => {
        expect(x509.subjectAltNameOf(among(x509.subjectAltName(list)))).toEqual(list);
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '0a000001'],
    ['::', '00000000000000000000000000000000'],
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ])('%s', (address, bytes) => {
    expect(Buffer.from(x509.ipBytes(address) ?? []).toString('hex')).toBe(bytes);
    expect(x509.ipBytes(x509.ipText(x509.ipBytes(address) ?? new Uint8Array()))).toEqual(x509.ipBytes(address));
  });

  it.each(['', '1.2.3', '1.2.3.256', '01.2.3.4', '1::2::3', '1:2:3', '12345::', ':1:2:3:4:5:6:7', 'g::', 'a.cn'])(
    'not %s',
    (address) => {
      expect(x509.ipBytes(address)).toBeUndefined();
    },
  );
});

import { bool, encodeDer, octetString } from '@chedun/asn1/der';
import {
  basicConstraints,
  buildCertificate,
  EXTENSION,
  extendedKeyUsage,
  KEY_USAGE,
  keyUsage,
  nameOf,
  parseCertificate,
  PURPOSE,
  subjectAltName,
} from '../../src/index.ts';
import type { Extension } from '../../src/index.ts';
import { START, YEAR } from '../certificates.ts';
import { chainOf, threeOf } from './kit.ts';
import type { Case, Change, Kit, Scenario } from './kit.ts';

const pathLength = (length: number): Change => ({ add: [basicConstraints({ isCa: true, pathLength: length })] });
const unknown = (critical: boolean): Extension => ({
  oid: '1.2.3.4.5',
  critical,
  value: encodeDer(octetString(new Uint8Array())),
});

/** An end of version 1 issued as if it were an authority. */
const versionOne = async (kit: Kit): Promise<Case> => {
  const root = await kit.root();
  const key = kit.key('CA');
  const [subject, { sign, algorithm }] = [nameOf({ CN: 'Old' }), root.key];
  const dates = { notBefore: START, notAfter: START + YEAR * 5 };
  const spec = {
    serial: Uint8Array.of(9),
    algorithm,
    issuer: root.certificate.subject,
    subject,
    ...dates,
    publicKey: key.spki,
    extensions: [],
  };
  const certificate = parseCertificate(await buildCertificate(spec, sign));
  return { anchor: root.certificate, certificate: await kit.end({ certificate, key }), intermediates: [certificate] };
};

const rollover = async (kit: Kit, length: number): Promise<Case> => {
  const root = await kit.root();
  const ca = await kit.authority('CA', root, pathLength(length));
  const renewed = await kit.authority('CA', ca, { key: 'CA new' });
  return {
    anchor: root.certificate,
    certificate: await kit.end(renewed),
    intermediates: [ca.certificate, renewed.certificate],
  };
};

const withInput = (made: Promise<Case>, input: Case['input']): Promise<Case> =>
  made.then((each) => ({ ...each, input: input ?? {} }));
const server = [
  extendedKeyUsage([PURPOSE.serverAuth]),
  subjectAltName([
    { kind: 'dns', value: '*.example.cn' },
    { kind: 'ip', value: Uint8Array.of(10, 0, 0, 1) },
  ]),
];
const forServer = { purpose: PURPOSE.serverAuth };

const authorities: readonly Scenario[] = [
  {
    name: 'authority: no basic constraints',
    expected: 'not-an-authority',
    make: (kit) => threeOf(kit, { without: [EXTENSION.basicConstraints] }),
  },
  {
    name: 'authority: basic constraints say no',
    expected: 'not-an-authority',
    make: (kit) => threeOf(kit, { add: [basicConstraints({ isCa: false, pathLength: undefined })] }),
  },
  {
    name: 'authority: an end that issues',
    expected: 'not-an-authority',
    make: async (kit) => {
      const root = await kit.root();
      const end = await kit.end(root);
      const below = await kit.end(
        { certificate: end, key: kit.key('End') },
        { key: 'Below', subject: nameOf({ CN: 'Below' }) },
      );
      return { anchor: root.certificate, certificate: below, intermediates: [end] };
    },
  },
  { name: 'authority: a certificate of version 1', expected: 'not-an-authority', make: versionOne },
  {
    name: 'authority: key usage without keyCertSign',
    expected: 'key-usage',
    make: (kit) => threeOf(kit, { add: [keyUsage(KEY_USAGE.cRLSign)] }),
  },
  {
    name: 'authority: without key usage',
    expected: 'valid',
    make: (kit) => threeOf(kit, { without: [EXTENSION.keyUsage] }),
  },
  { name: 'path length: 0, an end below', expected: 'valid', make: (kit) => chainOf(kit, [pathLength(0)]) },
  {
    name: 'path length: 0, an authority below',
    expected: 'path-too-long',
    make: (kit) => chainOf(kit, [pathLength(0), {}]),
  },
  { name: 'path length: 1, one below', expected: 'valid', make: (kit) => chainOf(kit, [pathLength(1), {}]) },
  {
    name: 'path length: 1, two below',
    expected: 'path-too-long',
    make: (kit) => chainOf(kit, [pathLength(1), {}, {}]),
  },
  {
    name: 'path length: 6, then 0, then one',
    expected: 'path-too-long',
    make: (kit) => chainOf(kit, [pathLength(6), pathLength(0), {}]),
  },
  {
    name: 'path length: 0, then 6, then one',
    expected: 'path-too-long',
    make: (kit) => chainOf(kit, [pathLength(0), pathLength(6), {}]),
  },
  {
    name: 'path length: 6, then 4, then 4, deep',
    expected: 'valid',
    make: (kit) => chainOf(kit, [pathLength(6), pathLength(4), pathLength(4), {}, {}]),
  },
  {
    name: 'path length: an end that is an authority does not count',
    expected: 'valid',
    make: (kit) => chainOf(kit, [pathLength(0)], { add: [basicConstraints({ isCa: true, pathLength: undefined })] }),
    notOpenssl: 'openssl counts an end that is an authority differently',
  },
  { name: 'path length: 0, a self-issued one does not count', expected: 'valid', make: (kit) => rollover(kit, 0) },
  {
    name: 'path length: of the anchor itself',
    expected: 'path-too-long',
    make: async (kit) =>
      ((made) => ({
        ...made,
        input: { anchors: [{ name: made.anchor.subject, publicKey: made.anchor.publicKey, pathLength: 0 }] },
      }))(await chainOf(kit, [{}])),
    notOpenssl: 'a limit that only the caller knows',
  },
  { name: 'self-issued: a new key of an authority', expected: 'valid', make: (kit) => rollover(kit, 3) },
];

const rest: readonly Scenario[] = [
  {
    name: 'extensions: an unknown critical one in the end',
    expected: 'unknown-critical-extension',
    make: (kit) => threeOf(kit, {}, { add: [unknown(true)] }),
  },
  {
    name: 'extensions: an unknown critical one in the authority',
    expected: 'unknown-critical-extension',
    make: (kit) => threeOf(kit, { add: [unknown(true)] }),
  },
  {
    name: 'extensions: an unknown one that is not critical',
    expected: 'valid',
    make: (kit) => threeOf(kit, { add: [unknown(false)] }, { add: [unknown(false)] }),
  },
  {
    name: 'extensions: malformed basic constraints',
    expected: 'malformed',
    make: (kit) =>
      threeOf(kit, { add: [{ oid: EXTENSION.basicConstraints, critical: true, value: encodeDer(bool(true)) }] }),
  },
  {
    name: 'purpose: server',
    expected: 'valid',
    make: (kit) => withInput(threeOf(kit, {}, { add: server }), forServer),
  },
  {
    name: 'purpose: client instead of server',
    expected: 'purpose',
    make: (kit) => withInput(threeOf(kit, {}, { add: [extendedKeyUsage([PURPOSE.clientAuth])] }), forServer),
  },
  { name: 'purpose: none said', expected: 'valid', make: (kit) => withInput(threeOf(kit), forServer) },
  {
    name: 'purpose: any',
    expected: 'valid',
    make: (kit) => withInput(threeOf(kit, {}, { add: [extendedKeyUsage([PURPOSE.any])] }), forServer),
    notOpenssl: 'openssl does not take any-purpose for a server',
  },
  {
    name: 'purpose: the authority is for clients only',
    expected: 'purpose',
    make: (kit) =>
      withInput(threeOf(kit, { add: [extendedKeyUsage([PURPOSE.clientAuth])] }, { add: server }), forServer),
  },
  {
    name: 'host: under a wildcard',
    expected: 'valid',
    make: (kit) => withInput(threeOf(kit, {}, { add: server }), { host: 'a.example.cn' }),
  },
  {
    name: 'host: two labels under a wildcard',
    expected: 'host',
    make: (kit) => withInput(threeOf(kit, {}, { add: server }), { host: 'a.b.example.cn' }),
  },
  {
    name: 'host: an address',
    expected: 'valid',
    make: (kit) => withInput(threeOf(kit, {}, { add: server }), { host: '10.0.0.1' }),
  },
  {
    name: 'host: another address',
    expected: 'host',
    make: (kit) => withInput(threeOf(kit, {}, { add: server }), { host: '10.0.0.2' }),
  },
  {
    name: 'host: a common name does not count',
    expected: 'host',
    make: (kit) => withInput(threeOf(kit, {}, { subject: nameOf({ CN: 'a.example.cn' }) }), { host: 'a.example.cn' }),
    notOpenssl: 'openssl takes the common name where no other name stands',
  },
  {
    name: 'key usage: the end may not encrypt keys',
    expected: 'key-usage',
    make: (kit) => withInput(threeOf(kit), { keyUsage: KEY_USAGE.keyEncipherment }),
    notOpenssl: 'a use that only the caller knows',
  },
  {
    name: 'limits: a path longer than allowed',
    expected: 'no-issuer',
    make: (kit) => withInput(chainOf(kit, [{}, {}, {}]), { limits: { depth: 3 } }),
    notOpenssl: 'a limit that only the caller knows',
  },
  {
    name: 'limits: no signatures left',
    expected: 'limit',
    make: (kit) => withInput(threeOf(kit), { limits: { signatures: 1 } }),
    notOpenssl: 'a limit that only the caller knows',
  },
];

/** Authorities, path length, key usage, purposes, hosts, critical extensions, limits. */
export const extensionScenarios: readonly Scenario[] = [...authorities, ...rest];

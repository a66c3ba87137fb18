import { EXTENSION, parseCertificate } from '../../src/index.ts';
import type { Certificate } from '../../src/index.ts';
import { AT, chainOf, threeOf } from './kit.ts';
import type { Case, Kit, Scenario } from './kit.ts';

const damaged = ({ raw }: Certificate): Certificate => {
  const bytes = Uint8Array.from(raw);
  bytes[bytes.length - 4] = (bytes[bytes.length - 4] ?? 0) ^ 1;
  return parseCertificate(bytes);
};

const crossed = async (kit: Kit): Promise<Case> => {
  const [one, two] = [await kit.root('Root 1'), await kit.root('Root 2')];
  const [cross, back] = [await kit.authority('Root 2', one), await kit.authority('Root 1', two)];
  const ca = await kit.authority('CA', two);
  return {
    anchor: one.certificate,
    certificate: await kit.end(ca),
    intermediates: [back.certificate, ca.certificate, cross.certificate],
  };
};

const circle = async (kit: Kit): Promise<Case> => {
  const [one, two, root] = [await kit.root('Ring 1'), await kit.root('Ring 2'), await kit.root()];
  const [first, second] = [await kit.authority('Ring 1', two), await kit.authority('Ring 2', one)];
  return {
    anchor: root.certificate,
    certificate: await kit.end(first),
    intermediates: [first.certificate, second.certificate, one.certificate, two.certificate],
  };
};

/** Two authorities of one name, of which only one issued the end. */
const namesakes = async (kit: Kit): Promise<Case> => {
  const root = await kit.root();
  const [right, wrong] = [await kit.authority('CA', root), await kit.authority('CA', root, { key: 'CA other' })];
  const without = [EXTENSION.authorityKeyIdentifier];
  return {
    anchor: root.certificate,
    certificate: await kit.end(right, { without }),
    intermediates: [wrong.certificate, right.certificate],
  };
};

const selfSigned = async (kit: Kit): Promise<Case> => {
  const root = await kit.root();
  return { anchor: root.certificate, certificate: (await kit.root('Alone')).certificate, intermediates: [] };
};

const signatures: readonly Scenario[] = [
  { name: 'signature: a valid path', expected: 'valid', make: (kit) => threeOf(kit) },
  { name: 'signature: an end right under the anchor', expected: 'valid', make: (kit) => chainOf(kit, []) },
  {
    name: 'signature: the end is damaged',
    expected: 'bad-signature',
    make: async (kit) => ((made) => ({ ...made, certificate: damaged(made.certificate) }))(await threeOf(kit)),
  },
  {
    name: 'signature: the authority is damaged',
    expected: 'bad-signature',
    make: async (kit) => ((made) => ({ ...made, intermediates: made.intermediates.map(damaged) }))(await threeOf(kit)),
  },
  {
    name: 'signature: another root of the same name',
    expected: 'bad-signature',
    make: async (kit) => ({
      ...(await threeOf(kit)),
      anchor: (await kit.root('Root', { key: 'Root other' })).certificate,
    }),
  },
  {
    name: 'names: the authority is missing',
    expected: 'no-issuer',
    make: async (kit) => ({ ...(await threeOf(kit)), intermediates: [] }),
  },
  {
    name: 'names: the anchor is another one',
    expected: 'no-issuer',
    make: async (kit) => ({ ...(await threeOf(kit)), anchor: (await kit.root('Another')).certificate }),
  },
  { name: 'names: a certificate that signed itself', expected: 'no-issuer', make: selfSigned },
  {
    name: 'names: two authorities of one name, one fits',
    expected: 'valid',
    make: namesakes,
    notOpenssl: 'without key identifiers openssl takes the first one',
  },
  { name: 'loops: authorities that certify each other and lead nowhere', expected: 'no-issuer', make: circle },
  { name: 'loops: a root certified by another root', expected: 'valid', make: crossed },
];

const validity: readonly Scenario[] = [
  {
    name: 'validity: the end is expired',
    expected: 'expired',
    make: (kit) => threeOf(kit, {}, { notAfter: AT - 1000 }),
  },
  {
    name: 'validity: the last second counts',
    expected: 'valid',
    make: (kit) => threeOf(kit, {}, { notAfter: AT }),
    notOpenssl: 'openssl takes the last second as over',
  },
  {
    name: 'validity: the end is not yet valid',
    expected: 'not-yet-valid',
    make: (kit) => threeOf(kit, {}, { notBefore: AT + 1000 }),
  },
  { name: 'validity: the first second counts', expected: 'valid', make: (kit) => threeOf(kit, {}, { notBefore: AT }) },
  {
    name: 'validity: the authority is expired',
    expected: 'expired',
    make: (kit) => threeOf(kit, { notAfter: AT - 1000 }),
  },
  {
    name: 'validity: the authority is not yet valid',
    expected: 'not-yet-valid',
    make: (kit) => threeOf(kit, { notBefore: AT + 1000 }),
  },
  {
    name: 'validity: an end in 2050, as GeneralizedTime',
    expected: 'valid',
    make: (kit) => threeOf(kit, {}, { notAfter: Date.UTC(2050, 5, 1) }),
  },
  {
    name: 'validity: an end in 9999',
    expected: 'valid',
    make: (kit) => threeOf(kit, {}, { notAfter: Date.UTC(9999, 11, 31, 23, 59, 59) }),
  },
  {
    name: 'validity: a beginning in 1950',
    expected: 'valid',
    make: (kit) => threeOf(kit, {}, { notBefore: Date.UTC(1950, 0, 1) }),
  },
];

/** Signatures, names, loops and validity. */
export const basicScenarios: readonly Scenario[] = [...signatures, ...validity];

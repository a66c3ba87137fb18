import { EXTENSION, encodeName, nameConstraints, nameOf, subjectAltName } from '../../src/index.ts';
import type { GeneralName, Name, PathProblem } from '../../src/index.ts';
import { threeOf } from './kit.ts';
import type { Case, Change, Kit, Scenario } from './kit.ts';

const dns = (value: string): GeneralName => ({ kind: 'dns', value });
const email = (value: string): GeneralName => ({ kind: 'email', value });
const uri = (value: string): GeneralName => ({ kind: 'uri', value });
const ip = (...value: number[]): GeneralName => ({ kind: 'ip', value: Uint8Array.from(value) });
const directory = (name: Name): GeneralName => ({ kind: 'directory', value: encodeName(name) });
const network = ip(10, 1, 0, 0, 255, 255, 0, 0);
const zeros = Array.from({ length: 12 }, () => 0);
const six = ip(0x20, 1, 0x0d, 0xb8, ...zeros, 255, 255, 255, 255, ...zeros);
const host6 = (third: number): GeneralName => ip(0x20, 1, 0x0d, 0xb8, 0, third, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

interface Row {
  readonly name: string;
  readonly permitted?: readonly GeneralName[];
  readonly excluded?: readonly GeneralName[];
  readonly end?: readonly GeneralName[];
  readonly subject?: Name;
  readonly expected: 'valid' | PathProblem;
  readonly notOpenssl?: string;
}

const permit = 'name-not-permitted';
const exclude = 'name-excluded';

const rows: readonly Row[] = [
  {
    name: 'DNS permitted: the host itself',
    permitted: [dns('example.cn')],
    end: [dns('example.cn')],
    expected: 'valid',
  },
  {
    name: 'DNS permitted: a host below',
    permitted: [dns('example.cn')],
    end: [dns('A.B.Example.CN')],
    expected: 'valid',
  },
  {
    name: 'DNS permitted: a host that only ends alike',
    permitted: [dns('example.cn')],
    end: [dns('badexample.cn')],
    expected: permit,
  },
  { name: 'DNS permitted: another host', permitted: [dns('example.cn')], end: [dns('example.com')], expected: permit },
  {
    name: 'DNS permitted: one of two names is outside',
    permitted: [dns('example.cn')],
    end: [dns('a.example.cn'), dns('a.cn')],
    expected: permit,
  },
  {
    name: 'DNS permitted: two subtrees',
    permitted: [dns('a.cn'), dns('b.cn')],
    end: [dns('x.b.cn')],
    expected: 'valid',
  },
  {
    name: 'DNS permitted: a wildcard inside',
    permitted: [dns('example.cn')],
    end: [dns('*.example.cn')],
    expected: 'valid',
  },
  {
    name: 'DNS permitted: a wildcard too wide',
    permitted: [dns('a.example.cn')],
    end: [dns('*.example.cn')],
    expected: permit,
  },
  {
    name: 'DNS permitted: names of other kinds are free',
    permitted: [dns('example.cn')],
    end: [ip(10, 0, 0, 1)],
    expected: 'valid',
  },
  { name: 'DNS permitted: everything', permitted: [dns('')], end: [dns('a.cn')], expected: 'valid' },
  { name: 'DNS excluded: the host itself', excluded: [dns('example.cn')], end: [dns('example.cn')], expected: exclude },
  { name: 'DNS excluded: a host below', excluded: [dns('example.cn')], end: [dns('a.example.cn')], expected: exclude },
  { name: 'DNS excluded: another host', excluded: [dns('example.cn')], end: [dns('example.com')], expected: 'valid' },
  {
    name: 'DNS excluded: a wildcard that covers it',
    excluded: [dns('a.example.cn')],
    end: [dns('*.example.cn')],
    expected: exclude,
    notOpenssl: 'openssl compares the star as a letter',
  },
  {
    name: 'DNS excluded: inside of what is permitted',
    permitted: [dns('example.cn')],
    excluded: [dns('x.example.cn')],
    end: [dns('a.x.example.cn')],
    expected: exclude,
  },
  { name: 'IP permitted: inside', permitted: [network], end: [ip(10, 1, 2, 3)], expected: 'valid' },
  { name: 'IP permitted: outside', permitted: [network], end: [ip(10, 2, 2, 3)], expected: permit },
  { name: 'IP permitted: another family', permitted: [network], end: [host6(0)], expected: permit },
  { name: 'IP excluded: inside', excluded: [network], end: [ip(10, 1, 2, 3)], expected: exclude },
  { name: 'IP excluded: outside', excluded: [network], end: [ip(10, 2, 2, 3)], expected: 'valid' },
  { name: 'IPv6 permitted: inside', permitted: [six], end: [host6(1)], expected: 'valid' },
  { name: 'IPv6 excluded: inside', excluded: [six], end: [host6(1)], expected: exclude },
  {
    name: 'e-mail permitted: the mailbox',
    permitted: [email('a@example.cn')],
    end: [email('a@EXAMPLE.cn')],
    expected: 'valid',
  },
  {
    name: 'e-mail permitted: another mailbox',
    permitted: [email('a@example.cn')],
    end: [email('b@example.cn')],
    expected: permit,
  },
  {
    name: 'e-mail permitted: the host',
    permitted: [email('example.cn')],
    end: [email('b@example.cn')],
    expected: 'valid',
  },
  {
    name: 'e-mail permitted: a host below is not the host',
    permitted: [email('example.cn')],
    end: [email('b@x.example.cn')],
    expected: permit,
  },
  {
    name: 'e-mail permitted: hosts below a domain',
    permitted: [email('.example.cn')],
    end: [email('b@x.example.cn')],
    expected: 'valid',
  },
  {
    name: 'e-mail permitted: the domain itself is not below it',
    permitted: [email('.example.cn')],
    end: [email('b@example.cn')],
    expected: permit,
  },
  {
    name: 'e-mail excluded: the host',
    excluded: [email('example.cn')],
    end: [email('b@example.cn')],
    expected: exclude,
  },
  {
    name: 'e-mail excluded: another host',
    excluded: [email('example.cn')],
    end: [email('b@example.com')],
    expected: 'valid',
  },
  {
    name: 'e-mail permitted: a mailbox in the subject',
    permitted: [email('example.cn')],
    subject: nameOf({ CN: 'x', emailAddress: 'a@example.com' }),
    expected: permit,
  },
  {
    name: 'e-mail excluded: a mailbox in the subject',
    excluded: [email('example.com')],
    subject: nameOf({ CN: 'x', emailAddress: 'a@example.com' }),
    expected: exclude,
  },
  {
    name: 'URI permitted: the host',
    permitted: [uri('example.cn')],
    end: [uri('https://example.cn:8443/x')],
    expected: 'valid',
  },
  {
    name: 'URI permitted: a host below is not the host',
    permitted: [uri('example.cn')],
    end: [uri('https://a.example.cn/x')],
    expected: permit,
  },
  {
    name: 'URI permitted: hosts below a domain',
    permitted: [uri('.example.cn')],
    end: [uri('https://a.b.example.cn/x')],
    expected: 'valid',
  },
  {
    name: 'URI permitted: an address cannot be judged',
    permitted: [uri('example.cn')],
    end: [uri('https://10.0.0.1/')],
    expected: permit,
  },
  { name: 'URI permitted: without host', permitted: [uri('example.cn')], end: [uri('urn:x:y')], expected: permit },
  {
    name: 'URI excluded: the host',
    excluded: [uri('example.cn')],
    end: [uri('https://example.cn')],
    expected: exclude,
  },
  {
    name: 'URI excluded: another host',
    excluded: [uri('example.cn')],
    end: [uri('https://example.com')],
    expected: 'valid',
  },
  { name: 'directory permitted: below', permitted: [directory(nameOf({ C: 'CN', O: 'Test' }))], expected: 'valid' },
  {
    name: 'directory permitted: case and blanks',
    permitted: [directory(nameOf({ C: 'CN', O: ' TEST  ' }))],
    expected: 'valid',
  },
  {
    name: 'directory permitted: beside',
    permitted: [directory(nameOf({ C: 'CN', O: 'Test' }))],
    subject: nameOf({ C: 'CN', O: 'Other', CN: 'x' }),
    expected: permit,
  },
  {
    name: 'directory permitted: above',
    permitted: [directory(nameOf({ C: 'CN', O: 'Test' }))],
    subject: nameOf({ C: 'CN' }),
    expected: permit,
  },
  {
    name: 'directory permitted: another order',
    permitted: [directory(nameOf({ C: 'CN', O: 'Test' }))],
    subject: nameOf({ O: 'Test', C: 'CN' }),
    expected: permit,
  },
  { name: 'directory excluded: below', excluded: [directory(nameOf({ C: 'CN', O: 'Test' }))], expected: exclude },
  { name: 'directory excluded: beside', excluded: [directory(nameOf({ C: 'CN', O: 'Other' }))], expected: 'valid' },
  {
    name: 'directory permitted: a name beside the subject',
    permitted: [directory(nameOf({ C: 'CN', O: 'Test' }))],
    end: [directory(nameOf({ C: 'US' }))],
    expected: permit,
  },
  {
    name: 'directory permitted: an empty subject is free',
    permitted: [directory(nameOf({ C: 'CN', O: 'Test' }))],
    subject: [],
    end: [dns('a.cn')],
    expected: 'valid',
  },
  {
    name: 'a kind that cannot be judged',
    permitted: [{ kind: 'registered-id', value: '1.2.3' }],
    end: [{ kind: 'registered-id', value: '1.2.3' }],
    expected: 'name-form',
  },
  {
    name: 'a kind that cannot be judged does not appear',
    permitted: [{ kind: 'registered-id', value: '1.2.3' }],
    end: [dns('a.cn')],
    expected: 'valid',
  },
];

const endOf = ({ end, subject }: Row): Change => ({
  ...(end && { add: [subjectAltName(end, subject?.length === 0 ? 'critical' : 'not-critical')] }),
  ...(subject && { subject }),
});

const scenarioOf = (row: Row): Scenario => ({
  name: `name constraints: ${row.name}`,
  expected: row.expected,
  make: (kit) =>
    threeOf(
      kit,
      { add: [nameConstraints({ permitted: row.permitted ?? [], excluded: row.excluded ?? [] })] },
      endOf(row),
    ),
  ...(row.notOpenssl !== undefined && { notOpenssl: row.notOpenssl }),
});

/** Root permits `upper`, the authority below permits `lower`. */
const twice = async (kit: Kit, upper: GeneralName, lower: GeneralName, end: GeneralName): Promise<Case> => {
  const root = await kit.root();
  const first = await kit.authority('CA 1', root, { add: [nameConstraints({ permitted: [upper], excluded: [] })] });
  const second = await kit.authority('CA 2', first, { add: [nameConstraints({ permitted: [lower], excluded: [] })] });
  const certificate = await kit.end(second, { add: [subjectAltName([end])] });
  return { anchor: root.certificate, certificate, intermediates: [first.certificate, second.certificate] };
};

/** An authority with a new key, issued to itself under constraints that its own name breaks. */
const selfIssued = async (kit: Kit): Promise<Case> => {
  const root = await kit.root();
  const constraints = nameConstraints({ permitted: [directory(nameOf({ C: 'CN', O: 'Below' }))], excluded: [] });
  const ca = await kit.authority('CA', root, { add: [constraints] });
  const renewed = await kit.authority('CA', ca, { key: 'CA new' });
  const certificate = await kit.end(renewed, { subject: nameOf({ C: 'CN', O: 'Below', CN: 'x' }) });
  return { anchor: root.certificate, certificate, intermediates: [ca.certificate, renewed.certificate] };
};

const ofAnchor =
  (permitted: readonly GeneralName[]) =>
  async (kit: Kit): Promise<Case> => {
    const made = await threeOf(
      kit,
      {},
      { add: [subjectAltName([dns('a.example.cn')])], without: [EXTENSION.keyUsage] },
    );
    const { subject, publicKey } = made.anchor;
    return {
      ...made,
      input: { anchors: [{ name: subject, publicKey, nameConstraints: { permitted, excluded: [] } }] },
    };
  };

const caller = 'constraints that only the caller knows';

/** Name constraints of every kind, permitted and excluded, alone and one below the other. */
export const nameScenarios: readonly Scenario[] = [
  ...rows.map(scenarioOf),
  {
    name: 'name constraints: both levels are met',
    expected: 'valid',
    make: (kit) => twice(kit, dns('example.cn'), dns('a.example.cn'), dns('x.a.example.cn')),
  },
  {
    name: 'name constraints: only the lower level is met',
    expected: permit,
    make: (kit) => twice(kit, dns('example.cn'), dns('example.com'), dns('x.example.com')),
  },
  {
    name: 'name constraints: only the upper level is met',
    expected: permit,
    make: (kit) => twice(kit, dns('example.cn'), dns('a.example.cn'), dns('b.example.cn')),
  },
  { name: 'name constraints: a self-issued authority is free', expected: 'valid', make: selfIssued },
  {
    name: 'name constraints: of the anchor, met',
    expected: 'valid',
    make: ofAnchor([dns('example.cn')]),
    notOpenssl: caller,
  },
  {
    name: 'name constraints: of the anchor, not met',
    expected: permit,
    make: ofAnchor([dns('example.com')]),
    notOpenssl: caller,
  },
];

import {
  ANY_POLICY,
  certificatePolicies,
  inhibitAnyPolicy,
  policyConstraints,
  policyMappings,
} from '../../src/index.ts';
import type { Certificate, Extension, PathInput, PathProblem } from '../../src/index.ts';
import type { Case, Kit, Scenario } from './kit.ts';

const P1 = '1.2.156.1.1';
const P2 = '1.2.156.1.2';
const P3 = '1.2.156.1.3';
const has = (...policies: string[]): Extension => certificatePolicies(policies.map((policy) => ({ policy })));
const maps = (issuer: string, subject: string): Extension => policyMappings([{ issuer, subject }]);
const explicit = (requireExplicit: number): Extension => policyConstraints({ requireExplicit });

interface Row {
  readonly name: string;
  /** Extensions of the authorities from the top down; text instead = the same authority again, with a new key. */
  readonly authorities: readonly (readonly Extension[])[];
  /** Places that are issued by the authority above to itself. */
  readonly selfIssued?: readonly number[];
  readonly end: readonly Extension[];
  readonly input?: Partial<PathInput>;
  readonly expected: 'valid' | PathProblem;
  readonly notOpenssl?: string;
}

const required = { requirePolicy: true } as const;
const wants = (...policies: string[]) => ({ requirePolicy: true, policies }) as const;

const rows: readonly Row[] = [
  { name: 'the same policy all the way', authorities: [[has(P1)]], end: [has(P1)], input: required, expected: 'valid' },
  {
    name: 'the same policy, and it is wanted',
    authorities: [[has(P1)]],
    end: [has(P1)],
    input: wants(P1),
    expected: 'valid',
  },
  {
    name: 'the same policy, and another is wanted',
    authorities: [[has(P1)]],
    end: [has(P1)],
    input: wants(P2),
    expected: 'policy',
  },
  {
    name: 'one of two is wanted',
    authorities: [[has(P1, P2)]],
    end: [has(P1, P2)],
    input: wants(P3, P2),
    expected: 'valid',
  },
  { name: 'none at all, and none is required', authorities: [[]], end: [], expected: 'valid' },
  { name: 'none at all, and one is required', authorities: [[]], end: [], input: required, expected: 'policy' },
  { name: 'the authority has none', authorities: [[]], end: [has(P1)], input: required, expected: 'policy' },
  { name: 'the end has none', authorities: [[has(P1)]], end: [], input: required, expected: 'policy' },
  { name: 'the end has another', authorities: [[has(P1)]], end: [has(P2)], input: required, expected: 'policy' },
  { name: 'the end has another, and none is required', authorities: [[has(P1)]], end: [has(P2)], expected: 'valid' },
  {
    name: 'a middle one has none',
    authorities: [[has(P1)], [], [has(P1)]],
    end: [has(P1)],
    input: required,
    expected: 'policy',
  },
  {
    name: 'policies narrow down to one',
    authorities: [[has(P1, P2, P3)], [has(P1, P2)]],
    end: [has(P2)],
    input: wants(P2),
    expected: 'valid',
  },
  {
    name: 'policies narrow down to another',
    authorities: [[has(P1, P2, P3)], [has(P1, P2)]],
    end: [has(P2)],
    input: wants(P1),
    expected: 'policy',
  },
  {
    name: 'policies narrow down to none',
    authorities: [[has(P1, P2)], [has(P2, P3)]],
    end: [has(P1, P3)],
    input: required,
    expected: 'policy',
  },
  {
    name: 'any-policy in the authority',
    authorities: [[has(ANY_POLICY)]],
    end: [has(P1)],
    input: wants(P1),
    expected: 'valid',
  },
  {
    name: 'any-policy in the end',
    authorities: [[has(P1)]],
    end: [has(ANY_POLICY)],
    input: wants(P1),
    expected: 'valid',
  },
  {
    name: 'any-policy in the end, another wanted',
    authorities: [[has(P1)]],
    end: [has(ANY_POLICY)],
    input: wants(P2),
    expected: 'policy',
  },
  {
    name: 'any-policy everywhere',
    authorities: [[has(ANY_POLICY)]],
    end: [has(ANY_POLICY)],
    input: wants(P2),
    expected: 'valid',
  },
  {
    name: 'any-policy, inhibited by the asker',
    authorities: [[has(ANY_POLICY)]],
    end: [has(P1)],
    input: { ...required, inhibitAnyPolicy: true },
    expected: 'policy',
  },
  { name: 'required by the authority at once', authorities: [[explicit(0)]], end: [has(P1)], expected: 'policy' },
  {
    name: 'required by the authority at once, and it has one',
    authorities: [[has(P1), explicit(0)]],
    end: [has(P1)],
    expected: 'valid',
  },
  { name: 'required behind one more', authorities: [[has(P1), explicit(1)]], end: [], expected: 'policy' },
  { name: 'required behind ten more', authorities: [[has(P1), explicit(10)]], end: [], expected: 'valid' },
  {
    name: 'required behind ten, then behind none',
    authorities: [
      [has(P1), explicit(10)],
      [has(P1), explicit(0)],
    ],
    end: [has(P2)],
    expected: 'policy',
  },
  { name: 'required by the end itself', authorities: [[has(P1)]], end: [explicit(0)], expected: 'policy' },
  {
    name: 'required behind two, a self-issued one does not count',
    authorities: [[has(P1), explicit(2)], [has(P1)], [has(P1)]],
    selfIssued: [1],
    end: [],
    expected: 'policy',
  },
  { name: 'mapped once', authorities: [[has(P1), maps(P1, P2)]], end: [has(P2)], input: wants(P1), expected: 'valid' },
  {
    name: 'mapped once, the policy of the end is wanted',
    authorities: [[has(P1), maps(P1, P2)]],
    end: [has(P2)],
    input: wants(P2),
    expected: 'policy',
  },
  {
    name: 'mapped once, the end has the old one',
    authorities: [[has(P1), maps(P1, P2)]],
    end: [has(P1)],
    input: wants(P1),
    expected: 'policy',
  },
  {
    name: 'mapped twice',
    authorities: [
      [has(P1), maps(P1, P2)],
      [has(P2), maps(P2, P3)],
    ],
    end: [has(P3)],
    input: wants(P1),
    expected: 'valid',
  },
  {
    name: 'mapped to two',
    authorities: [
      [
        has(P1),
        policyMappings([
          { issuer: P1, subject: P2 },
          { issuer: P1, subject: P3 },
        ]),
      ],
    ],
    end: [has(P3)],
    input: wants(P1),
    expected: 'valid',
  },
  {
    name: 'two mapped to one',
    authorities: [
      [
        has(P1, P2),
        policyMappings([
          { issuer: P1, subject: P3 },
          { issuer: P2, subject: P3 },
        ]),
      ],
    ],
    end: [has(P3)],
    input: wants(P2),
    expected: 'valid',
  },
  {
    name: 'mapped where any-policy stands',
    authorities: [[has(ANY_POLICY), maps(P1, P2)]],
    end: [has(P2)],
    input: wants(P1),
    expected: 'valid',
  },
  {
    name: 'mapping inhibited by the asker',
    authorities: [[has(P1), maps(P1, P2)]],
    end: [has(P2)],
    input: { ...required, inhibitMapping: true },
    expected: 'policy',
  },
  {
    name: 'mapping inhibited at once from above',
    authorities: [
      [has(P1), policyConstraints({ inhibitMapping: 0 })],
      [has(P1), maps(P1, P2)],
    ],
    end: [has(P2)],
    input: required,
    expected: 'policy',
  },
  {
    name: 'mapping inhibited behind one more',
    authorities: [
      [has(P1), policyConstraints({ inhibitMapping: 1 })],
      [has(P1), maps(P1, P2)],
    ],
    end: [has(P2)],
    input: wants(P1),
    expected: 'valid',
  },
  {
    name: 'mapping inhibited behind one, then once more',
    authorities: [
      [has(P1), policyConstraints({ inhibitMapping: 1 })],
      [has(P1), maps(P1, P2)],
      [has(P2), maps(P2, P3)],
    ],
    end: [has(P3)],
    input: required,
    expected: 'policy',
  },
  {
    name: 'any-policy is mapped',
    authorities: [[has(P1), maps(ANY_POLICY, P2)]],
    end: [has(P2)],
    expected: 'policy-mapping',
  },
  {
    name: 'something is mapped to any-policy',
    authorities: [[has(P1), maps(P1, ANY_POLICY)]],
    end: [has(P2)],
    expected: 'policy-mapping',
  },
  {
    name: 'any-policy inhibited at once',
    authorities: [[has(P1), inhibitAnyPolicy(0)]],
    end: [has(ANY_POLICY)],
    input: required,
    expected: 'policy',
  },
  {
    name: 'any-policy inhibited behind one',
    authorities: [[has(ANY_POLICY), inhibitAnyPolicy(1)]],
    end: [has(ANY_POLICY)],
    input: required,
    expected: 'valid',
  },
  {
    name: 'any-policy inhibited behind one, two below',
    authorities: [[has(P1), inhibitAnyPolicy(1)], [has(ANY_POLICY)]],
    end: [has(ANY_POLICY)],
    input: required,
    expected: 'policy',
  },
  {
    name: 'any-policy inhibited behind five, then one, then at the end',
    authorities: [[has(P1), inhibitAnyPolicy(5)], [has(ANY_POLICY), inhibitAnyPolicy(1)], [has(ANY_POLICY)]],
    end: [has(P1)],
    input: required,
    expected: 'valid',
  },
  {
    name: 'any-policy inhibited, a self-issued one may have it',
    authorities: [[has(P1), inhibitAnyPolicy(0)], [has(ANY_POLICY)]],
    selfIssued: [1],
    end: [has(P1)],
    input: required,
    expected: 'valid',
  },
  {
    name: 'any-policy inhibited, the end has it behind a self-issued one',
    authorities: [[has(P1), inhibitAnyPolicy(0)], [has(ANY_POLICY)]],
    selfIssued: [1],
    end: [has(ANY_POLICY)],
    input: required,
    expected: 'policy',
  },
  {
    name: 'a policy that is not wanted, and none is required',
    authorities: [[has(P1)]],
    end: [has(P1)],
    input: { policies: [P2] },
    expected: 'valid',
  },
];

const make = async (kit: Kit, { authorities, selfIssued = [], end, input }: Row): Promise<Case> => {
  const root = await kit.root();
  const intermediates: Certificate[] = [];
  let above = root;
  let name = '';
  for (const [at, add] of authorities.entries()) {
    const isAgain = selfIssued.includes(at);
    name = isAgain ? name : `CA ${at}`;
    above = await kit.authority(name, above, { add, key: `CA ${at}` });
    intermediates.push(above.certificate);
  }
  const certificate = await kit.end(above, { add: end });
  return { anchor: root.certificate, certificate, intermediates, ...(input && { input }) };
};

/** Policies: explicit, any, mapped, inhibited, with self-issued authorities. */
export const policyScenarios: readonly Scenario[] = rows.map((row) => ({
  name: `policies: ${row.name}`,
  expected: row.expected,
  make: (kit) => make(kit, row),
  ...(row.notOpenssl !== undefined && { notOpenssl: row.notOpenssl }),
}));

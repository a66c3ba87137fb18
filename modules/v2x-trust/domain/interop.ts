import { createVerifier } from '@chedun/v2x-security';
import {
  AIDS,
  HERE,
  makeHierarchy,
  makeListAuthority,
  makeMessage,
  makePkiCtl,
  makeRootCtl,
  type Hierarchy,
} from './hierarchy.ts';
import { createJudge } from './judge.ts';
import { mayFollow, readList, type ReadList } from './trust-list.ts';

/** Cases of the test between two independent roots. */
export const INTEROP_CASES = [
  'list-verified',
  'foreign-refused-without-list',
  'foreign-accepted-with-list',
  'own-accepted-with-list',
  'foreign-refused-after-removal',
  'forged-list-refused',
  'foreign-issuer-of-list-refused',
  'rollback-refused',
] as const;
export type InteropCase = (typeof INTEROP_CASES)[number];

/** 2026-01-01 in seconds since 2004; the test has a time of its own. */
const NOW = 694_224_000;
const MICRO = 1_000_000;

/** What a company says about a message when it trusts the roots and authorities of these lists. */
const hear = async (sender: Hierarchy, lists: readonly ReadList[]): Promise<string> => {
  const header = { aid: AIDS.vehicle, generationTime: NOW * MICRO, generationLocation: { ...HERE, elevation: 4096 } };
  const bytes = await makeMessage(await sender.vehicle(), header);
  const of = (kind: ReadList['kind']) =>
    lists.filter((list) => list.kind === kind).flatMap(({ certificates }) => certificates.map((one) => one.bytes));
  const judge = createJudge({
    profile: 'cn',
    roots: of('root-ctl'),
    authorities: of('pki-ctl'),
    policies: [],
    signers: 16,
    undecidedRegion: 'accept',
  });
  return judge.judge(bytes, NOW * MICRO, undefined).verdict;
};

/**
 * Two companies with roots of their own, and a list authority above neither: messages of the other company are accepted
 * through the lists, and refused without them. Every key is made for this one run. Answers whether each case held.
 */
export const interopTest = async (): Promise<Readonly<Record<InteropCase, boolean>>> => {
  const verifier = createVerifier(64);
  const [own, other] = [await makeHierarchy('own', NOW), await makeHierarchy('other', NOW)];
  const [authority, impostor] = [await makeListAuthority(NOW), await makeListAuthority(NOW)];
  const roots = async (series: number, issued: number, from: readonly Hierarchy[], by = authority) =>
    readList('root-ctl', await makeRootCtl(by, series, issued, from));
  const authorities = async ({ root, authority: issuer }: Hierarchy) =>
    readList('pki-ctl', await makePkiCtl(root, 1, NOW - 60, [issuer]));
  const alone = await roots(1, NOW - 120, [own]);
  const both = await roots(2, NOW - 60, [own, other]);
  const pki = [await authorities(own), await authorities(other)];
  const forged = both.bytes.with(-1, (both.bytes.at(-1) ?? 0) ^ 1);
  const strange = await roots(3, NOW - 30, [other], impostor);
  const { certificate } = authority;
  return {
    'list-verified':
      both.verdict(certificate, NOW, verifier) === 'valid' &&
      pki[1]?.verdict(other.root.certificate, NOW, verifier) === 'valid',
    'foreign-refused-without-list': (await hear(other, [alone, ...pki])) === 'chain:issuer-unknown',
    'foreign-accepted-with-list': (await hear(other, [both, ...pki])) === 'valid',
    'own-accepted-with-list': (await hear(own, [both, ...pki])) === 'valid',
    'foreign-refused-after-removal': (await hear(other, [await roots(3, NOW - 30, [own]), ...pki])) !== 'valid',
    'forged-list-refused': readList('root-ctl', forged).verdict(certificate, NOW, verifier) === 'signature-invalid',
    'foreign-issuer-of-list-refused': strange.verdict(certificate, NOW, verifier) === 'issuer',
    'rollback-refused': !mayFollow(alone, both) && mayFollow(both, alone),
  };
};

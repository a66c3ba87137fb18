import { loadNotice } from '../../modules/posture/domain/content.ts';
import { noticeCatalog, partyProfile, posturePlan, postureResults } from '../../modules/posture/domain/oscal.ts';
import type { ObligationState } from '../../modules/posture/contract.ts';
import { AT } from '../../libs/oscal/testing/index.ts';
import type { Made } from './ours.ts';

const CONTENT = new URL('../../content/notice/', import.meta.url);
const HOUR = 3_600_000;
const OUTCOMES = ['pass', 'fail', 'unknown'] as const;

const iso = (at: number): string => new Date(at).toISOString();

/** A check of the n-th obligation: outcomes, expiry, signers and exceptions take turns. */
const checkOf = (n: number): ObligationState['checks'][number] => ({
  id: `check.${n}`,
  kind: n % 4 === 0 ? 'attestation' : 'machine',
  title: { zh: `检查 ${n}`, en: `check ${n}` },
  light: 'amber',
  everyMinutes: 60,
  ttlHours: 24,
  owner: n % 4 === 0 ? '王芳' : null,
  latest: {
    id: `0193a000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    checkId: `check.${n}`,
    outcome: OUTCOMES[n % 3] ?? 'pass',
    summary: { zh: `结果 ${n}\n第二行`, en: `result ${n}` },
    facts: [{ name: 'n', value: String(n) }],
    at: iso(AT),
    effectiveAt: iso(AT - n * HOUR),
    expiresAt: iso(AT + (n % 5 === 0 ? -1 : 1) * HOUR),
    signer: n % 4 === 0 ? '王芳' : null,
    attachment: null,
    digest: 'a7'.repeat(32),
  },
  acceptedUntil: n % 7 === 0 ? iso(AT + HOUR) : null,
});

const LIGHTS = ['green', 'red', 'amber', 'none'] as const;

/** The documents of the notice itself: its 113 obligations, and a posture over all of them. */
export const notice = async (): Promise<readonly Made[]> => {
  const content = await loadNotice(CONTENT);
  const parties = [...new Set(content.obligations.flatMap((each) => each.parties))];
  const states = content.obligations.map((each, n): ObligationState => {
    const light = LIGHTS[n % 4] ?? 'none';
    return {
      ...each,
      light,
      gap: light === 'none' ? (content.gaps.get(each.id) ?? null) : null,
      checks: light === 'none' ? [] : [checkOf(n), checkOf(n + 1000)],
    };
  });
  const subject = { systemId: 'tenant', systemTitle: '示例车企', organisation: '示例汽车有限公司' };
  const open = { findings: [], exceptions: new Map() };
  return [
    { name: 'the notice: catalog of 113 obligations', document: noticeCatalog(content) },
    ...parties.map((party) => ({ name: `the notice: profile of ${party}`, document: partyProfile(content, party) })),
    { name: 'the notice: assessment results', document: postureResults(states, subject, AT) },
    { name: 'the notice: plan of action', document: posturePlan(states, open, subject, AT) },
  ];
};

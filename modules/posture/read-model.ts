import type { Check } from '@chedun/module';
import type { Records } from '@chedun/records';
import type { CheckState, Evidence, Exception, Light, ObligationState } from './contract.ts';
import type { NoticeContent } from './domain/content.ts';
import { checkLight, obligationLight } from './domain/light.ts';
import { latestEvidence } from './store.ts';
import { attestationCheck, holdingExceptions, listAttestations, type AttestationRow } from './store-accepting.ts';

/** The whole posture: obligations, checks, evidence and lights. */
export interface PostureView {
  readonly obligations: ObligationState[];
  readonly counts: Record<Light, number>;
}

/** A check as the posture sees it: of a machine, or an attestation. */
interface Served extends Pick<Check, 'id' | 'obligations' | 'title' | 'everyMinutes' | 'ttlHours'> {
  readonly kind: CheckState['kind'];
  readonly owner: string | null;
}

const servedAttestation = (row: AttestationRow): Served => ({
  id: attestationCheck(row.id),
  kind: 'attestation',
  obligations: row.obligations,
  title: { zh: row.title_zh, en: row.title_en },
  everyMinutes: row.every_days * 1_440,
  ttlHours: row.every_days * 24,
  owner: row.owner_name,
});

const stateOf = (
  check: Served,
  latest: Evidence | undefined,
  exception: Exception | undefined,
  now: number,
): CheckState => ({
  id: check.id,
  kind: check.kind,
  title: check.title,
  light: checkLight(latest, now, exception === undefined ? undefined : Date.parse(exception.endsAt)),
  everyMinutes: check.everyMinutes,
  ttlHours: check.ttlHours,
  owner: check.owner,
  latest: latest ?? null,
  acceptedUntil: exception?.endsAt ?? null,
});

type GapOfNotice = NonNullable<ReturnType<NoticeContent['gaps']['get']>>;

const presentObligation = (
  each: NoticeContent['obligations'][number],
  checks: CheckState[],
  known: GapOfNotice | undefined,
): ObligationState => {
  // What a person states closes no gap, nor a check that sees a part of the duty only: a machine has yet to look.
  const isClosed = known === undefined || (!known.servedInPart && checks.some(({ kind }) => kind === 'machine'));
  const gap = isClosed ? null : { part: known.part, title: known.title };
  return {
    id: each.id,
    article: each.article,
    articleTitle: each.articleTitle,
    quote: each.quote,
    focus: each.focus,
    duty: each.duty,
    light: obligationLight(
      checks.map(({ light }) => light),
      gap === null ? 'closed' : 'open',
    ),
    gap,
    checks,
  };
};

/** Reads the posture as it is at `now` (ms). */
export const readPosture = async (
  records: Pick<Records, 'read'>,
  { obligations, gaps }: Pick<NoticeContent, 'obligations' | 'gaps'>,
  checks: readonly Check[],
  now: number,
): Promise<PostureView> => {
  const [latest, exceptions, attestations] = await Promise.all([
    latestEvidence(records),
    holdingExceptions(records, now),
    listAttestations(records),
  ]);
  const served: readonly Served[] = [
    ...checks.map((check) => ({ ...check, kind: 'machine' as const, owner: null })),
    ...attestations.filter((row) => row.retired_at === null).map(servedAttestation),
  ];
  const states = obligations.map((obligation) => {
    const its = served
      .filter((check) => check.obligations.includes(obligation.id))
      .map((check) => stateOf(check, latest.get(check.id), exceptions.get(`check:${check.id}`), now));
    return presentObligation(obligation, its, gaps.get(obligation.id));
  });
  const counts = { green: 0, amber: 0, red: 0, none: 0 };
  for (const state of states) counts[state.light] += 1;
  return { obligations: states, counts };
};

import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import type { Assessment, AssessmentDetail } from '../contract.ts';
import { gapFinding, gapFingerprint } from '../domain/gap-finding.ts';
import { gapsOf, scoreOf } from '../domain/score.ts';
import { readAssessment, type ReadNeeds, type Shipped } from '../read-model.ts';
import { assessmentError, assessmentOf, changeAssessment, needDraft, TABLE } from '../store.ts';
import type { CryptoAssessmentTables } from '../tables.ts';

const MOST_REPORTS = 500;
const GONE = '新一次密评未再发现';

const needComplete = (assessment: Assessment, { units }: Shipped): void => {
  const { missing, conclusion } = scoreOf(assessment, units);
  if (assessment.assessedOn === null)
    throw assessmentError('crypto-assessment.open', 'the day of the assessment is missing');
  if (conclusion === null)
    throw assessmentError(
      'crypto-assessment.open',
      `units without a judgement: ${missing.join(', ') || 'a whole group'}`,
    );
  const open = gapsOf(assessment.items, units).filter(({ rectifyBy }) => rectifyBy === null);
  if (open.length > 0)
    throw assessmentError('crypto-assessment.open', `gaps without a day: ${open.map(({ unit }) => unit).join(', ')}`);
};

/** Says of the gaps of all earlier assessments of the system that they are gone; one that stays is told anew as of this one. */
const clearEarlier = async (tx: Tx, { id, system }: Assessment, { units }: Shipped): Promise<void> => {
  const query = tx.as<CryptoAssessmentTables>().selectFrom(TABLE).selectAll();
  const rows = await query.where('system', '=', system).where('status', '=', 'done').where('id', '<>', id).execute();
  const gaps = rows
    .map(assessmentOf)
    .flatMap((each) => gapsOf(each.items, units).map((gap) => gapFingerprint(each, gap)));
  for (const fingerprint of new Set(gaps))
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: GONE } },
      SYSTEM_ACTOR,
    );
};

/** Gaps of a completed assessment are findings until the next one of the same system is complete. */
const tellGaps = async (tx: Tx, assessment: Assessment, { units }: Shipped, now: number): Promise<void> => {
  const names = new Map(
    units.flatMap((layer) => layer.units.map(({ id, name }) => [id, `${layer.name} ${name}`] as const)),
  );
  const reports = gapsOf(assessment.items, units).map((item) =>
    gapFinding(assessment, names.get(item.unit) ?? item.unit, item, now),
  );
  const unique = [...new Map(reports.map((report) => [report.fingerprint, report])).values()];
  for (let at = 0; at < unique.length; at += MOST_REPORTS)
    await tx.tell(
      {
        type: findingsReported,
        aggregate: `assessment:${assessment.system}`,
        payload: { findings: unique.slice(at, at + MOST_REPORTS) } as never,
      },
      SYSTEM_ACTOR,
    );
};

/** Completes a draft: it counts from now on, and its gaps are findings. */
export const completeAssessment =
  (needs: ReadNeeds) =>
  async (id: string, actor: ActorRef): Promise<AssessmentDetail> => {
    const own = await needs.shipped();
    await changeAssessment(needs, id, actor, 'crypto-assessment.completed', async (before, tx) => {
      needDraft(before);
      needComplete(before, own);
      await clearEarlier(tx, before, own);
      await tellGaps(tx, before, own, needs.clock.now());
      return { status: 'done' };
    });
    return readAssessment(needs)(id);
  };

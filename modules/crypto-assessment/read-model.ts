import { dayOf } from '@chedun/kernel';
import type { z } from 'zod';
import type { Assessment, AssessmentDetail, AssessmentSummary, HighRisk } from './contract.ts';
import { datesOf, gapsOf, scoreOf } from './domain/score.ts';
import { assessmentError, assessmentOf, TABLE, type StoreNeeds } from './store.ts';
import type { CryptoAssessmentTables } from './tables.ts';
import type { UnitTable } from './units.ts';

/** What is shipped: units and high risks. */
export interface Shipped {
  readonly units: UnitTable;
  readonly highRisks: readonly z.infer<typeof HighRisk>[];
}

/** What reading assessments stands on. */
export interface ReadNeeds extends StoreNeeds {
  readonly shipped: () => Promise<Shipped>;
}

const MOST_LISTED = 200;

/** Assessments as lists show them, with score and dates; what was changed last comes first. */
export const listAssessments =
  ({ records, clock, shipped }: ReadNeeds) =>
  async (): Promise<AssessmentSummary[]> => {
    const { units } = await shipped();
    const today = dayOf(clock.now());
    const query = records.read<CryptoAssessmentTables>().selectFrom(TABLE).selectAll();
    const rows = await query.orderBy('changed_at', 'desc').orderBy('id').limit(MOST_LISTED).execute();
    return rows.map(assessmentOf).map(({ items, ...head }) => {
      const { total, conclusion, highRisk, missing } = scoreOf({ level: head.level, items }, units);
      const gaps = gapsOf(items, units).length;
      return { ...head, total, conclusion, highRisk, missing: missing.length, gaps, dates: datesOf(head, today) };
    });
  };

/** The newest completed assessment of each system. */
export const newestAssessments =
  (list: () => Promise<readonly AssessmentSummary[]>) => async (): Promise<readonly AssessmentSummary[]> => {
    const done = (await list()).filter(({ status }) => status === 'done');
    const newest = new Map<string, AssessmentSummary>();
    for (const each of done.toSorted((a, b) => (a.assessedOn ?? '').localeCompare(b.assessedOn ?? '')))
      newest.set(each.system, each);
    return [...newest.values()];
  };

const detailOf = (assessment: Assessment, { units, highRisks }: Shipped, today: string): AssessmentDetail => ({
  assessment,
  score: scoreOf(assessment, units),
  dates: datesOf(assessment, today),
  units: units.flatMap((layer) =>
    layer.units.map(({ id, name, levels }) => ({
      id,
      name,
      layer: layer.id,
      group: layer.group,
      requirement: levels[assessment.level - 1] ?? null,
    })),
  ),
  highRisks: [...highRisks],
});

/** One assessment with its score. Throws `crypto-assessment.unknown`. */
export const readAssessment =
  ({ records, clock, shipped }: ReadNeeds) =>
  async (id: string): Promise<AssessmentDetail> => {
    const query = records.read<CryptoAssessmentTables>().selectFrom(TABLE).selectAll().where('id', '=', id);
    const row = await query.executeTakeFirst();
    if (row === undefined) throw assessmentError('crypto-assessment.unknown');
    return detailOf(assessmentOf(row), await shipped(), dayOf(clock.now()));
  };

import type { GovernanceAsks } from '@chedun/governance/contract';
import type { Records } from '@chedun/records';
import { sql, type RawBuilder } from 'kysely';
import type { CoveredRule } from './domain/coverage.ts';
import type { DetectionTables } from './tables.ts';

const ALERT_WINDOW_MS = 30 * 86_400_000;

/** Fields by which rules ask for the records of a native detector, without a modifier. */
const DETECTOR_VALUES = sql.raw(
  `'$.** ? (@.type() == "object").keyvalue() ? (@.key == "signal" || @.key == "can.rule" || @.key == "v2x.rules").value'`,
);
const detectorsOf = (document: string): RawBuilder<(string | string[])[]> =>
  sql`case when yaml ~ '\\m(signal|can\\.rule|v2x\\.rules)\\M'
    then jsonb_path_query_array(${sql.ref(document)} -> 'detection' -> 'selections', ${DETECTOR_VALUES})
    else '[]'::jsonb end`;

/** Condition on a rule `r`: it asks for the records of this detector. */
export const asksForDetector = (id: string): RawBuilder<boolean> =>
  sql`(strpos(r.yaml, ${id}) > 0 and (
    ${detectorsOf('r.document')} @> jsonb_build_array(${id}::text)
    or ${detectorsOf('r.document')} @> jsonb_build_array(jsonb_build_array(${id}::text))))`;

/** Every rule with what coverage counts. */
export const coveredRules = async (
  records: Pick<Records, 'read'>,
  governance: Pick<GovernanceAsks, 'alertsByRule'>,
  now: number,
): Promise<readonly CoveredRule[]> => {
  const [rows, told] = await Promise.all([
    records
      .read<DetectionTables>()
      .selectFrom('detection.rules')
      .select(['id', 'tags', 'category', 'enabled', detectorsOf('document').as('detectors')])
      .execute(),
    governance.alertsByRule(new Date(now - ALERT_WINDOW_MS).toISOString()),
  ]);
  const alerts = new Map(told.map((each) => [each.ruleId, each.alerts]));
  return rows.map(({ detectors, ...row }) => ({
    ...row,
    detectors: detectors.flat().filter((each) => typeof each === 'string'),
    alerts: alerts.get(row.id) ?? 0,
  }));
};

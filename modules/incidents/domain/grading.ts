import { dutiesOf, recipientsOf, type Duty, type Grade } from '@chedun/regulations';
import type { Counted, DutyLine, GradeResult, Grading, IncidentFacts, IncidentSettings } from '../contract.ts';
import type { ShippedRules } from '../shipped.ts';

type Where = Pick<IncidentSettings, 'province' | 'operator'>;

/**
 * The facts that are graded: where nobody said how many people are affected, the vehicles of the findings count as at least
 * one person each on the road (交通出行). A reading of this product.
 */
const gradedFacts = (facts: IncidentFacts, counted: Counted): IncidentFacts => {
  if (facts.peopleAffected !== undefined || counted.vehicles === 0) return facts;
  return { ...facts, peopleAffected: counted.vehicles, service: facts.service ?? '交通出行' };
};

const plain = ({ table, version, level, basis, trace }: Grade): GradeResult => ({
  table,
  version,
  level,
  basis,
  trace: trace.map((line) => ({ ...line })),
});

const lineOf = (duty: Duty, { provinces }: ShippedRules, { province }: Where): DutyLine => ({
  kind: duty.kind,
  regime: duty.regime,
  channel: duty.kind === 'report' ? duty.channel : '',
  clock: duty.clock,
  by: duty.kind === 'relay' ? duty.by : '',
  recipients: recipientsOf(provinces, duty.to, province === '' ? undefined : province).map((each) => ({ ...each })),
});

/** Both gradings, and who has to be told, of facts that are known at `now`. */
export const gradingOf = (
  rules: ShippedRules,
  facts: IncidentFacts,
  counted: Counted,
  where: Where,
  now: number,
): Grading => {
  const found = dutiesOf(rules.tables, gradedFacts(facts, counted), where.operator);
  return {
    at: new Date(now).toISOString(),
    miit: plain(found.miit),
    cac: plain(found.cac),
    data214: found.data214.kind === 'graded' ? { kind: 'graded', grade: plain(found.data214.grade) } : found.data214,
    duties: found.duties.map((duty) => lineOf(duty, rules, where)),
  };
};

/** Ids of the clocks of our own reports that a grading asks for. */
export const clocksOwed = ({ duties }: Grading): readonly DutyLine[] => duties.filter(({ kind }) => kind === 'report');

import type { CryptoAssessmentAsks } from '@chedun/crypto-assessment/contract';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import { addDays, dayOf, type Clock } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { PostureAsks } from '@chedun/posture/contract';
import type { Records } from '@chedun/records';
import type { RiskAsks } from '@chedun/risks/contract';
import type { SuppliersAsks } from '@chedun/suppliers/contract';
import type { Selectable } from 'kysely';
import type { CriticalInfrastructure, Designation, Statement, Vetting } from './contract.ts';
import { dutiesOf } from './domain/duties.ts';
import { YEAR_DAYS, type Known } from './domain/known.ts';
import type { CriticalInfrastructureTables, StoredDocument } from './tables.ts';

/** What reading stands on. */
export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly organisation: Pick<OrganisationAsks, 'profile' | 'holdersOf'>;
  readonly risks: RiskAsks;
  readonly 'crypto-assessment': CryptoAssessmentAsks;
  readonly deadlines: Pick<DeadlineAsks, 'countsOf'>;
  readonly suppliers: Pick<SuppliersAsks, 'standing'>;
  readonly posture: PostureAsks;
}

/** Reports to the 保护工作部门 within one hour (国家网络安全事件报告管理办法 art. 4). */
const ONE_HOUR = 'CAC-1';
const THREE_SYNCHRONISATIONS = '1.5-c';
const MOST_VETTINGS = 2000;

const shownDocument = ({ name, bytes, sm3 }: StoredDocument) => ({ name, bytes, sm3 });

const readDesignation = async ({ records }: ReadNeeds): Promise<Designation | null> => {
  const row = await records
    .read<CriticalInfrastructureTables>()
    .selectFrom('critical_infrastructure.designations')
    .selectAll()
    .orderBy('saved_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    infrastructure: row.infrastructure,
    designatedOn: row.designated_on,
    department: row.department,
    departmentContact: row.department_contact,
    departmentPhone: row.department_phone,
    policeContact: row.police_contact,
    policePhone: row.police_phone,
    document: shownDocument(row.document),
    savedAt: row.saved_at.toISOString(),
    savedBy: row.saved_by,
  };
};

const vettingOf = (row: Selectable<CriticalInfrastructureTables['critical_infrastructure.vettings']>): Vetting => ({
  id: row.id,
  person: row.person,
  role: row.role,
  post: row.post,
  vettedOn: row.vetted_on,
  vettedBy: row.vetted_by,
  result: row.result,
  document: row.document === null ? null : shownDocument(row.document),
  leftOn: row.left_on,
});

const readVettings = async ({ records }: ReadNeeds): Promise<Vetting[]> => {
  const rows = await records
    .read<CriticalInfrastructureTables>()
    .selectFrom('critical_infrastructure.vettings')
    .selectAll()
    .orderBy('left_on', (order) => order.desc().nullsFirst())
    .orderBy('made_at', 'desc')
    .limit(MOST_VETTINGS)
    .execute();
  return rows.map(vettingOf);
};

const readStatement = async ({ records }: ReadNeeds): Promise<Statement | null> => {
  const row = await records
    .read<CriticalInfrastructureTables>()
    .selectFrom('critical_infrastructure.statements')
    .selectAll()
    .orderBy('stated_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    reason: row.reason,
    statedAt: row.stated_at.toISOString(),
    statedBy: row.stated_by,
    validTo: addDays(dayOf(row.stated_at.getTime()), YEAR_DAYS),
  };
};

const known = async (
  needs: ReadNeeds,
  own: Pick<CriticalInfrastructure, 'designation' | 'vettings'>,
): Promise<Known> => {
  const { organisation, risks, deadlines, suppliers, posture } = needs;
  const [officers, units, systems, reports, standing, synchronised] = await Promise.all([
    organisation.holdersOf('security-officer'),
    risks.lastRuns(),
    needs['crypto-assessment'].newest(),
    deadlines.countsOf(ONE_HOUR),
    suppliers.standing(),
    posture.lightOf(THREE_SYNCHRONISATIONS),
  ]);
  return {
    today: dayOf(needs.clock.now()),
    ...own,
    officers,
    units,
    systems: systems.map(({ system, conclusion, dates }) => ({
      system,
      isFailed: conclusion === 'fail',
      isOverdue: dates.nextOverdue,
    })),
    reports,
    suppliers: standing,
    synchronised,
  };
};

/** Critical infrastructure as it stands today. */
export const readCriticalInfrastructure = (needs: ReadNeeds) => async (): Promise<CriticalInfrastructure> => {
  const [profile, designation, vettings, statement] = await Promise.all([
    needs.organisation.profile(),
    readDesignation(needs),
    readVettings(needs),
    readStatement(needs),
  ]);
  const isNamed = profile?.isCii ?? null;
  const duties = isNamed === true ? dutiesOf(await known(needs, { designation, vettings })) : [];
  return { isNamed, designation, vettings, statement, duties };
};

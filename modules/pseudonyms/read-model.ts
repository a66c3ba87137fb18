import type { Records } from '@chedun/records';
import { validityOf } from '@chedun/v2x-security';
import type { ParsedCertificate } from '@chedun/v2x-security';
import { fromTime32, periodOf, startOf, toTime32 } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { BatchList, EnrolmentList, EnrolmentQuery, HierarchyView, ReportList, RoleName } from './contract.ts';
import { brokenRoles } from './hierarchy.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { EcaTables, MaTables, PublicTables, RaTables } from './tables.ts';

type Reading = Pick<Records, 'read'>;

const iso = (date: Date | null): string | null => (date === null ? null : date.toISOString());
const isoOf = (seconds: number): string => new Date(fromTime32(seconds)).toISOString();

const nameOf = ({ value }: ParsedCertificate): string => {
  const { id } = value.toBeSigned;
  return 'name' in id ? id.name : '';
};

/** The newest revocation list of a profile. */
export const newestList = async (records: Reading, suite: string) =>
  records
    .read<PublicTables>()
    .selectFrom('pseudonyms.lists')
    .selectAll()
    .where('suite', '=', suite as 'cn')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

interface Counts {
  readonly vehicles: number;
  readonly enrolled: number;
  readonly devices: number;
  readonly blocked: number;
  readonly short: number;
  readonly certificates: number;
  readonly revoked: number;
}

/** Numbers of one profile; each subquery stays within the store of one role. */
export const countsOf = async (records: Reading, suite: string, now: number): Promise<Counts> => {
  const { rows } = await sql<Counts>`select
    (select count(*) from pseudonyms_eca.vehicles where suite = ${suite})::int as vehicles,
    (select count(distinct e.vin) from pseudonyms_eca.enrolments e join pseudonyms_eca.vehicles v using (vin)
      where v.suite = ${suite})::int as enrolled,
    (select count(*) from pseudonyms_ra.devices where suite = ${suite})::int as devices,
    (select count(*) from pseudonyms_ra.devices where suite = ${suite} and state = 'blocked')::int as blocked,
    (select count(*) from pseudonyms_ra.devices where suite = ${suite} and state = 'active'
      and next_i <= ${periodOf(now)})::int as short,
    (select coalesce(sum(made), 0) from pseudonyms_ra.rounds where suite = ${suite})::int as certificates,
    (select count(*) from pseudonyms_ma.revocations where suite = ${suite} and state = 'revoked')::int as revoked
  `.execute(records.read());
  return rows[0] ?? { vehicles: 0, enrolled: 0, devices: 0, blocked: 0, short: 0, certificates: 0, revoked: 0 };
};

/** One hierarchy for the screen. */
export const viewOf = async (records: Reading, hierarchy: Hierarchy, nowMs: number): Promise<HierarchyView> => {
  const { suite, settings, certificates } = hierarchy;
  const broken = new Set<string>(brokenRoles(hierarchy, nowMs));
  const list = await newestList(records, suite.name);
  return {
    suite: suite.name,
    aids: [...settings.aids],
    perPeriod: settings.perPeriod,
    periodsAhead: settings.periodsAhead,
    annexesVerified: suite.annexesVerified,
    authorities: Object.entries(certificates).map(([role, certificate]) => {
      const { start, end } = validityOf(certificate);
      return {
        role: role as RoleName,
        name: nameOf(certificate),
        id: certificate.id8,
        notBefore: isoOf(start),
        notAfter: isoOf(end),
        valid: !broken.has(role),
      };
    }),
    ...(await countsOf(records, suite.name, toTime32(nowMs))),
    list:
      list === undefined
        ? null
        : {
            number: list.number,
            issuedAt: list.issued_at.toISOString(),
            nextAt: list.next_at.toISOString(),
            entries: list.entries,
            fresh: list.next_at.getTime() > nowMs,
          },
  };
};

/** Vehicles of the enrolment authority, changed last first. */
export const listEnrolments = async (
  records: Reading,
  { search, limit }: z.output<typeof EnrolmentQuery>,
): Promise<z.input<typeof EnrolmentList>> => {
  let query = records.read<EcaTables>().selectFrom('pseudonyms_eca.vehicles');
  if (search !== undefined && search !== '')
    query = query.where('vin', 'like', `%${search.toUpperCase().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`);
  const newest = sql<Date | null>`(select max(enrolled_at) from pseudonyms_eca.enrolments e
    where e.vin = pseudonyms_eca.vehicles.vin)`;
  const expires = sql<Date | null>`(select max(expires_at) from pseudonyms_eca.enrolments e
    where e.vin = pseudonyms_eca.vehicles.vin)`;
  const [rows, counted] = await Promise.all([
    query
      .select(['vin', 'suite', 'state', newest.as('enrolled_at'), expires.as('expires_at')])
      .orderBy('changed_at', 'desc')
      .orderBy('vin')
      .limit(limit)
      .execute(),
    query.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirst(),
  ]);
  return {
    items: rows.map(({ vin, suite, state, enrolled_at, expires_at }) => ({
      vin,
      suite,
      state: state === 'allowed' && enrolled_at !== null ? 'enrolled' : state,
      enrolledAt: iso(enrolled_at),
      expiresAt: iso(expires_at),
    })),
    total: Number(counted?.total ?? 0),
  };
};

const SHOWN_PERIODS = 60;
const SHOWN_ROUNDS = 20;

/** Files by period, and the newest rounds. */
export const listBatches = async (records: Reading): Promise<z.input<typeof BatchList>> => {
  const db = records.read<RaTables>();
  const { rows: periods } = await sql<{
    readonly suite: 'cn';
    readonly i: number;
    readonly files: number;
    readonly fetched: number;
    readonly certificates: number;
  }>`select d.suite, f.i, count(*)::int as files, count(f.fetched_at)::int as fetched,
      sum(f.certificates)::int as certificates
    from pseudonyms_ra.files f join pseudonyms_ra.devices d using (enrolment)
    group by d.suite, f.i order by f.i desc, d.suite limit ${SHOWN_PERIODS}`.execute(db);
  const rounds = await db
    .selectFrom('pseudonyms_ra.rounds')
    .selectAll()
    .orderBy('started_at', 'desc')
    .limit(SHOWN_ROUNDS)
    .execute();
  return {
    periods: periods.map((period) => ({ ...period, from: isoOf(startOf(period.i)) })),
    rounds: rounds.map(({ id, suite, ordered, made, started_at, ended_at, failure }) => ({
      id,
      suite,
      ordered,
      made,
      startedAt: started_at.toISOString(),
      endedAt: iso(ended_at),
      failure,
    })),
  };
};

/** Reports of misbehaviour with what became of them, newest first. */
export const listReports = async (records: Reading, limit: number): Promise<z.input<typeof ReportList>> => {
  const db = records.read<MaTables>();
  const reports = await db
    .selectFrom('pseudonyms_ma.reports')
    .select(['id', 'suite', 'certificate_id', 'observation', 'note', 'reporter', 'reported_at'])
    .orderBy('reported_at', 'desc')
    .limit(limit)
    .execute();
  const ids = reports.map(({ id }) => id);
  const decisions = await db
    .selectFrom('pseudonyms_ma.revocations')
    .select(['id', 'report_id', 'state', 'proposed_by', 'proposed_at', 'decided_by', 'decided_at', 'note'])
    .where('report_id', 'in', ids.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : ids)
    .orderBy('proposed_at')
    .execute();
  const newest = new Map(decisions.map((row) => [row.report_id, row]));
  return {
    items: reports.map(({ id, suite, certificate_id, observation, note, reporter, reported_at }) => {
      const found = newest.get(id);
      return {
        id,
        suite,
        certificateId: certificate_id,
        observation,
        note,
        reporter: reporter.name,
        reportedAt: reported_at.toISOString(),
        revocation:
          found === undefined
            ? null
            : {
                id: found.id,
                state: found.state,
                note: found.note,
                proposedBy: found.proposed_by.name,
                proposedAt: found.proposed_at.toISOString(),
                decidedBy: found.decided_by?.name ?? null,
                decidedAt: iso(found.decided_at),
              },
      };
    }),
  };
};

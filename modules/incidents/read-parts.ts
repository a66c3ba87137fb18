import type { Records } from '@chedun/records';
import type { Evidence, Report, TimelineEntry } from './contract.ts';
import type { ReportSource } from './domain/report-data.ts';
import { narrativeOf, settingsInForce, TIMELINE, type IncidentRow, type StoreNeeds } from './store.ts';
import type { IncidentTables } from './tables.ts';

const MOST_LINES = 500;
const MOST_EVIDENCE = 200;

/** Timeline of an incident as it was written down. */
export const timelineOf = async (records: Pick<Records, 'read'>, id: string): Promise<TimelineEntry[]> => {
  const query = records.read<IncidentTables>().selectFrom(TIMELINE).selectAll().where('incident', '=', id);
  const rows = await query.orderBy('id').limit(MOST_LINES).execute();
  return rows.map((row) => ({
    id: String(row.id),
    kind: row.kind as TimelineEntry['kind'],
    at: row.at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    actor: row.actor,
    text: row.text,
    detail: row.detail,
  }));
};

/** Evidence with its custody. */
export const evidenceOf = async (records: Pick<Records, 'read'>, id: string): Promise<Evidence[]> => {
  const read = records.read<IncidentTables>();
  const query = read.selectFrom('incidents.evidence').selectAll().where('incident', '=', id);
  const rows = await query.orderBy('added_at').limit(MOST_EVIDENCE).execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const custody = await read
    .selectFrom('incidents.custody')
    .selectAll()
    .where('evidence', 'in', ids)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    note: row.note,
    bytes: row.bytes,
    sha256: row.sha256,
    sm3: row.sm3,
    addedAt: row.added_at.toISOString(),
    addedBy: row.added_by,
    custody: custody
      .filter(({ evidence }) => evidence === row.id)
      .map(({ at, actor, action, note }) => ({ at: at.toISOString(), actor, action, note })),
  }));
};

/** Reports of an incident, oldest first. */
export const reportsOf = async (records: Pick<Records, 'read'>, id: string): Promise<Report[]> => {
  const query = records.read<IncidentTables>().selectFrom('incidents.reports').selectAll().where('incident', '=', id);
  const rows = await query.orderBy('issued_at').execute();
  return rows.map((row) => ({
    id: row.id,
    regime: row.regime,
    kind: row.kind,
    number: row.number,
    document: row.document,
    version: row.version,
    sm3: row.sm3,
    openItems: row.open_items,
    issuedAt: row.issued_at.toISOString(),
    issuedBy: row.issued_by,
    submittedAt: row.submitted_at?.toISOString() ?? null,
    receiver: row.receiver,
  }));
};

/** What reports of an incident are made of, as it stands now. */
export const sourceOf = async (
  needs: Pick<StoreNeeds, 'records' | 'organisation' | 'duty'>,
  row: IncidentRow,
  ordinal: number,
): Promise<ReportSource> => ({
  number: row.number,
  title: row.title,
  knownAt: row.known_at.toISOString(),
  narrative: narrativeOf(row),
  grading: row.grading,
  settings: await settingsInForce(needs),
  timeline: await timelineOf(needs.records, row.id),
  ordinal,
});

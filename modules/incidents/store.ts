import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import type { DutyAsks } from '@chedun/duty-roster/contract';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { type Selectable } from 'kysely';
import { IncidentSettings, Narrative, type TimelineEntry } from './contract.ts';
import { incidentError } from './errors.ts';
import type { ShippedRules } from './shipped.ts';
import type { IncidentTables } from './tables.ts';

/** The tables of the module. */
export const INCIDENTS = 'incidents.incidents';
export const TIMELINE = 'incidents.timeline';

/** What changing incidents stands on. */
export interface StoreNeeds {
  readonly organisation: OrganisationAsks;
  readonly duty: DutyAsks;
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
  readonly rules: () => Promise<ShippedRules>;
}

export type IncidentRow = Selectable<IncidentTables[typeof INCIDENTS]>;

/** The settings in force; empty ones before anybody wrote them. */
export const readSettings = async (records: Pick<Records, 'read'>): Promise<IncidentSettings> => {
  const row = await records.read<IncidentTables>().selectFrom('incidents.settings').select('value').executeTakeFirst();
  return IncidentSettings.parse(row?.value ?? {});
};

/** Obligation that whoever reports incidents answers for. */
const REPORTING = '1.4-g';

/** The response team of the duty roster. */
const onRoster = async (duty: DutyAsks): Promise<IncidentSettings['responders']> => {
  const [team, now] = await Promise.all([duty.team(), duty.onDuty()]);
  return team
    .slice(0, 100)
    .map(({ name, role, phone }) => ({ name, role, phone, onCall: now.some((each) => each.name === name) }));
};

/**
 * The settings with what the profile of the organisation and the duty roster say where they are empty; an operator of critical infrastructure
 * is one whatever the settings say.
 */
export const settingsInForce = async ({
  records,
  organisation,
  duty,
}: Pick<StoreNeeds, 'records' | 'organisation' | 'duty'>): Promise<IncidentSettings> => {
  const own = await readSettings(records);
  const [profile, person] = await Promise.all([organisation.profile(), organisation.responsibleFor(REPORTING)]);
  return {
    ...own,
    organisation: own.organisation === '' ? (profile?.name ?? '') : own.organisation,
    province: own.province === '' ? (profile?.province ?? '') : own.province,
    responders: own.responders.length === 0 ? await onRoster(duty) : own.responders,
    operator: profile?.isCii === true ? 'cii' : own.operator,
    reporter: own.reporter === '' ? (person?.name ?? '') : own.reporter,
    reporterContact: own.reporterContact === '' ? (person?.phone ?? '') : own.reporterContact,
  };
};

/** The row of an incident. Throws `incidents.unknown`. */
export const readRow = async (records: Pick<Records, 'read'>, id: string): Promise<IncidentRow> => {
  const query = records.read<IncidentTables>().selectFrom(INCIDENTS).selectAll().where('id', '=', id);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw incidentError('incidents.unknown');
  return row;
};

/** The row, locked until the transaction ends. Throws `incidents.unknown`. */
export const lockRow = async (tx: Tx, id: string): Promise<IncidentRow> => {
  const query = tx.as<IncidentTables>().selectFrom(INCIDENTS).selectAll().where('id', '=', id).forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) throw incidentError('incidents.unknown');
  return row;
};

/** What is written down of a moment. */
export interface Written {
  readonly kind: TimelineEntry['kind'];
  readonly text: string;
  /** When it happened; now where nothing is said. */
  readonly at?: number;
  readonly detail?: Readonly<Record<string, string | number | null>>;
}

/** Adds a line to the timeline of an incident and to the audit trail. */
export const write = async (tx: Tx, incident: string, entry: Written, actor: ActorRef, now: number): Promise<void> => {
  const { kind, text, at = now, detail = {} } = entry;
  const times = { at: new Date(at), recorded_at: new Date(now) };
  const values = { incident, kind, ...times, actor: actor.name, text: toText(text), detail: jsonb(detail) };
  await tx.as<IncidentTables>().insertInto(TIMELINE).values(values).execute();
  const target = { kind: 'incident', id: incident };
  await tx.audit({ actor, action: `incidents.${kind}`, target, outcome: 'done', after: { text: text.slice(0, 500) } });
};

/** Changes columns of an incident. */
export const change = async (tx: Tx, id: string, values: object, now: number): Promise<void> => {
  const query = tx
    .as<IncidentTables>()
    .updateTable(INCIDENTS)
    .set({ ...values, changed_at: new Date(now) });
  await query.where('id', '=', id).execute();
};

/** Narrative of a row: texts that a later version added are empty. */
export const narrativeOf = (row: IncidentRow): Narrative => Narrative.parse(row.narrative);

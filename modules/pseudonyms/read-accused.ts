import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { Accused } from './contract.ts';
import type { MaTables } from './tables.ts';

interface Row {
  readonly suite: Accused['suite'];
  readonly certificate_id: string;
  readonly linkage: string | null;
  readonly period: number | null;
  readonly reports: number;
  readonly reporters: number;
  readonly messages: number;
  readonly suspicion: number | null;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly report_id: string;
  readonly observed: readonly (readonly { readonly name: string; readonly times: number }[])[] | null;
  readonly by_hand: readonly string[];
  readonly states: readonly string[] | null;
}

const stateOf = (states: readonly string[]): Accused['revocation'] =>
  (['revoked', 'proposed', 'rejected'] as const).find((state) => states.includes(state)) ?? 'none';

const observationsOf = ({ observed, by_hand: byHand }: Row): Accused['observations'] => {
  const times = new Map<string, number>();
  const add = (name: string, count: number) => times.set(name, (times.get(name) ?? 0) + count);
  for (const { name, times: count } of (observed ?? []).flat()) add(name, count);
  for (const name of byHand) add(name, 1);
  return [...times].map(([name, count]) => ({ name, times: count }));
};

/** Certificates that were reported, each over all reports on it, newest first. */
export const listAccused = async (records: Pick<Records, 'read'>, limit: number): Promise<Accused[]> => {
  const { rows } = await sql<Row>`
    select r.suite, r.certificate_id, max(r.linkage) as linkage, max(r.period) as period, count(*)::int as reports,
      count(distinct r.reporter ->> 'id')::int as reporters, coalesce(sum(r.messages), 0)::int as messages,
      max(r.suspicion) as suspicion, min(r.reported_at) as first_at, max(r.reported_at) as last_at,
      (array_agg(r.id order by r.reported_at desc))[1] as report_id,
      jsonb_agg(r.observations) filter (where r.observations is not null) as observed,
      coalesce(array_agg(r.observation) filter (where r.observations is null), '{}') as by_hand,
      (select array_agg(v.state) from pseudonyms_ma.revocations v join pseudonyms_ma.reports p on p.id = v.report_id
        where p.certificate_id = r.certificate_id) as states
    from pseudonyms_ma.reports r group by r.suite, r.certificate_id order by last_at desc limit ${limit}
  `.execute(records.read<MaTables>());
  return rows.map((row) => ({
    suite: row.suite,
    certificateId: row.certificate_id,
    linkage: row.linkage,
    period: row.period,
    reports: row.reports,
    reporters: row.reporters,
    messages: row.messages,
    suspicion: row.suspicion,
    observations: observationsOf(row),
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    reportId: row.report_id,
    revocation: stateOf(row.states ?? []),
  }));
};

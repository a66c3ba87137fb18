import type { Records } from '../../platform/records/src/index.ts';
import { sql } from '../../platform/records/src/testing/index.ts';

/** How many assets of each kind, together 50,000. */
export const FLEET = { vehicles: 40_000, hosts: 8_000, services: 2_000 } as const;
export const FINDINGS = 20_000;

const run = (records: Records, statement: ReturnType<typeof sql>): Promise<void> =>
  records.transaction(async (tx) => {
    await statement.execute(tx.as<Record<never, never>>());
  });

/** Registers the assets; one vehicle in twenty was not heard of for nine days. */
export const seedAssets = async (records: Records): Promise<void> => {
  await run(
    records,
    sql`insert into assets.vehicles (vin, model, status, seen_at, updated_at)
      select 'LSVAA4182E2' || lpad(n::text, 6, '0'), 'E7', 'registered',
        now() - case when n % 20 = 0 then interval '9 days' else interval '1 hour' end, now()
      from generate_series(1, ${FLEET.vehicles}) n`,
  );
  await run(
    records,
    sql`insert into assets.hosts (name, status, updated_at)
      select 'srv-' || n, 'registered', now() from generate_series(1, ${FLEET.hosts}) n`,
  );
  await run(
    records,
    sql`insert into assets.services (name, type, exposure, status, updated_at)
      select 'service-' || n, 'api', 'intranet', 'registered', now() from generate_series(1, ${FLEET.services}) n`,
  );
};

/** Puts findings into the ledger, from number `from` on: each names up to three assets and two obligations; one in five is closed. */
export const seedFindings = (
  records: Records,
  obligations: readonly string[],
  from: number,
  count: number,
): Promise<void> =>
  run(
    records,
    sql`insert into governance.findings (id, fingerprint, kind, module, title, severity, status, assets, asset_keys,
        obligations, count, first_seen, last_seen, opened_at, latency_ms, tags, facts, samples)
      select gen_random_uuid(), 'bench:' || n, 'weakness', 'bench', 'weakness ' || n, n % 5,
        case when n % 5 = 0 then 'resolved' else 'open' end, '[]',
        array['vehicle:LSVAA4182E2' || lpad(((n * 7919) % ${FLEET.vehicles} + 1)::text, 6, '0'),
          'host:srv-' || ((n * 104729) % ${FLEET.hosts} + 1), 'service:service-' || ((n * 1299709::bigint) % ${FLEET.services} + 1)],
        array[(${[...obligations]}::text[])[n % 113 + 1], (${[...obligations]}::text[])[(n * 31) % 113 + 1]],
        1, now(), now(), now(), 5, '{}', '{}', '[]'
      from generate_series(${from}::bigint, ${from + count - 1}::bigint) n`,
  );

/**
 * The same verdicts by one statement of PostgreSQL over all pairs, counted by obligation: what the database needs that is
 * asked directly and keeps nothing. `scope` are pairs `obligation/kind`, `met` the obligations whose checks are met.
 */
export const countBySql = async (
  records: Records,
  given: {
    readonly obligations: readonly string[];
    readonly scope: readonly string[];
    readonly met: readonly string[];
  },
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ obligation: string; pass: string; fail: string; unknown: string }>`
    with assets as (
      select 'vehicle' as kind, vin as id, coalesce(seen_at < now() - interval '7 days', true) as silent
        from assets.vehicles where status <> 'retired'
      union all select 'host', name, false from assets.hosts where status <> 'retired'
      union all select 'service', name, false from assets.services where status <> 'retired'
    ), named as materialized (
      select distinct asset, obligation from governance.findings, unnest(asset_keys) asset, unnest(obligations) obligation
      where status in ('open', 'triaging', 'in-progress')
    ), judged as (
      select o.id as obligation,
        case when f.asset is not null then 'fail'
          when not (o.id || '/' || a.kind = any(${[...given.scope]}::text[])) then 'n-a'
          when not (o.id = any(${[...given.met]}::text[])) or a.silent then 'unknown' else 'pass' end as verdict
      from unnest(${[...given.obligations]}::text[]) o(id) cross join assets a
      left join named f on f.asset = a.kind || ':' || a.id and f.obligation = o.id
    )
    select obligation, count(*) filter (where verdict = 'pass') as pass, count(*) filter (where verdict = 'fail') as fail,
      count(*) filter (where verdict = 'unknown') as unknown
    from judged group by obligation`.execute(records.read<Record<never, never>>());
  return new Map(rows.map((row) => [row.obligation, `${row.pass}/${row.fail}/${row.unknown}`]));
};

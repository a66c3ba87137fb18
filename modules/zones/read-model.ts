import type { AssetsAsks } from '@chedun/assets/contract';
import { dayOf } from '@chedun/kernel';
import { sql, type Selectable } from 'kysely';
import type { Flow, FlowPage, FlowQuery, Openings, ZoneOverview, ZonePair } from './contract.ts';
import { zoneFinder } from './domain/address.ts';
import { readPermissions, readState, readZones, type Needs } from './store.ts';
import type { ZonesTables } from './tables.ts';
import { hostsOf } from './use-cases/suggest.ts';
import type { z } from 'zod';

type ReadNeeds = Pick<Needs, 'records' | 'now'> & { readonly assets: Pick<AssetsAsks, 'hostsAfter'> };

const count = (status: string) => sql<number>`count(*) filter (where status = ${status})::int`;

const pairsOf = async ({ records }: ReadNeeds): Promise<ZonePair[]> => {
  const rows = await records
    .read<ZonesTables>()
    .selectFrom('zones.flows')
    .select(['from_zone', 'to_zone'])
    .select([
      sql<number>`count(*)::int`.as('flows'),
      sql<number>`sum(records)::bigint`.as('records'),
      count('violating').as('violating'),
      count('ended').as('ended'),
      count('blocked').as('blocked'),
      sql<Date>`max(last_seen)`.as('last'),
    ])
    .where('from_zone', 'is not', null)
    .where('to_zone', 'is not', null)
    .groupBy(['from_zone', 'to_zone'])
    .execute();
  return rows.map(({ from_zone: from, to_zone: to, last, ...rest }) => ({
    from: from ?? '',
    to: to ?? '',
    ...rest,
    lastSeen: last.toISOString(),
  }));
};

const countsOf = ({ records }: ReadNeeds) =>
  records
    .read<ZonesTables>()
    .selectFrom('zones.flows')
    .select([
      sql<number>`count(*)::int`.as('flows'),
      sql<number>`count(*) filter (where status not in ('inside', 'unzoned'))::int`.as('crossing'),
      count('violating').as('violating'),
      count('ended').as('ended'),
      count('blocked').as('blocked'),
      count('unzoned').as('unzoned'),
    ])
    .executeTakeFirstOrThrow();

/** Zones, what is allowed between them, and what was seen. */
export const readOverview = (needs: ReadNeeds) => async (): Promise<ZoneOverview> => {
  const { records, now, assets } = needs;
  const [zones, permissions, state, pairs, counts, hosts] = await Promise.all([
    readZones(records),
    readPermissions(records),
    readState(records),
    pairsOf(needs),
    countsOf(needs),
    hostsOf(assets),
  ]);
  const find = zoneFinder(zones);
  const housed = hosts.flatMap(({ addresses }) => [...new Set(addresses.flatMap((text) => find(text) ?? []))]);
  const today = dayOf(now());
  return {
    zones: zones.map(({ updated_at: at, ...zone }) => ({
      ...zone,
      hosts: housed.filter((id) => id === zone.id).length,
      updatedAt: at.toISOString(),
    })),
    permissions: permissions.map((row) => ({
      id: row.id,
      from: row.from_zone,
      to: row.to_zone,
      protocol: row.protocol,
      ports: row.ports,
      purpose: row.purpose,
      approver: row.approver,
      validTo: row.valid_to,
      isInForce: row.valid_to === null || row.valid_to >= today,
      createdAt: row.created_at.toISOString(),
      createdBy: row.created_by,
    })),
    pairs,
    counts: { conversations: state.conversations, ...counts, ownUnzoned: state.own_unzoned },
    unzonedExamples: state.unzoned_examples,
    lookedAt: state.looked_at?.toISOString() ?? null,
    cut: state.cut,
  };
};

const end = (column: 'from_zone' | 'to_zone', wanted: string | undefined) =>
  wanted === undefined
    ? sql<boolean>`true`
    : wanted === 'none'
      ? sql<boolean>`${sql.ref(column)} is null`
      : sql<boolean>`${sql.ref(column)} = ${wanted}::uuid`;

const flowOf = (row: Selectable<ZonesTables['zones.flows']>): Flow => ({
  id: row.id,
  from: row.from_zone,
  to: row.to_zone,
  protocol: row.protocol,
  port: row.port,
  ports: row.ports,
  status: row.status,
  conversations: row.conversations,
  records: row.records,
  blocked: row.blocked,
  bytes: row.bytes,
  firstSeen: row.first_seen.toISOString(),
  lastSeen: row.last_seen.toISOString(),
  examples: row.examples,
});

/** Flows, those to be looked at first. The cursor is the place of the last one. */
export const readFlows =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async ({ from, to, status, cursor, limit }: FlowQuery): Promise<z.output<typeof FlowPage>> => {
    const [rank, ...rest] = (cursor ?? '').split(' ');
    const after = rest.join(' ');
    const rows = await records
      .read<ZonesTables>()
      .selectFrom('zones.flows')
      .selectAll()
      .where(end('from_zone', from))
      .where(end('to_zone', to))
      .$if(status !== undefined, (query) => query.where(sql<boolean>`status = ${status}`))
      .$if(/^\d{1,2}$/.test(rank ?? ''), (query) => query.where(sql<boolean>`(rank, id) > (${Number(rank)}, ${after})`))
      .orderBy('rank')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(flowOf),
      next: rows.length > limit && last !== undefined ? `${last.rank} ${last.id}` : null,
    };
  };

/** What was found when firewalls were compared last. */
export const readOpenings =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (): Promise<Openings> => {
    const { openings } = await readState(records);
    return openings ?? { comparedAt: null, firewalls: 0, rules: 0, uncompared: 0, cut: false, items: [] };
  };

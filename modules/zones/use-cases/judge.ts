import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { dayOf, SYSTEM_ACTOR } from '@chedun/kernel';
import { jsonb, type Tx } from '@chedun/records';
import { KEEP_DAYS } from '../contract.ts';
import { findingsOf } from '../domain/finding.ts';
import { judgeFlows, RANKS, type JudgedFlow } from '../domain/judge.ts';
import { readPermissions, readZones, type Needs } from '../store.ts';
import type { ZonesTables } from '../tables.ts';

const PART = 500;
const REPORTS = 100;
const DAY = 86_400_000;
const MENDED = `已获许可、已被阻断，或 ${KEEP_DAYS} 天未再出现 / Allowed, blocked, or not seen for ${KEEP_DAYS} days`;

const parts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/** Tells what is new or was seen again, clears what is not there any more. */
const report = async (tx: Tx, findings: readonly FindingReport[]): Promise<void> => {
  const tables = tx.as<ZonesTables>();
  const before = new Map(
    (await tables.selectFrom('zones.reported').selectAll().execute()).map(({ fingerprint, last_seen: at }) => [
      fingerprint,
      at.getTime(),
    ]),
  );
  const open = new Set(findings.map(({ fingerprint }) => fingerprint));
  for (const fingerprint of [...before.keys()].filter((each) => !open.has(each))) {
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: MENDED } },
      SYSTEM_ACTOR,
    );
    await tables.deleteFrom('zones.reported').where('fingerprint', '=', fingerprint).execute();
  }
  const news = findings.filter(
    ({ fingerprint, lastSeen }) => Date.parse(lastSeen) > (before.get(fingerprint) ?? -Infinity),
  );
  for (const part of parts(news, REPORTS)) {
    await tx.tell({ type: findingsReported, aggregate: 'zones', payload: { findings: part } as never }, SYSTEM_ACTOR);
    await tables
      .insertInto('zones.reported')
      .values(part.map(({ fingerprint, lastSeen }) => ({ fingerprint, last_seen: new Date(lastSeen) })))
      .onConflict((on) => on.column('fingerprint').doUpdateSet(({ ref }) => ({ last_seen: ref('excluded.last_seen') })))
      .execute();
  }
};

const keepFlows = async (tx: Tx, flows: readonly JudgedFlow[]): Promise<void> => {
  const tables = tx.as<ZonesTables>();
  await tables.deleteFrom('zones.flows').execute();
  for (const part of parts(flows, PART))
    await tables
      .insertInto('zones.flows')
      .values(
        part.map(({ from, to, firstSeen, lastSeen, examples, ...flow }) => ({
          ...flow,
          from_zone: from,
          to_zone: to,
          rank: RANKS.indexOf(flow.status),
          first_seen: new Date(firstSeen),
          last_seen: new Date(lastSeen),
          examples: jsonb(examples),
        })),
      )
      .execute();
};

/** Forgets what was not seen for long, and judges everything else with the zones and permissions of now. Inside `lock`. */
export const judge = async (tx: Tx, { now }: Pick<Needs, 'now'>): Promise<{ readonly violating: number }> => {
  const tables = tx.as<ZonesTables>();
  const at = now();
  await tables
    .deleteFrom('zones.conversations')
    .where('noted_at', '<', new Date(at - KEEP_DAYS * DAY))
    .execute();
  const [zones, permissions, rows] = [
    await readZones(tx),
    await readPermissions(tx),
    await tables.selectFrom('zones.conversations').selectAll().execute(),
  ];
  const today = dayOf(at);
  const permits = permissions.map(({ from_zone: from, to_zone: to, protocol, ports, valid_to: validTo }) => {
    return { from, to, protocol, ports, isInForce: validTo === null || validTo >= today };
  });
  const conversations = rows.map(({ first_seen: first, last_seen: last, recent, recent_blocked: stopped, ...rest }) => {
    const [records, blocked] = [rest.records + recent, rest.blocked + stopped];
    return { ...rest, records, blocked, firstSeen: first.getTime(), lastSeen: last.getTime() };
  });
  const { flows, ownUnzoned } = judgeFlows(zones, permits, conversations);
  await keepFlows(tx, flows);
  await tables
    .updateTable('zones.state')
    .set({
      conversations: rows.length,
      own_unzoned: ownUnzoned.length,
      unzoned_examples: ownUnzoned.toSorted().slice(0, 20),
    })
    .execute();
  const findings = findingsOf(flows, new Map(zones.map((zone) => [zone.id, zone])), at);
  await report(tx, findings);
  return { violating: findings.length };
};

import { DomainError, personIdOf, type ActorRef } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { Selectable, Updateable } from 'kysely';
import type { Hold, NewHold } from '../contract.ts';
import type { HoldTable, RetentionTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly newId: () => string;
  readonly now: () => number;
}

const holdOf = (row: Selectable<HoldTable>): Hold => ({
  id: row.id,
  title: row.title,
  reason: row.reason,
  caseRef: row.case_ref,
  streams: row.streams,
  sources: row.sources,
  assets: row.assets,
  from: row.from_at?.toISOString() ?? null,
  to: row.to_at?.toISOString() ?? null,
  status: row.status,
  placedBy: row.placed_name,
  placedAt: row.placed_at.toISOString(),
  confirmedBy: row.confirmed_name,
  releaseBy: row.release_name,
  releaseReason: row.release_reason,
  releasedBy: row.released_name,
  releasedAt: row.released_at?.toISOString() ?? null,
});

const lockHold = async (tx: Tx, id: string): Promise<Selectable<HoldTable>> => {
  const row = await tx
    .as<RetentionTables>()
    .selectFrom('retention.holds')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new DomainError('retention.hold-unknown', { field: id });
  return row;
};

const change = async (tx: Tx, id: string, set: Updateable<HoldTable>): Promise<void> => {
  await tx.as<RetentionTables>().updateTable('retention.holds').set(set).where('id', '=', id).execute();
};

const audit = (tx: Tx, actor: ActorRef, action: string, id: string, after: object): Promise<void> =>
  tx.audit({ actor, action, target: { kind: 'legal-hold', id }, outcome: 'done', after: { ...after } });

/** Places a hold. It blocks from this moment; a second person confirms that it is meant. */
const place =
  ({ records, newId, now }: Needs) =>
  async (hold: NewHold, actor: ActorRef): Promise<string> => {
    const { title, reason, caseRef, streams, sources, assets, from, to } = hold;
    if (from !== null && to !== null && Date.parse(to) < Date.parse(from)) {
      throw new DomainError('retention.hold-range', { field: 'to' });
    }
    const id = newId();
    await records.transaction(async (tx) => {
      await tx
        .as<RetentionTables>()
        .insertInto('retention.holds')
        .values({
          id,
          title,
          reason,
          case_ref: caseRef,
          streams: [...streams],
          sources: [...sources],
          assets: [...assets],
          from_at: from === null ? null : new Date(from),
          to_at: to === null ? null : new Date(to),
          status: 'placed',
          placed_by: personIdOf(actor),
          placed_name: actor.name,
          placed_at: new Date(now()),
        })
        .execute();
      await audit(tx, actor, 'retention.hold-placed', id, hold);
    });
    return id;
  };

/** A second person confirms a hold, or releases one whose release was asked for. */
const approve =
  ({ records, now }: Needs) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await lockHold(tx, id);
      const at = new Date(now());
      if (row.status === 'placed') {
        if (row.placed_by === personIdOf(actor)) throw new DomainError('retention.same-person');
        await change(tx, id, { status: 'confirmed', confirmed_name: actor.name, confirmed_at: at });
        return audit(tx, actor, 'retention.hold-confirmed', id, { title: row.title });
      }
      if (row.status !== 'release-asked') throw new DomainError('retention.hold-state', { reason: row.status });
      if (row.release_by === personIdOf(actor)) throw new DomainError('retention.same-person');
      await change(tx, id, { status: 'released', released_name: actor.name, released_at: at });
      return audit(tx, actor, 'retention.hold-released', id, { title: row.title });
    });

/** Asks for the release of a hold, which goes on blocking until a second person agrees. */
const askRelease =
  ({ records, now }: Needs) =>
  (id: string, reason: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await lockHold(tx, id);
      if (row.status !== 'placed' && row.status !== 'confirmed') {
        throw new DomainError('retention.hold-state', { reason: row.status });
      }
      await change(tx, id, {
        status: 'release-asked',
        release_by: personIdOf(actor),
        release_name: actor.name,
        release_reason: reason,
        release_asked_at: new Date(now()),
      });
      return audit(tx, actor, 'retention.hold-release-asked', id, { title: row.title, reason });
    });

/** Keeps the release from happening: the hold goes on. */
const refuseRelease =
  ({ records }: Needs) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await lockHold(tx, id);
      if (row.status !== 'release-asked') throw new DomainError('retention.hold-state', { reason: row.status });
      await change(tx, id, { status: 'confirmed' });
      return audit(tx, actor, 'retention.hold-release-refused', id, { title: row.title });
    });

const list = async ({ records }: Needs): Promise<Hold[]> => {
  const rows = await records
    .read<RetentionTables>()
    .selectFrom('retention.holds')
    .selectAll()
    .orderBy('placed_at', 'desc')
    .orderBy('id')
    .limit(1_000)
    .execute();
  return rows.map(holdOf);
};

const must = async ({ records }: Needs, id: string): Promise<Hold> => {
  const row = await records
    .read<RetentionTables>()
    .selectFrom('retention.holds')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new DomainError('retention.hold-unknown', { field: id });
  return holdOf(row);
};

/** Everything that people do with legal holds. */
export const holdUseCases = (needs: Needs) => ({
  place: place(needs),
  approve: approve(needs),
  askRelease: askRelease(needs),
  refuseRelease: refuseRelease(needs),
  list: () => list(needs),
  must: (id: string) => must(needs, id),
});

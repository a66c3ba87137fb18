import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { ClassChange, RetentionClass, RetentionClassId } from './contract.ts';
import { acceptsDays, FLOOR_DAYS } from './domain/calendar.ts';
import { CLASSES } from './domain/classes.ts';
import type { RetentionTables } from './tables.ts';

/** How long a class is kept, in days. */
interface Policy {
  readonly days: number;
  readonly coldAfterDays: number | null;
  readonly hotDays: number | null;
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
}

const STANDARD: Policy = { days: FLOOR_DAYS, coldAfterDays: 30, hotDays: null, updatedAt: null, updatedBy: null };

/** The policies of all classes; what nobody has set has its standard. A row below the floor counts as the floor. */
export const readPolicies = async (records: Pick<Records, 'read'>): Promise<ReadonlyMap<RetentionClassId, Policy>> => {
  const rows = await records.read<RetentionTables>().selectFrom('retention.policies').selectAll().execute();
  const byClass = new Map(rows.map((row) => [row.class, row]));
  return new Map(
    CLASSES.map(({ id, floorDays }) => {
      const row = byClass.get(id);
      if (row === undefined) return [id, STANDARD] as const;
      const policy: Policy = {
        days: Math.max(floorDays, row.days),
        coldAfterDays: row.cold_after_days,
        hotDays: row.hot_days,
        updatedAt: row.updated_at,
        updatedBy: row.updated_by,
      };
      return [id, policy] as const;
    }),
  );
};

/** The classes as the screen shows them. */
export const listClasses = async (records: Pick<Records, 'read'>): Promise<RetentionClass[]> => {
  const policies = await readPolicies(records);
  return CLASSES.map(({ id, stream, floorDays, title, basis }) => {
    const { days, coldAfterDays, hotDays, updatedAt, updatedBy } = policies.get(id) ?? STANDARD;
    return {
      id,
      title,
      stream,
      basis,
      floorDays,
      days,
      coldAfterDays,
      hotDays,
      updatedAt: updatedAt?.toISOString() ?? null,
      updatedBy,
    };
  });
};

const checkChange = (id: RetentionClassId, wanted: Policy): void => {
  const definition = CLASSES.find((each) => each.id === id);
  if (!acceptsDays({ days: wanted.days, legal: definition?.legal ?? true })) {
    throw new DomainError('retention.too-short', { field: 'days', reason: `${wanted.days} days` });
  }
  const { hotDays, coldAfterDays } = wanted;
  if (hotDays !== null && (coldAfterDays === null || hotDays <= coldAfterDays)) {
    throw new DomainError('retention.hot-without-cold', { field: 'hotDays' });
  }
};

/** Changes how long a class is kept. Days below the floor are refused, and the attempt is in the audit trail. */
export const changeClass =
  ({ records, now }: { readonly records: Records; readonly now: () => number }) =>
  async (id: RetentionClassId, change: ClassChange, actor: ActorRef): Promise<void> => {
    const before = (await readPolicies(records)).get(id) ?? STANDARD;
    const wanted: Policy = {
      ...before,
      ...(change.days === undefined ? {} : { days: change.days }),
      ...(change.coldAfterDays === undefined ? {} : { coldAfterDays: change.coldAfterDays }),
      ...(change.hotDays === undefined ? {} : { hotDays: change.hotDays }),
    };
    const plain = ({ days, coldAfterDays, hotDays }: Policy) => ({ days, coldAfterDays, hotDays });
    const line = {
      actor,
      action: 'retention.class-changed',
      target: { kind: 'retention-class', id },
      before: plain(before),
      after: plain(wanted),
    };
    try {
      checkChange(id, wanted);
    } catch (error) {
      await records.transaction((tx) => tx.audit({ ...line, outcome: 'refused' }));
      throw error;
    }
    await records.transaction(async (tx) => {
      const row = {
        days: wanted.days,
        cold_after_days: wanted.coldAfterDays,
        hot_days: wanted.hotDays,
        updated_at: new Date(now()),
        updated_by: actor.name,
      };
      await tx
        .as<RetentionTables>()
        .insertInto('retention.policies')
        .values({ class: id, ...row })
        .onConflict((conflict) => conflict.column('class').doUpdateSet(row))
        .execute();
      await tx.audit({ ...line, outcome: 'done' });
    });
  };

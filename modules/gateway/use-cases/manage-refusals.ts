import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { Tx } from '@chedun/records';
import { refusalValue } from '../domain/refusal-value.ts';
import type { RefusalBook } from '../refusal-book.ts';
import type { GatewayAsks, RefusalKind, RefusalList } from '../refusal-contract.ts';
import type { GatewayTables } from '../tables.ts';

/** What keeping out stands on. */
export interface RefusalNeeds extends Pick<Platform, 'records' | 'clock'> {
  readonly refusals: Pick<RefusalBook, 'standing'>;
  /** Reads the table again and judges everybody anew. */
  readonly changed: () => Promise<void>;
}

type Alongside = ((tx: Tx) => Promise<void>) | undefined;

const valueOf = (kind: RefusalKind, value: string): string => {
  const plain = refusalValue(kind, value);
  if (plain === undefined) throw new DomainError('gateway.bad-refusal', { field: 'value', value: value.slice(0, 64) });
  return plain;
};

const refuse =
  ({ records, clock, changed }: RefusalNeeds): GatewayAsks['refuse'] =>
  async ({ kind, value: given, reason }, actor: ActorRef, alongside: Alongside) => {
    const value = valueOf(kind, given);
    await records.transaction(async (tx) => {
      await tx
        .as<GatewayTables>()
        .insertInto('gateway.refusals')
        .values({ kind, value, reason, by_name: actor.name, since: new Date(clock.now()) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const target = { kind: `gateway-${kind}`, id: value };
      await tx.audit({ actor, action: 'gateway.refused', target, outcome: 'done', after: { reason } });
      await alongside?.(tx);
    });
    await changed();
  };

const readmit =
  ({ records, changed }: RefusalNeeds): GatewayAsks['readmit'] =>
  async ({ kind, value: given }, actor: ActorRef, alongside: Alongside) => {
    const value = valueOf(kind, given);
    await records.transaction(async (tx) => {
      const row = await tx
        .as<GatewayTables>()
        .deleteFrom('gateway.refusals')
        .where('kind', '=', kind)
        .where('value', '=', value)
        .returning('reason')
        .executeTakeFirst();
      const target = { kind: `gateway-${kind}`, id: value };
      const before = { reason: row?.reason ?? null };
      await tx.audit({ actor, action: 'gateway.readmitted', target, outcome: 'done', before });
      await alongside?.(tx);
    });
    await changed();
  };

/** What other modules may ask: to keep out, to let in, and how somebody stands. */
export const refusalAsks = (needs: RefusalNeeds): GatewayAsks => ({
  refuse: refuse(needs),
  readmit: readmit(needs),
  // Whoever asks may not be who kept out: the gate reads the table before it says how somebody stands.
  standing: async (kind, value) => {
    await needs.changed();
    return needs.refusals.standing(kind, refusalValue(kind, value) ?? value);
  },
});

/** Everybody who is kept out, newest first. */
export const listRefusals =
  ({ records }: Pick<Platform, 'records'>) =>
  async (): Promise<RefusalList> => {
    const rows = await records
      .read<GatewayTables>()
      .selectFrom('gateway.refusals')
      .selectAll()
      .orderBy('since', 'desc')
      .limit(1000)
      .execute();
    return {
      items: rows.map(({ kind, value, reason, by_name, since }) => ({
        kind,
        value,
        reason,
        by: by_name,
        since: since.toISOString(),
      })),
    };
  };

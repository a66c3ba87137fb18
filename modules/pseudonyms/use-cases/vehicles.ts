import type { ActorRef, Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { SuiteName } from '@chedun/v2x-pki';
import { sql } from 'kysely';

interface Needs {
  readonly records: Records;
  readonly clock: Clock;
}

/** Vehicles that may enrol: those of the operator's batch. */
export const allowVehicles =
  ({ records, clock }: Needs) =>
  async (
    { suite, vins }: { readonly suite: SuiteName; readonly vins: readonly string[] },
    actor: ActorRef,
  ): Promise<{ readonly allowed: number }> =>
    records.transaction(async (tx) => {
      const { rows } = await sql`insert into pseudonyms_eca.vehicles (vin, suite, state, changed_at)
        select distinct vin, ${suite}, 'allowed', ${new Date(clock.now())}::timestamptz from unnest(${[...vins]}::text[]) as given (vin)
        on conflict (vin) do update set state = 'allowed', changed_at = excluded.changed_at
          where pseudonyms_eca.vehicles.state <> 'allowed'
        returning vin`.execute(tx.as());
      await tx.audit({
        actor,
        action: 'pseudonyms.vehicles-allowed',
        target: { kind: 'vehicles', id: suite },
        outcome: 'done',
        after: { allowed: rows.length, given: vins.length },
      });
      return { allowed: rows.length };
    });

/** Bars a vehicle from enrolling again. */
export const barVehicle =
  ({ records, clock }: Needs) =>
  async (vin: string, actor: ActorRef): Promise<{ readonly barred: number }> =>
    records.transaction(async (tx) => {
      const { rows } = await sql`update pseudonyms_eca.vehicles set state = 'barred',
        changed_at = ${new Date(clock.now())}::timestamptz where vin = ${vin} and state = 'allowed' returning vin`.execute(
        tx.as(),
      );
      await tx.audit({
        actor,
        action: 'pseudonyms.vehicle-barred',
        target: { kind: 'vehicle', id: vin },
        outcome: rows.length > 0 ? 'done' : 'refused',
      });
      return { barred: rows.length };
    });

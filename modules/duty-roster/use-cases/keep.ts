import { personIdOf, type ActorRef, type Clock } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { dutyError } from '../error.ts';
import type { DutySettings, ExceptionInput, ResponderInput, ShiftInput } from '../contract.ts';
import type { DutyTables } from '../tables.ts';

/** What changing the roster stands on. */
export interface KeepNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

const MOST_RESPONDERS = 500;
const MOST_SHIFTS = 1000;

const audit = (tx: Tx, actor: ActorRef, action: string, kind: string, id: string, after: object): Promise<void> =>
  tx.audit({ actor, action: `duty-roster.${action}`, target: { kind, id }, outcome: 'done', after: after as never });

const needResponder = async (tx: Tx, id: string, field: string): Promise<void> => {
  const row = await tx
    .as<DutyTables>()
    .selectFrom('duty_roster.responders')
    .select('id')
    .where('id', '=', id)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw dutyError('duty-roster.responder-unknown', field);
};

const needRoom = async (tx: Tx, table: 'responders' | 'shifts' | 'exceptions', most: number): Promise<void> => {
  const base = tx.as<DutyTables>().selectFrom(`duty_roster.${table}`);
  const { n } = await base.select((each) => each.fn.countAll<string>().as('n')).executeTakeFirstOrThrow();
  if (Number(n) >= most) throw dutyError('duty-roster.full');
};

const addResponder =
  ({ records, clock, newId }: KeepNeeds) =>
  (input: ResponderInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      if (input.deputy !== null) await needResponder(tx, input.deputy, 'deputy');
      await needRoom(tx, 'responders', MOST_RESPONDERS);
      const id = newId();
      await tx
        .as<DutyTables>()
        .insertInto('duty_roster.responders')
        .values({
          id,
          name: toText(input.name),
          role: input.role,
          phone: input.phone,
          deputy: input.deputy,
          created_at: new Date(clock.now()),
          created_by: personIdOf(actor),
          left_at: null,
        })
        .execute();
      await audit(tx, actor, 'responder-added', 'responder', id, input);
    });

const changeResponder =
  ({ records }: KeepNeeds) =>
  (id: string, input: ResponderInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await needResponder(tx, id, 'id');
      if (input.deputy === id) throw dutyError('duty-roster.own-deputy', 'deputy');
      if (input.deputy !== null) await needResponder(tx, input.deputy, 'deputy');
      await tx
        .as<DutyTables>()
        .updateTable('duty_roster.responders')
        .set({ name: toText(input.name), role: input.role, phone: input.phone, deputy: input.deputy })
        .where('id', '=', id)
        .execute();
      await audit(tx, actor, 'responder-changed', 'responder', id, input);
    });

const removeResponder =
  ({ records, clock }: KeepNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await needResponder(tx, id, 'id');
      const tables = tx.as<DutyTables>();
      const behind = await tables
        .selectFrom('duty_roster.responders')
        .select('id')
        .where('deputy', '=', id)
        .where('left_at', 'is', null)
        .executeTakeFirst();
      const shift = await tables
        .selectFrom('duty_roster.shifts')
        .select('id')
        .where('responder', '=', id)
        .executeTakeFirst();
      if (behind !== undefined || shift !== undefined) throw dutyError('duty-roster.still-deputy', 'id');
      await tables
        .updateTable('duty_roster.responders')
        .set({ left_at: new Date(clock.now()) })
        .where('id', '=', id)
        .execute();
      await audit(tx, actor, 'responder-removed', 'responder', id, {});
    });

const addShift =
  ({ records, newId }: KeepNeeds) =>
  (input: ShiftInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      if (input.validTo !== null && input.validTo < input.validFrom) throw dutyError('duty-roster.term', 'validTo');
      if (input.from === '24:00') throw dutyError('duty-roster.term', 'from');
      await needResponder(tx, input.responder, 'responder');
      await needRoom(tx, 'shifts', MOST_SHIFTS);
      const id = newId();
      await tx
        .as<DutyTables>()
        .insertInto('duty_roster.shifts')
        .values({
          id,
          responder: input.responder,
          weekdays: [...new Set(input.weekdays)].toSorted((a, b) => a - b),
          from_time: input.from,
          to_time: input.to,
          valid_from: input.validFrom,
          valid_to: input.validTo,
          created_by: personIdOf(actor),
        })
        .execute();
      await audit(tx, actor, 'shift-added', 'shift', id, input);
    });

const addException =
  ({ records, newId }: KeepNeeds) =>
  (input: ExceptionInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      if (input.from === '24:00') throw dutyError('duty-roster.term', 'from');
      await needResponder(tx, input.responder, 'responder');
      await needRoom(tx, 'exceptions', 100 * MOST_SHIFTS);
      const id = newId();
      await tx
        .as<DutyTables>()
        .insertInto('duty_roster.exceptions')
        .values({
          id,
          kind: input.kind,
          responder: input.responder,
          day: input.day,
          from_time: input.from,
          to_time: input.to,
          note: toText(input.note),
          created_by: personIdOf(actor),
        })
        .execute();
      await audit(tx, actor, 'exception-added', 'duty-exception', id, input);
    });

const remove =
  (table: 'shifts' | 'exceptions', action: string, kind: string) =>
  ({ records }: KeepNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const gone = await tx.as<DutyTables>().deleteFrom(`duty_roster.${table}`).where('id', '=', id).executeTakeFirst();
      if (gone.numDeletedRows === 0n) throw dutyError('duty-roster.shift-unknown', 'id');
      await audit(tx, actor, action, kind, id, {});
    });

const changeSettings =
  ({ records, clock }: KeepNeeds) =>
  (settings: DutySettings, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const values = { value: jsonb(settings), changed_at: new Date(clock.now()), changed_by: personIdOf(actor) };
      await tx
        .as<DutyTables>()
        .insertInto('duty_roster.settings')
        .values({ single: true, ...values })
        .onConflict((conflict) => conflict.column('single').doUpdateSet(values))
        .execute();
      await audit(tx, actor, 'settings-changed', 'duty-settings', 'settings', settings);
    });

/** Everything that changes the roster. */
export const keepUseCases = (needs: KeepNeeds) => ({
  addResponder: addResponder(needs),
  changeResponder: changeResponder(needs),
  removeResponder: removeResponder(needs),
  addShift: addShift(needs),
  removeShift: remove('shifts', 'shift-removed', 'shift')(needs),
  addException: addException(needs),
  removeException: remove('exceptions', 'exception-removed', 'duty-exception')(needs),
  changeSettings: changeSettings(needs),
});

import type { IdentityAsks } from '@chedun/identity/contract';
import { narrowOrder, type InspectionOrder } from '@chedun/inspection';
import { isDomainError, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import type { Accept, LetIn } from '../contract.ts';
import { stateOf } from '../domain/state.ts';
import { accessError } from '../errors.ts';
import { auditOf, lockInspection } from '../store.ts';
import { GUESTS, INSPECTIONS, type AccessTables } from '../tables.ts';

export interface LetInNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
  readonly identity: Pick<IdentityAsks, 'peopleWith' | 'makeGuest' | 'endSessions' | 'userLogin'>;
}

/** An API token would let people in, and make accounts, while nobody looks. */
const needPerson = ({ kind }: ActorRef): void => {
  if (kind !== 'user') throw accessError('inspection-access.by-hand');
};

const narrowed = (order: InspectionOrder, scope: Accept['scope']): InspectionOrder => {
  try {
    return narrowOrder(order, scope ?? order);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw accessError('inspection-access.scope-wider', { field: `scope.${String(error.detail.field)}` });
  }
};

/**
 * Accepts an order: somebody asked the authority for its certificate by another channel and typed its SM3, and says what of the
 * order is opened. Nobody is let in by that. Throws `inspection-access.by-hand`, `.not-now`, `.certificate`, `.scope-wider`.
 */
export const acceptOrder =
  (needs: LetInNeeds) =>
  async (id: string, { signerSm3, compared, scope }: Accept, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      needPerson(actor);
      const row = await lockInspection(tx, id);
      if (stateOf(row, needs.now()) !== 'waiting') throw accessError('inspection-access.not-now');
      if (signerSm3 !== row.signer_sm3) throw accessError('inspection-access.certificate', { field: 'signerSm3' });
      const opened = narrowed(row.order, scope);
      const values = {
        state: 'accepted' as const,
        opened: jsonb(opened),
        from_at: new Date(opened.from),
        until_at: new Date(opened.until),
        decided_at: new Date(needs.now()),
        decided_by: actor.name,
        compared: toText(compared),
      };
      await tx.as<AccessTables>().updateTable(INSPECTIONS).set(values).where('id', '=', id).execute();
      const { kinds, obligations, units, from, until } = opened;
      const after = { compared, kinds, obligations, units, from, until };
      await tx.audit(auditOf(actor, 'inspection-access.accepted', id, after));
    });

interface Guest {
  readonly account: string;
  readonly login: string;
  readonly made: boolean;
}

const keepGuest = async (
  tx: Tx,
  needs: LetInNeeds,
  { id, position }: { readonly id: string; readonly position: number },
  guest: Guest,
  actor: ActorRef,
): Promise<void> => {
  const row = await lockInspection(tx, id);
  const state = stateOf(row, needs.now());
  if (state !== 'ready' && state !== 'running') throw accessError('inspection-access.not-now');
  const inspector = row.order.inspectors[position];
  if (inspector === undefined) throw accessError('inspection-access.unknown', { field: 'position' });
  const values = {
    id: needs.newId(),
    inspection: id,
    position,
    inspector: toText(inspector.name),
    ...guest,
    let_in_at: new Date(needs.now()),
    let_in_by: actor.name,
  };
  const added = await tx
    .as<AccessTables>()
    .insertInto(GUESTS)
    .values(values)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added === undefined) throw accessError('inspection-access.guest', { field: 'account' });
  const after = { inspector: inspector.name, organisation: inspector.organisation, login: guest.login };
  await tx.audit(auditOf(actor, 'inspection-access.let-in', id, after));
};

/**
 * Lets one inspector in whom the order names: with a new account, whose password is answered once, or with an account of an
 * inspector and nothing else. Throws `inspection-access.by-hand`, `.not-now`, `.unknown`, `.guest`, `identity.name-taken`.
 */
export const letIn =
  (needs: LetInNeeds) =>
  async (
    at: { readonly id: string; readonly position: number },
    { account }: LetIn,
    actor: ActorRef,
  ): Promise<{ login: string; oneTimePassword: string | null }> => {
    needPerson(actor);
    if (account.kind === 'new') {
      const named = await needs.records.transaction((tx) => lockInspection(tx, at.id));
      const inspector = named.order.inspectors[at.position];
      if (inspector === undefined) throw accessError('inspection-access.unknown', { field: 'position' });
      const person = { name: account.login, displayName: inspector.name.slice(0, 64) };
      const { oneTimePassword } = await needs.identity.makeGuest(person, actor, (tx, id) =>
        keepGuest(tx, needs, at, { account: id, login: account.login, made: true }, actor),
      );
      return { login: account.login, oneTimePassword };
    }
    const people = await needs.identity.peopleWith(['inspector']);
    const person = people.find(({ id }) => id === account.id);
    const login = await needs.identity.userLogin(account.id);
    if (person === undefined || person.roles.length !== 1 || login === undefined)
      throw accessError('inspection-access.guest', { field: 'account' });
    const guest = { account: person.id, login, made: false };
    await needs.records.transaction((tx) => keepGuest(tx, needs, at, guest, actor));
    return { login, oneTimePassword: null };
  };

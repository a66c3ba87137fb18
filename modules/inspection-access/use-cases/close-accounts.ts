import type { IdentityAsks } from '@chedun/identity/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { stateOf } from '../domain/state.ts';
import { GUESTS, type AccessTables } from '../tables.ts';

export interface CloseNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly identity: Pick<IdentityAsks, 'switchAccount' | 'accountState'>;
}

/** How long an inspector may still read the record of his looks after the end: ours. */
const GRACE_MS = 7 * 86_400_000;

const candidates = ({ records }: CloseNeeds) =>
  records
    .read<AccessTables>()
    .selectFrom('inspection_access.guests as guest')
    .innerJoin('inspection_access.inspections as inspection', 'inspection.id', 'guest.inspection')
    .select(['guest.account', 'guest.login', 'guest.made', 'guest.withdrawn_at as shown_out_at'])
    .select(['inspection.state', 'inspection.from_at', 'inspection.until_at', 'inspection.withdrawn_at'])
    .where('guest.closed_at', 'is', null)
    .orderBy('guest.let_in_at')
    .limit(5_000)
    .execute();

/** Switches off the accounts that were made for inspections which all ended more than seven days ago. */
export const closeAccounts = (needs: CloseNeeds) => async (): Promise<void> => {
  const rows = await candidates(needs);
  const now = needs.now();
  const isDone = (row: (typeof rows)[number]): boolean => {
    const state = stateOf(row, now);
    const open = (state === 'ready' || state === 'running') && row.shown_out_at === null;
    const ended = row.shown_out_at ?? row.withdrawn_at ?? row.until_at;
    return !open && ended.getTime() + GRACE_MS <= now;
  };
  for (const account of new Set(rows.filter(({ made }) => made).map((row) => row.account))) {
    const its = rows.filter((row) => row.account === account);
    const [first] = its;
    if (first === undefined || !its.every(isDone)) continue;
    const state = await needs.identity.accountState(first.login);
    if (state !== undefined && !state.isDisabled)
      await needs.identity.switchAccount({ name: first.login, to: 'disabled' }, SYSTEM_ACTOR);
    await needs.records.transaction(async (tx) => {
      const closing = tx
        .as<AccessTables>()
        .updateTable(GUESTS)
        .set({ closed_at: new Date(needs.now()) });
      await closing.where('account', '=', account).execute();
    });
  }
};

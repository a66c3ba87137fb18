import type { AccountRecord, AccountsRead } from '@chedun/account-readers';
import type { OwnAccount } from '@chedun/identity/contract';
import { SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import { createHash } from 'node:crypto';
import type { AccessAccount, AccountsImported, ImportFormat, ImportQuery, Origin } from '../contract.ts';
import { contextOf, flagged } from '../domain/judge.ts';
import { accessError } from '../errors.ts';
import { lock, OWN_SYSTEM, peopleOf, readState, tablesOf, type Needs } from '../store.ts';
import { addressesOf } from './addresses.ts';
import { judge, verify } from './judge.ts';
import { readAccounts } from './read-accounts.ts';

const MOST_SYSTEMS = 500;
const MOST_REFUSED = 10_000;

/** Accounts of one system as they come in. */
interface Snapshot {
  readonly name: string;
  readonly origin: Origin;
  readonly accounts: readonly AccessAccount[];
  readonly source: string;
  readonly sm3: string;
  readonly refused: number;
}

const known = (tx: Tx | Needs['records'], name: string) =>
  tablesOf(tx)
    .selectFrom('access_reviews.systems as system')
    .innerJoin('access_reviews.collections as collection', 'collection.id', 'system.collection')
    .select(['system.id', 'system.origin', 'collection.accounts'])
    .where('system.name', '=', name)
    .executeTakeFirst();

/** Keeps a collection, verifies decisions by it and judges it. */
const keep = async (
  tx: Tx,
  needs: Needs,
  snapshot: Snapshot,
  { own, by }: { readonly own: readonly OwnAccount[]; readonly by: string },
): Promise<string> => {
  const tables = tablesOf(tx);
  const [before, at, collection] = [await known(tx, snapshot.name), new Date(needs.now()), needs.newId()];
  const id = before?.id ?? needs.newId();
  if (before === undefined) {
    const { systems } = await tables
      .selectFrom('access_reviews.systems')
      .select((eb) => eb.fn.countAll<number>().as('systems'))
      .executeTakeFirstOrThrow();
    if (Number(systems) >= MOST_SYSTEMS) throw accessError('access-reviews.too-many-systems');
    const row = { id, name: snapshot.name, origin: snapshot.origin, collection, counts: jsonb([]), flagged: 0 };
    await tables
      .insertInto('access_reviews.systems')
      .values({ ...row, reviewed_at: null, created_at: at })
      .execute();
  }
  const { accounts, source, sm3, refused } = snapshot;
  await tables
    .insertInto('access_reviews.collections')
    .values({
      id: collection,
      system: id,
      at,
      by,
      source: toText(source),
      sm3,
      accounts: jsonb(accounts as never),
      size: accounts.length,
      refused,
    })
    .execute();
  await tables
    .updateTable('access_reviews.systems')
    .set({ collection, origin: snapshot.origin })
    .where('id', '=', id)
    .execute();
  await verify(tx, id, at);
  await judge(tx, needs, id, own);
  return id;
};

const accountOf = (account: AccountRecord, addresses: ReadonlyMap<string, number>): AccessAccount => ({
  name: toText(account.name),
  person: toText(account.person),
  kind: account.kind,
  roles: account.roles.map(toText),
  lastSignInAt: account.lastSignInAt,
  hasSignedIn: account.hasSignedIn,
  isEnabled: account.isEnabled,
  hasSecondFactor: account.hasSecondFactor,
  isInteractive: account.isInteractive,
  addresses: addresses.get(account.name.toLowerCase()) ?? null,
});

const snapshotsOf = async (
  needs: Needs,
  { accounts, refused }: AccountsRead,
  {
    format,
    source,
    sm3,
    only,
  }: { readonly format: ImportFormat; readonly source: string; readonly sm3: string; readonly only: string },
): Promise<Snapshot[]> => {
  const systems = [
    ...Map.groupBy(accounts, ({ system }) => toText(system === '' || format === 'linux' ? only : system)),
  ];
  if (systems.some(([name]) => name === '')) throw accessError('access-reviews.needs-system', { field: 'system' });
  if (systems.some(([name]) => name === OWN_SYSTEM))
    throw accessError('access-reviews.name-of-own', { field: 'system' });
  if (systems.length > MOST_SYSTEMS) throw accessError('access-reviews.too-many-systems');
  const snapshots: Snapshot[] = [];
  for (const [name, held] of systems) {
    const addresses = await addressesOf(needs, name);
    const rows = held.map((account) => accountOf(account, addresses));
    snapshots.push({ name, origin: format, accounts: rows, source, sm3, refused: refused.length });
  }
  return snapshots;
};

const beyond = (names: readonly string[], others: readonly string[]): number => {
  const known = new Set(others);
  return names.filter((name) => !known.has(name)).length;
};

const differences = async (needs: Needs, snapshot: Snapshot, own: readonly OwnAccount[]) => {
  const [before, { settings, people }] = [await known(needs.records, snapshot.name), await readState(needs.records)];
  const [old, now] = [(before?.accounts ?? []).map(({ name }) => name), snapshot.accounts.map(({ name }) => name)];
  const context = contextOf(settings, { now: needs.now(), origin: snapshot.origin, people: peopleOf(people, own) });
  return {
    name: snapshot.name,
    isNew: before === undefined,
    accounts: now.length,
    gone: beyond(old, now),
    added: beyond(now, old),
    flagged: flagged(snapshot.accounts, context, new Map()).filter(({ flags }) => flags.length > 0).length,
  };
};

/** Reads a file of accounts, says what it holds, and with `apply=yes` keeps it. Throws `account-readers.*`, `access-reviews.*`, `assets.*`. */
export const importAccounts =
  (needs: Needs) =>
  async (
    bytes: Uint8Array,
    { format, system, source, apply }: ImportQuery,
    actor: ActorRef,
  ): Promise<AccountsImported> => {
    const sm3 = createHash('sm3').update(bytes).digest('hex');
    const read = await readAccounts(needs.assets, bytes, format, system);
    const [snapshots, own] = [
      await snapshotsOf(needs, read, { format, source, sm3, only: system }),
      await needs.identity.accounts(),
    ];
    const systems: AccountsImported['systems'] = [];
    for (const snapshot of snapshots) systems.push(await differences(needs, snapshot, own));
    const isApplied = apply === 'yes' && snapshots.length > 0;
    if (isApplied)
      await needs.records.transaction(async (tx) => {
        await lock(tx);
        for (const snapshot of snapshots) await keep(tx, needs, snapshot, { own, by: actor.name });
        const after = { source, sm3, format, accounts: read.accounts.length, refused: read.refused.length };
        const target = {
          kind: 'access-system',
          id: systems.length === 1 ? (systems[0]?.name ?? '') : `${systems.length}`,
        };
        await tx.audit({ actor, action: 'access-reviews.collected', target, outcome: 'done', after });
      });
    const refused = read.refused
      .slice(0, MOST_REFUSED)
      .map(({ row, column, value, text }) => ({ row, column, value, text }));
    return { isApplied, sm3, rows: read.rows, systems, refusedRows: read.refused.length, refused };
  };

/** Collects the accounts of CheDun itself. */
export const collectOwn =
  (needs: Needs) =>
  async (actor: ActorRef = SYSTEM_ACTOR): Promise<void> => {
    const own = await needs.identity.accounts();
    const accounts = own.map((each): AccessAccount => ({
      name: each.name,
      person: each.displayName,
      kind: 'person',
      roles: [...each.roles].toSorted(),
      lastSignInAt: each.lastSignInAt,
      hasSignedIn: each.lastSignInAt !== null,
      isEnabled: !each.isDisabled,
      hasSecondFactor: each.hasSecondFactor,
      isInteractive: true,
      addresses: null,
    }));
    if (accounts.length === 0) return;
    const sm3 = createHash('sm3').update(JSON.stringify(accounts)).digest('hex');
    const snapshot: Snapshot = { name: OWN_SYSTEM, origin: 'own', accounts, source: 'identity', sm3, refused: 0 };
    await needs.records.transaction(async (tx) => {
      await lock(tx);
      const id = await keep(tx, needs, snapshot, { own, by: actor.name });
      const target = { kind: 'access-system', id };
      await tx.audit({ actor, action: 'access-reviews.own-collected', target, outcome: 'done', after: { sm3 } });
    });
  };

import type { SuiteName } from '@chedun/pseudonyms/contract';
import { fromTime32, toTime32 } from '@chedun/v2x-pki';
import { authorityOf, type CredentialNeeds } from './needs.ts';
import type { CredentialTables } from './tables.ts';

const LIST_HOURS = 48;
/** A list is signed again when it is this old. */
const RENEW_MS = 12 * 3_600_000;

/** The newest list of a hierarchy. */
export const newestList = ({ records }: Pick<CredentialNeeds, 'records'>, suite: SuiteName) =>
  records
    .read<CredentialTables>()
    .selectFrom('credentials.lists')
    .selectAll()
    .where('suite', '=', suite)
    .orderBy('serial', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Signs and keeps the list of everything that is revoked and has not expired; answers its serial number. */
export const publishList = async (needs: CredentialNeeds, suite: SuiteName): Promise<number> => {
  const authority = await authorityOf(needs, suite);
  const issued = toTime32(needs.clock.now());
  const next = issued + LIST_HOURS * 3600;
  const rows = await needs.records
    .read<CredentialTables>()
    .selectFrom('credentials.certificates')
    .select(['id', 'not_after'])
    .where('suite', '=', suite)
    .where('state', '=', 'revoked')
    .where('not_after', '>', new Date(needs.clock.now()))
    .orderBy('revoked_at')
    .execute();
  const serial = ((await newestList(needs, suite))?.serial ?? 0) + 1;
  const entries = rows.map(({ id, not_after }) => ({ id, expiry: toTime32(not_after.getTime()) }));
  const bytes = Buffer.from(await authority.signList({ serial, issued, next, entries }));
  const dates = { issued_at: new Date(fromTime32(issued)), next_at: new Date(fromTime32(next)) };
  await needs.records.transaction((tx) =>
    tx
      .as<CredentialTables>()
      .insertInto('credentials.lists')
      .values({ suite, serial, ...dates, entries: entries.length, bytes })
      .execute(),
  );
  return serial;
};

/** Signs the list of a hierarchy again when it is due; answers whether it did. */
export const publishDue = async (needs: CredentialNeeds, suite: SuiteName): Promise<boolean> => {
  if ((await needs.pseudonyms.serviceAuthority(suite)) === undefined) return false;
  const list = await newestList(needs, suite);
  if (list !== undefined && needs.clock.now() - list.issued_at.getTime() < RENEW_MS) return false;
  await publishList(needs, suite);
  return true;
};

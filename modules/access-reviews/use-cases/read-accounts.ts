import { readAccountTable, readLdif, readLinuxAccounts, type AccountsRead } from '@chedun/account-readers';
import type { AssetsAsks } from '@chedun/assets/contract';
import type { ImportFormat } from '../contract.ts';
import { accessError } from '../errors.ts';

/** Accounts of a file in the format that people chose. Throws `account-readers.*`, `access-reviews.needs-system`, `assets.*`. */
export const readAccounts = async (
  { readTable }: Pick<AssetsAsks, 'readTable'>,
  bytes: Uint8Array,
  format: ImportFormat,
  system: string,
): Promise<AccountsRead> => {
  if (format === 'table') return readAccountTable(await readTable(bytes), system);
  const text = Buffer.from(bytes).toString('utf8').replaceAll('\0', '');
  if (format === 'ldif') return readLdif(text);
  if (system === '') throw accessError('access-reviews.needs-system', { field: 'system' });
  return readLinuxAccounts(text);
};

/** Readers of accounts: tables, files of Linux hosts, LDIF. */
export { ACCOUNT_READER_ERRORS } from './errors.ts';
export { readLdif } from './ldif.ts';
export { readLinuxAccounts } from './linux.ts';
export { MOST_BYTES, type AccountRecord, type AccountsRead, type RefusedLine } from './record.ts';
export { readAccountTable } from './table.ts';

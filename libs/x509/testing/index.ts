export { keyOf, newKey } from './keys.ts';
export type { TestKey } from './keys.ts';
export { authorityOf, identifiers, issue, START, YEAR } from './certificates.ts';
export type { Authority, IssueOptions } from './certificates.ts';
export { hasOpenssl, mustOpenssl, openssl, withFolder } from './openssl.ts';
export type { Folder } from './openssl.ts';

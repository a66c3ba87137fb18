import { readerError } from './errors.ts';
import {
  MOST_ACCOUNTS,
  MOST_BYTES,
  MOST_TEXT,
  refusedLine,
  tidyRoles,
  type AccountRecord,
  type AccountsRead,
  type RefusedLine,
} from './record.ts';
import { readFileTime } from './time.ts';

const MOST_LINE = 1_048_576;
/** Bits of userAccountControl: account is disabled, a smart card is needed. */
const DISABLED = 0x2;
const SMART_CARD = 0x4_0000;
const ACCOUNTS = ['user', 'person', 'inetorgperson', 'posixaccount', 'account', 'msds-groupmanagedserviceaccount'];
const NO_ACCOUNTS = ['computer', 'contact'];
const ATTRIBUTE = /^([A-Za-z][A-Za-z0-9.-]{0,99}(?:;[A-Za-z0-9-]{1,100})*):(:|<)?[ ]*(.*)$/;

type Values = Map<string, string[]>;
interface Entry {
  readonly row: number;
  readonly values: Values;
}

/** Lines that begin with a blank carry on the one before (RFC 2849, 2). */
const unfolded = (text: string): { readonly row: number; readonly line: string }[] => {
  const lines: { row: number; line: string[]; size: number }[] = [];
  for (const [at, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const last = lines.at(-1);
    if (!raw.startsWith(' ') || last === undefined) {
      lines.push({ row: at + 1, line: [raw], size: raw.length });
      continue;
    }
    last.size += raw.length - 1;
    if (last.size > MOST_LINE) throw readerError('account-readers.too-large', { line: at + 1 });
    last.line.push(raw.slice(1));
  }
  return lines.map(({ row, line }) => ({ row, line: line.join('') }));
};

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** The value, undefined where base64 is broken or the value lies in another file. */
const valueOf = (sign: string | undefined, text: string): string | undefined => {
  if (sign === undefined) return text.trimEnd();
  const coded = text.trim();
  if (sign === '<' || coded.length % 4 !== 0 || !BASE64.test(coded)) return undefined;
  return Buffer.from(coded, 'base64').toString('utf8');
};

const readEntries = (text: string): { readonly entries: readonly Entry[]; readonly refused: RefusedLine[] } => {
  const entries: Entry[] = [];
  const refused: RefusedLine[] = [];
  let values: Values | undefined;
  for (const { row, line } of unfolded(text)) {
    if (line === '') values = undefined;
    if (line === '' || line.startsWith('#') || /^(?:version|search|result):/i.test(line)) continue;
    const [, whole = '', sign, rest = ''] = ATTRIBUTE.exec(line) ?? [];
    const value = whole === '' ? undefined : valueOf(sign, rest);
    if (value === undefined) {
      refused.push(
        refusedLine(
          row,
          whole,
          line,
          '不是 LDIF 属性，或取值无法解码',
          'No attribute of LDIF, or its value cannot be decoded',
        ),
      );
      continue;
    }
    const name = whole.toLowerCase().split(';')[0] ?? '';
    if (name === 'dn' || values === undefined) {
      values = new Map();
      entries.push({ row, values });
    }
    values.set(name, [...(values.get(name) ?? []).slice(0, 2_000), value]);
  }
  return { entries, refused };
};

const one = (values: Values, ...names: readonly string[]): string =>
  names.map((name) => values.get(name)?.[0]?.trim() ?? '').find((value) => value !== '') ?? '';

/** The first name of `CN=Domain Admins,CN=Users,DC=…`. */
const firstOf = (dn: string): string =>
  (/^[A-Za-z]+=((?:\\.|[^,\\])*)/.exec(dn.trim())?.[1] ?? dn).replace(/\\(.)/g, '$1');

const domainOf = (dn: string): string =>
  [...dn.matchAll(/(?:^|,)\s*DC=([^,]{1,63})/gi)]
    .map(([, part]) => part)
    .join('.')
    .slice(0, MOST_TEXT);

const accountOf = (values: Values): AccountRecord => {
  const control = Number(one(values, 'useraccountcontrol')) || 0;
  const stamp = one(values, 'lastlogontimestamp', 'lastlogon');
  const lastSignInAt = readFileTime(stamp) ?? null;
  const classes = (values.get('objectclass') ?? []).map((each) => each.toLowerCase());
  const isService =
    (values.get('serviceprincipalname') ?? []).length > 0 || classes.includes('msds-groupmanagedserviceaccount');
  const isLocked = ['true', '000001010000z'].includes(
    one(values, 'nsaccountlock', 'pwdaccountlockedtime').toLowerCase(),
  );
  return {
    system: domainOf(one(values, 'dn')),
    name: one(values, 'samaccountname', 'uid', 'cn').slice(0, MOST_TEXT),
    person: isService ? '' : one(values, 'displayname', 'cn').slice(0, MOST_TEXT),
    kind: isService ? 'service' : 'person',
    roles: tidyRoles((values.get('memberof') ?? []).map(firstOf)),
    lastSignInAt,
    hasSignedIn: lastSignInAt !== null ? true : stamp === '0' ? false : null,
    isEnabled: Math.floor(control / DISABLED) % 2 === 0 && !isLocked,
    hasSecondFactor: Math.floor(control / SMART_CARD) % 2 === 1 ? true : null,
    isInteractive: null,
  };
};

/**
 * Reads accounts out of an export of LDAP or Active Directory in LDIF (RFC 2849): entries of people and services; computers, groups and
 * other entries are passed over. Groups are roles by their first name. Throws `account-readers.too-large`, `.no-accounts`.
 */
export const readLdif = (text: string): AccountsRead => {
  if (text.length > MOST_BYTES) throw readerError('account-readers.too-large');
  const { entries, refused } = readEntries(text.replace(/^\uFEFF/, ''));
  const accounts = new Map<string, AccountRecord>();
  for (const { row, values } of entries) {
    const classes = (values.get('objectclass') ?? []).map((each) => each.toLowerCase());
    if (!classes.some((each) => ACCOUNTS.includes(each)) || classes.some((each) => NO_ACCOUNTS.includes(each)))
      continue;
    const account = accountOf(values);
    if (account.name === '') {
      refused.push(
        refusedLine(row, 'sAMAccountName', one(values, 'dn'), '条目没有账号名', 'The entry has no name of an account'),
      );
      continue;
    }
    accounts.set(`${account.system}\n${account.name}`, account);
    if (accounts.size > MOST_ACCOUNTS) throw readerError('account-readers.too-large', { line: row });
  }
  if (accounts.size === 0) throw readerError('account-readers.no-accounts');
  return { accounts: [...accounts.values()], refused: refused.toSorted((a, b) => a.row - b.row), rows: entries.length };
};

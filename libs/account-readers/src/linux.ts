import { readerError } from './errors.ts';
import {
  MOST_ACCOUNTS,
  MOST_BYTES,
  refusedLine,
  tidyRoles,
  type AccountRecord,
  type AccountsRead,
  type RefusedLine,
} from './record.ts';

const NO_SHELL = /(?:nologin|\/false|\/sync|\/shutdown|\/halt)$/;
/** Accounts of people begin here (login.defs of the common distributions). */
const FIRST_PERSON = 1_000;
const NOBODY = 65_534;
const NAME = '[A-Za-z_][A-Za-z0-9_.-]{0,63}\\$?';
const PASSWD = new RegExp(`^(${NAME}):([^:]*):(\\d{1,10}):(\\d{1,10}):([^:]*):([^:]*):([^:]*)$`);
const GROUP = new RegExp(`^(${NAME}):([^:]*):(\\d{1,10}):([^:]*)$`);
const RIGHT = /^(%?[A-Za-z_#][\w.#\\ -]{0,63}?)\s+(\S+)\s*=\s*(.+)$/;
const ALIAS = /^User_Alias\s+([A-Z][A-Z0-9_]*)\s*=\s*(.+)$/;
const PASSED = /^(?:Defaults|Host_Alias|Runas_Alias|Cmnd_Alias|Cmd_Alias|[#@]include)/;
const LASTLOG = new RegExp(
  `^(${NAME})\\s.*?(?:\\*\\*(Never logged in|从未登录过)\\*\\*|\\w{3} (\\w{3}) +(\\d{1,2}) (\\d{2}:\\d{2}:\\d{2}) ([+-]\\d{4}) (\\d{4}))$`,
);
const LASTLOG_HEAD = /^(?:Username\s+Port|用户名\s+端口)/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Person {
  readonly name: string;
  readonly locked: boolean;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly shell: string;
}
interface Right {
  readonly who: string;
  readonly what: string;
}
interface Found {
  readonly people: Map<string, Person>;
  readonly groups: Map<string, { readonly gid: number; readonly members: readonly string[] }>;
  readonly rights: Right[];
  readonly aliases: Map<string, readonly string[]>;
  readonly seen: Map<string, string | null>;
  readonly refused: RefusedLine[];
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const readLastlog = (found: Found, line: string): boolean => {
  const last = LASTLOG.exec(line);
  if (last === null) return false;
  const [, name = '', never, month = '', day = '', time = '', zone = '', year = ''] = last;
  const place = MONTHS.indexOf(month);
  if (never === undefined && place < 0) return false;
  const text = `${year}-${String(place + 1).padStart(2, '0')}-${day.padStart(2, '0')}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`;
  const at = never === undefined ? Date.parse(text) : 0;
  if (Number.isNaN(at)) return false;
  found.seen.set(name, never === undefined ? new Date(at).toISOString() : null);
  return true;
};

const readLine = (found: Found, line: string): boolean => {
  const person = PASSWD.exec(line);
  if (person !== null) {
    const [, name = '', secret = '', uid = '', gid = '', comment = '', , shell = ''] = person;
    const locked = secret.startsWith('!') || secret.startsWith('*');
    found.people.set(name, { name, locked, uid: Number(uid), gid: Number(gid), comment, shell });
    if (found.people.size > MOST_ACCOUNTS) throw readerError('account-readers.too-large');
    return true;
  }
  const group = GROUP.exec(line);
  if (group !== null) {
    found.groups.set(group[1] ?? '', { gid: Number(group[3]), members: listed(group[4] ?? '') });
    return true;
  }
  const alias = ALIAS.exec(line);
  if (alias !== null) {
    found.aliases.set(alias[1] ?? '', listed(alias[2] ?? ''));
    return true;
  }
  if (PASSED.test(line) || LASTLOG_HEAD.test(line) || readLastlog(found, line)) return true;
  const right = RIGHT.exec(line);
  if (right === null) return false;
  found.rights.push({ who: right[1] ?? '', what: (right[3] ?? '').replace(/\s+/g, ' ') });
  return true;
};

const MARKED = /^[#@]include/;
const readLines = (text: string): Found & { readonly rows: number } => {
  const found: Found = {
    people: new Map(),
    groups: new Map(),
    rights: [],
    aliases: new Map(),
    seen: new Map(),
    refused: [],
  };
  let [rows, before] = [0, ''];
  for (const [at, raw] of text.split(/\r\n|\n|\r/).entries()) {
    // A backslash at the end of a line of sudoers carries it on.
    const line = (before + raw).trim();
    before = raw.endsWith('\\') ? `${line.slice(0, -1)} ` : '';
    if (before !== '' || line === '' || (line.startsWith('#') && !MARKED.test(line))) continue;
    rows += 1;
    if (!readLine(found, line))
      found.refused.push(
        refusedLine(
          at + 1,
          '',
          line,
          '不是 passwd、group、sudoers 或 lastlog 的行',
          'No line of passwd, group, sudoers or lastlog',
        ),
      );
  }
  return { ...found, rows };
};

const groupsOf = ({ groups }: Found): ReadonlyMap<string, readonly string[]> => {
  const held = new Map<string, string[]>();
  for (const [group, { members }] of groups)
    for (const name of members) held.set(name, [...(held.get(name) ?? []), group]);
  return held;
};

/** `(ALL) NOPASSWD: ALL` as `sudo:NOPASSWD: ALL`; who may run everything as anybody is what matters. */
const rightRole = (what: string): string => `sudo:${what.replace(/^\([^)]*\)\s*/, '')}`;

/**
 * Reads the accounts of one Linux host out of one text that holds `/etc/passwd`, `/etc/group`, sudoers and the output of `lastlog`, in any
 * order; only passwd is needed. Groups become roles `group:…`, rights of sudo `sudo:…`, and id 0 `uid:0`. A locked password or a shell that lets nobody in counts
 * as disabled for people. Throws `account-readers.too-large`, `.no-accounts`.
 */
export const readLinuxAccounts = (text: string): AccountsRead => {
  if (text.length > MOST_BYTES) throw readerError('account-readers.too-large');
  const found = readLines(text);
  if (found.people.size === 0) throw readerError('account-readers.no-accounts');
  const memberships = groupsOf(found);
  const ids = new Map([...found.groups].map(([name, { gid }]) => [gid, name]));
  const rights = new Map<string, string[]>();
  for (const { who, what } of found.rights)
    for (const each of found.aliases.get(who) ?? [who])
      rights.set(each, [...(rights.get(each) ?? []), rightRole(what)]);
  const accounts = [...found.people.values()].map((person): AccountRecord => {
    const groups = [...new Set([...(memberships.get(person.name) ?? []), ...[ids.get(person.gid) ?? []].flat()])];
    const isService = person.uid !== 0 && (person.uid < FIRST_PERSON || person.uid === NOBODY);
    const isInteractive = !NO_SHELL.test(person.shell);
    const seen = found.seen.get(person.name);
    return {
      system: '',
      name: person.name,
      person: isService || person.uid === 0 ? '' : (person.comment.split(',')[0] ?? '').trim().slice(0, 200),
      kind: isService ? 'service' : 'person',
      roles: tidyRoles([
        ...(person.uid === 0 ? ['uid:0'] : []),
        ...groups.map((group) => `group:${group}`),
        ...groups.flatMap((group) => rights.get(`%${group}`) ?? []),
        ...(rights.get(person.name) ?? []),
        ...(rights.get('ALL') ?? []),
      ]),
      lastSignInAt: seen ?? null,
      hasSignedIn: seen === undefined ? null : seen !== null,
      isEnabled: isService || (!person.locked && isInteractive),
      hasSecondFactor: null,
      isInteractive: isInteractive && !person.locked,
    };
  });
  return { accounts, refused: found.refused, rows: found.rows };
};

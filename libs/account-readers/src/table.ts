import { readerError } from './errors.ts';
import {
  MOST_ACCOUNTS,
  MOST_TEXT,
  refusedLine,
  tidyRoles,
  type AccountKind,
  type AccountRecord,
  type AccountsRead,
  type RefusedLine,
} from './record.ts';
import { readInstant } from './time.ts';

/** A row of a table with the line that it begins on. */
export interface AccountRow {
  readonly row: number;
  readonly cells: readonly string[];
}

const COLUMNS = {
  system: ['系统', '系统名称', '应用系统', '所属系统', 'system', 'application', 'app'],
  account: ['账号', '帐号', '账户', '用户名', '登录名', 'account', 'username', 'user', 'login'],
  person: ['人员', '姓名', '使用人', '责任人', '持有人', 'person', 'holder', 'owner', 'full name'],
  roles: [
    '角色',
    '权限',
    '角色/权限',
    '角色权限',
    '用户组',
    'roles',
    'role',
    'permissions',
    'groups',
    'roles/permissions',
  ],
  lastSignIn: ['最近登录', '最后登录', '最近登录时间', '最后登录时间', 'last sign-in', 'last login', 'last logon'],
  enabled: ['启用', '状态', '是否启用', 'enabled', 'status', 'active'],
  secondFactor: ['双因素', '双因子', '多因素', '第二因素', 'second factor', 'mfa', '2fa'],
  kind: ['类型', '账号类型', '类别', 'kind', 'type', 'account type'],
  interactive: ['交互登录', '可交互登录', 'interactive'],
} as const;
type Name = keyof typeof COLUMNS;

const YES = [
  '是',
  '启用',
  '正常',
  '有',
  '在用',
  '已启用',
  '有效',
  '已开启',
  'enabled',
  'yes',
  'y',
  'true',
  '1',
  'active',
];
const NO = [
  '否',
  '停用',
  '禁用',
  '无',
  '锁定',
  '已停用',
  '已禁用',
  '未开启',
  'disabled',
  'no',
  'n',
  'false',
  '0',
  'inactive',
  'locked',
];
const NEVER = ['从未', '从未登录', '未登录', 'never'];
const KINDS: Readonly<Record<string, AccountKind>> = {
  '': 'person',
  个人: 'person',
  个人账号: 'person',
  人员: 'person',
  员工: 'person',
  person: 'person',
  user: 'person',
  服务: 'service',
  服务账号: 'service',
  系统: 'service',
  接口: 'service',
  service: 'service',
  共享: 'shared',
  共享账号: 'shared',
  公用: 'shared',
  公共: 'shared',
  shared: 'shared',
};

/** True, false, null for an empty cell, undefined for what is neither. */
const readYes = (text: string): boolean | null | undefined => {
  const word = text.toLowerCase();
  if (word === '') return null;
  return YES.includes(word) ? true : NO.includes(word) ? false : undefined;
};

const placesOf = (header: readonly string[]): ReadonlyMap<Name, number> => {
  const words = header.map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  return new Map(
    (Object.entries(COLUMNS) as [Name, readonly string[]][]).flatMap(([name, known]) => {
      const place = words.findIndex((word) => known.includes(word));
      return place < 0 ? [] : [[name, place] as const];
    }),
  );
};

/** A column as the table heads it. */
type Cell = (name: Name) => string;
type Wrong = (name: Name, zh: string, en: string) => RefusedLine;

const LONG = `超过 ${MOST_TEXT} 字`;
const readRow = (cell: Cell, wrong: Wrong, only: string): AccountRecord | RefusedLine => {
  const system = cell('system') === '' ? only : cell('system');
  if (system === '') return wrong('system', '系统为空', 'The system is empty');
  const name = cell('account');
  if (name === '') return wrong('account', '账号为空', 'The account is empty');
  for (const each of ['system', 'account', 'person'] as const)
    if (cell(each).length > MOST_TEXT) return wrong(each, LONG, `Longer than ${MOST_TEXT} characters`);
  const kind = KINDS[cell('kind').toLowerCase()];
  if (kind === undefined) return wrong('kind', '应为个人、服务或共享', 'Has to be person, service or shared');
  const isNever = NEVER.includes(cell('lastSignIn').toLowerCase());
  const lastSignInAt = isNever || cell('lastSignIn') === '' ? null : readInstant(cell('lastSignIn'));
  if (lastSignInAt === undefined)
    return wrong('lastSignIn', '不是日期，从未登录写“从未”', 'No date; write never where nobody signed in');
  const [isEnabled, hasSecondFactor, isInteractive] = [
    readYes(cell('enabled')),
    readYes(cell('secondFactor')),
    readYes(cell('interactive')),
  ];
  const unread = isEnabled === undefined ? 'enabled' : hasSecondFactor === undefined ? 'secondFactor' : 'interactive';
  if (isEnabled === undefined || hasSecondFactor === undefined || isInteractive === undefined)
    return wrong(unread, '应为“是”或“否”', 'Has to be yes or no');
  return {
    system,
    name,
    person: cell('person'),
    kind,
    roles: tidyRoles(cell('roles').split(/[,，;；、|\n]/)),
    lastSignInAt,
    hasSignedIn: isNever ? false : lastSignInAt === null ? null : true,
    isEnabled: isEnabled ?? true,
    hasSecondFactor,
    isInteractive,
  };
};

const later = (a: string | null, b: string | null): string | null => ((a ?? '') > (b ?? '') ? a : b);

/** Rows of the same account are one account: roles and holders are joined. */
const joined = (a: AccountRecord, b: AccountRecord): AccountRecord => ({
  ...a,
  person: [...new Set([...a.person.split('、'), b.person])]
    .filter((each) => each !== '')
    .join('、')
    .slice(0, MOST_TEXT),
  roles: tidyRoles([...a.roles, ...b.roles]),
  kind: a.kind === 'shared' || b.kind === 'shared' ? 'shared' : a.kind,
  lastSignInAt: later(a.lastSignInAt, b.lastSignInAt),
  hasSignedIn: a.hasSignedIn === true || b.hasSignedIn === true ? true : (a.hasSignedIn ?? b.hasSignedIn),
  isEnabled: a.isEnabled || b.isEnabled,
  hasSecondFactor: a.hasSecondFactor === false ? false : b.hasSecondFactor,
});

/**
 * Reads a table of accounts whose first row names the columns in Chinese or English. `only` is the system of rows that name none.
 * A row that is wrong is named with line and column, and hides no other. Throws `account-readers.missing-column`, `.too-large`.
 */
export const readAccountTable = (rows: readonly AccountRow[], only = ''): AccountsRead => {
  const [header = { row: 1, cells: [] }, ...body] = rows;
  const places = placesOf(header.cells);
  const missing = (['account', ...(only === '' ? (['system'] as const) : [])] as const).find(
    (name) => !places.has(name),
  );
  if (missing !== undefined)
    throw readerError('account-readers.missing-column', { field: COLUMNS[missing][0], line: header.row });
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const accounts = new Map<string, AccountRecord>();
  const refused: RefusedLine[] = [];
  for (const { row, cells } of filled) {
    const cell: Cell = (name) => cells[places.get(name) ?? -1]?.trim() ?? '';
    const heading = (name: Name): string =>
      header.cells[places.get(name) ?? -1]?.replace(/^\uFEFF/, '').trim() ?? COLUMNS[name][0];
    const read = readRow(cell, (name, zh, en) => refusedLine(row, heading(name), cell(name), zh, en), only);
    if ('row' in read) {
      refused.push(read);
      continue;
    }
    const key = `${read.system}\n${read.name}`;
    const known = accounts.get(key);
    accounts.set(key, known === undefined ? read : joined(known, read));
    if (accounts.size > MOST_ACCOUNTS) throw readerError('account-readers.too-large');
  }
  return { accounts: [...accounts.values()], refused, rows: filled.length };
};

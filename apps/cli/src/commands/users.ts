import { isDomainError } from '@chedun/kernel';
import { RoleId, UserList, UserWithPassword, type User } from '@chedun/identity/contract';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import {
  addCommand,
  optionOf,
  say,
  settingsWithDataDir,
  withDataDir,
  withJson,
  type Context,
  type ExitCode,
} from '../context.ts';
import { cliError } from '../errors.ts';
import { localTime, show, table } from '../output.ts';
import { asPerson, withPerson, withPersonOptional, type PersonFlags } from '../person.ts';
import { ask, itemsOf, type Target } from '../server.ts';

interface Flags extends PersonFlags {
  readonly json: boolean;
}

interface ListFlags extends Flags {
  readonly role?: RoleId;
  readonly limit: number;
}

interface ResetFlags extends Omit<Flags, 'as'> {
  readonly as?: string;
  readonly local: boolean;
  readonly dataDir?: string;
}

const PAGE = 200;
const STATUS: Readonly<Record<User['status'], string>> = { active: '启用', locked: '锁定', disabled: '停用' };

const listText = (context: Context, items: readonly User[]): string => {
  const head = [
    say(context, { zh: '登录名', en: 'NAME' }),
    say(context, { zh: '姓名', en: 'DISPLAY NAME' }),
    say(context, { zh: '状态', en: 'STATUS' }),
    say(context, { zh: '动态口令', en: 'SECOND FACTOR' }),
    say(context, { zh: '最近登录', en: 'LAST SIGN-IN' }),
    say(context, { zh: '角色', en: 'ROLES' }),
  ];
  const rows = items.map((user) => [
    user.name,
    user.displayName,
    say(context, { zh: STATUS[user.status], en: user.status }),
    user.secondFactor ? say(context, { zh: '有', en: 'yes' }) : say(context, { zh: '无', en: 'no' }),
    localTime(user.lastSignInAt),
    user.roles.join(', '),
  ]);
  return table(head, rows);
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const asked = { path: '/identity/users', query: { role: flags.role }, answer: UserList };
  const { items, more } = await asPerson(context, flags, (target) =>
    itemsOf(context, target, asked, { limit: flags.limit, pageSize: PAGE }),
  );
  show(context, flags, { items, more }, () => listText(context, items));
  return 0;
};

const findUser = async (context: Context, target: Target, name: string): Promise<User> => {
  const asked = { path: '/identity/users', query: { q: name }, answer: UserList };
  const { items } = await itemsOf(context, target, asked, { limit: 1000, pageSize: PAGE });
  const user = items.find((each) => each.name === name);
  if (user === undefined) throw cliError('cli.user-unknown', { field: 'name', reason: name });
  return user;
};

const passwordText = (context: Context, name: string, password: string): string =>
  say(context, {
    zh: `${name} 的一次性口令：${password}（只显示这一次，首次登录须修改）`,
    en: `One-time password of ${name}: ${password} (shown only here; it must be changed at sign-in)`,
  });

const resetAtServer = async (context: Context, name: string, flags: Flags): Promise<string> => {
  const { oneTimePassword } = await asPerson(context, flags, async (target) => {
    const { id } = await findUser(context, target, name);
    const path = `/identity/users/${encodeURIComponent(id)}/reset-password`;
    return ask(context, target, { method: 'POST', path, answer: UserWithPassword });
  });
  return oneTimePassword;
};

const resetHere = async (context: Context, name: string, flags: ResetFlags): Promise<string> => {
  const { config } = await settingsWithDataDir(context, flags);
  const { resetPasswordLocally } = await import('../local-accounts.ts');
  return resetPasswordLocally(context, config, name).catch((error: unknown) => {
    if (!isDomainError(error, 'identity.no-such-user')) throw error;
    throw cliError('cli.user-unknown', { field: 'name', reason: name }, error);
  });
};

const reset = async (context: Context, name: string, flags: ResetFlags): Promise<ExitCode> => {
  const { as } = flags;
  if (!flags.local && as === undefined) throw cliError('cli.person-missing', { field: '--as' });
  const oneTimePassword =
    flags.local || as === undefined
      ? await resetHere(context, name, flags)
      : await resetAtServer(context, name, { ...flags, as });
  show(context, flags, { name, oneTimePassword }, () => passwordText(context, name, oneTimePassword));
  return 0;
};

const resetCommand = (users: Command, context: Context): void => {
  const command = addCommand(users, context, 'reset', {
    zh: '重置一个用户的密码，给出一次性口令；管理员的密码只能在服务器上以 --local 重置，此时服务须已停止',
    en: 'reset the password of a user and print a one-time password; those of administrators only on the machine itself with --local, while the server is stopped',
  })
    .argument('<name>', say(context, { zh: '登录名', en: 'name' }))
    .addOption(
      optionOf(context, '--local', {
        zh: '直接在数据目录上重置，不需要登录',
        en: 'work on the data folder, nobody signs in',
      })
        .default(false)
        .conflicts(['as', 'server', 'passwordFile', 'code']),
    );
  withPersonOptional(withDataDir(withJson(command, context), context), context).action(
    (name: string, flags: ResetFlags) => context.end(reset(context, name, flags)),
  );
};

/** `chedun users list | reset`: accounts, by an administrator who signs in. */
export const usersCommands = (parent: Command, context: Context): void => {
  const users = addCommand(parent, context, 'users', {
    zh: '用户（需管理员登录）',
    en: 'users (an administrator signs in)',
  }).alias('user');
  const listing = addCommand(users, context, 'list', { zh: '用户、状态与角色', en: 'users with status and roles' })
    .addOption(optionOf(context, '--role <role>', { zh: '只看这个角色', en: 'only this role' }).choices(RoleId.options))
    .addOption(
      optionOf(context, '--limit <number>', { zh: '最多条数', en: 'at most so many' })
        .argParser(wholeNumber(1, 100_000))
        .default(200),
    );
  withPerson(withJson(listing, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
  resetCommand(users, context);
};

import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { SignInResult } from '@chedun/identity/contract';
import type { Command, Option } from 'commander';
import { optionOf, say, type Context } from './context.ts';
import { cliError, fileError } from './errors.ts';
import { send, serverAddress, withServerAddress, type ServerFlags, type Target } from './server.ts';

/** Flags of {@link withPerson}. */
export interface PersonFlags extends ServerFlags {
  readonly as: string;
  readonly passwordFile?: string;
  readonly code?: string;
}

const MOST_PASSWORD = 256;

const asOption = (context: Context): Option =>
  optionOf(context, '--as <name>', { zh: '以谁的身份登录', en: 'who signs in' });

const withOthers = (command: Command, context: Context): Command =>
  withServerAddress(command, context)
    .addOption(
      optionOf(context, '--password-file <file>', {
        zh: '密码文件；不给出则在终端询问，或读标准输入的一行',
        en: 'file with the password; else asked on a terminal, or a line of standard input',
      }),
    )
    .addOption(optionOf(context, '--code <code>', { zh: '动态口令', en: 'code of the second factor' }));

/** The flags of commands that need a person: tokens never carry the administration of accounts. */
export const withPerson = (command: Command, context: Context): Command =>
  withOthers(command.addOption(asOption(context).makeOptionMandatory()), context);

/** The same for a command that has another way. */
export const withPersonOptional = (command: Command, context: Context): Command =>
  withOthers(command.addOption(asOption(context)), context);

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? '';

/** Asks on the terminal without showing what is typed. */
const typed = (context: Context, name: string): Promise<string> =>
  new Promise((done) => {
    context.note(say(context, { zh: `${name} 的密码（不显示）：`, en: `Password of ${name} (not shown):` }));
    const silent = new Writable({ write: (_chunk, _encoding, written) => written() });
    const lines = createInterface({ input: context.stdin, output: silent, terminal: true });
    lines.once('line', (line) => {
      lines.close();
      done(line);
    });
    lines.once('close', () => done(''));
  });

const piped = async (context: Context): Promise<string> => {
  let text = '';
  for await (const chunk of context.stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > MOST_PASSWORD) break;
  }
  return firstLine(text);
};

const passwordOf = async (context: Context, flags: PersonFlags): Promise<string> => {
  const { passwordFile: file, as } = flags;
  const read = async (path: string): Promise<string> => {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw fileError(path, error);
    });
    return firstLine(text);
  };
  const given = file === undefined ? (context.stdin.isTTY ? typed(context, as) : piped(context)) : read(file);
  const password = await given;
  if (password === '') throw cliError('cli.password-missing', {});
  return password;
};

const sessionOf = async (context: Context, flags: PersonFlags): Promise<Target> => {
  const url = (await serverAddress(context, flags)).replace(/\/+$/, '');
  const origin = { origin: new URL(url).origin };
  const { as: name, code } = flags;
  const body = JSON.stringify({
    name,
    password: await passwordOf(context, flags),
    ...(code === undefined ? {} : { code }),
  });
  const answer = await send(context, { url, headers: origin }, { path: '/identity/sign-in', body });
  const parsed = SignInResult.safeParse(await answer.json().catch(() => undefined));
  if (!parsed.success) throw cliError('cli.answer-unexpected', { reason: `${url}/api/identity/sign-in` });
  if (parsed.data.kind !== 'signed-in') throw cliError('cli.sign-in-incomplete', { reason: parsed.data.kind });
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0] ?? '');
  return { url, headers: { ...origin, cookie: cookie.join('; ') } };
};

/** Signs in, does the work, and signs out again whatever happens. */
export const asPerson = async <Answer>(
  context: Context,
  flags: PersonFlags,
  work: (target: Target) => Promise<Answer>,
): Promise<Answer> => {
  const target = await sessionOf(context, flags);
  try {
    return await work(target);
  } finally {
    await send(context, target, { method: 'POST', path: '/identity/sign-out' });
  }
};

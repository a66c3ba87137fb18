import {
  Access,
  AccessPage,
  LetInResult,
  LookPage,
  type AccessLine,
  type Look,
} from '@chedun/inspection-access/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { asPerson, withPerson, type PersonFlags } from '../person.ts';
import { ask, itemsOf } from '../server.ts';

interface Flags extends PersonFlags {
  readonly json: boolean;
}
type Words = { readonly zh: string; readonly en: string };

const PAGE = 200;
const STATES: Readonly<Record<AccessLine['state'], Words>> = {
  waiting: { zh: '待核对', en: 'to be compared' },
  expired: { zh: '未接受，已过期', en: 'expired' },
  refused: { zh: '不予接受', en: 'refused' },
  ready: { zh: '已接受，未开始', en: 'accepted' },
  running: { zh: '检查中', en: 'running' },
  over: { zh: '已结束', en: 'over' },
  withdrawn: { zh: '已收回', en: 'withdrawn' },
};
const OUTCOMES: Readonly<Record<Look['refused'], Words>> = {
  '': { zh: '已答复', en: 'answered' },
  'not-let-in': { zh: '拒绝：未放行', en: 'refused: not let in' },
  'not-yet': { zh: '拒绝：未到时段', en: 'refused: not yet' },
  over: { zh: '拒绝：时段已过', en: 'refused: over' },
  withdrawn: { zh: '拒绝：已收回', en: 'refused: withdrawn' },
  'not-reading': { zh: '拒绝：不是只读', en: 'refused: no reading' },
  'not-in-scope': { zh: '拒绝：不在范围', en: 'refused: not in scope' },
};
const json = (body: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const at = (id: string, rest = ''): string => `/inspection-access/inspections/${encodeURIComponent(id)}${rest}`;

const lineText = (context: Context, { number, authority, state, inspectors, id }: AccessLine): string => {
  const people = inspectors.map(({ position, name, login, withdrawnAt }) => {
    const isIn = login !== '' && withdrawnAt === null;
    return `  ${position}  ${plain(name)}  ${isIn ? login : say(context, { zh: '未放行', en: 'not let in' })}`;
  });
  return [`${plain(number)}  ${plain(authority)}  ${say(context, STATES[state])}  ${id}`, ...people].join('\n');
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const asked = { path: '/inspection-access/inspections', answer: AccessPage };
  const { items } = await asPerson(context, flags, (target) =>
    itemsOf(context, target, asked, { limit: 1000, pageSize: PAGE }),
  );
  show(context, flags, { items }, () => items.map((each) => lineText(context, each)).join('\n'));
  return 0;
};

const looks = async (
  context: Context,
  flags: Flags & { readonly inspection?: string; readonly limit: number },
): Promise<ExitCode> => {
  const { inspection, limit } = flags;
  const asked = { path: '/inspection-access/looks', query: { inspection }, answer: LookPage };
  const { items, more } = await asPerson(context, flags, (target) =>
    itemsOf(context, target, asked, { limit, pageSize: PAGE }),
  );
  const head = [
    say(context, { zh: '时间', en: 'AT' }),
    say(context, { zh: '检查人员', en: 'INSPECTOR' }),
    say(context, { zh: '来源', en: 'FROM' }),
    say(context, { zh: '请求', en: 'REQUEST' }),
    say(context, { zh: '结果', en: 'OUTCOME' }),
  ];
  show(context, flags, { items, more }, () =>
    table(
      head,
      items.map((each) => [
        localTime(each.at),
        plain(each.inspector),
        each.ip,
        `${each.method} ${plain(each.path)}`,
        say(context, OUTCOMES[each.refused]),
      ]),
    ),
  );
  return 0;
};

const changed = async (context: Context, flags: Flags, path: string, body: unknown): Promise<ExitCode> => {
  const { inspection } = await asPerson(context, flags, (target) =>
    ask(context, target, { method: 'POST', path, ...json(body), answer: Access }),
  );
  show(context, flags, inspection, () => lineText(context, inspection));
  return 0;
};

const bring = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const { inspection } = await asPerson(context, flags, (target) =>
    ask(context, target, {
      path: '/inspection-access/orders',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
      answer: Access,
    }),
  );
  show(context, flags, inspection, () => lineText(context, inspection));
  return 0;
};

const letIn = async (
  context: Context,
  [id, position, login]: readonly [string, number, string],
  flags: Flags,
): Promise<ExitCode> => {
  const path = at(id, `/inspectors/${position}/let-in`);
  const body = { account: { kind: 'new', login } };
  const made = await asPerson(context, flags, (target) =>
    ask(context, target, { method: 'POST', path, ...json(body), answer: LetInResult }),
  );
  show(context, flags, made, () =>
    say(context, {
      zh: `${login} 的一次性口令：${made.oneTimePassword ?? ''}（只显示这一次，首次登录须修改）`,
      en: `One-time password of ${login}: ${made.oneTimePassword ?? ''} (shown only here; it must be changed at sign-in)`,
    }),
  );
  return 0;
};

const personal = (command: Command, context: Context): Command => withPerson(withJson(command, context), context);
const idOf = (context: Context): [string, string] => [
  '<id>',
  say(context, { zh: '检查标识', en: 'id of the inspection' }),
];
const placeOf = (context: Context): string =>
  say(context, { zh: '检查人员在通知中的序号，从 0 起', en: 'place of the inspector in the order, from 0' });

const readingCommands = (group: Command, context: Context): void => {
  personal(addCommand(group, context, 'list', { zh: '列出检查通知', en: 'list inspections' }), context).action(
    (flags: Flags) => context.end(list(context, flags)),
  );
  const seen = addCommand(group, context, 'looks', { zh: '谁查看了什么', en: 'who looked at what' })
    .addOption(optionOf(context, '--inspection <id>', { zh: '只看一次检查', en: 'of one inspection' }))
    .addOption(
      optionOf(context, '--limit <count>', { zh: '最多几条', en: 'at most so many' })
        .argParser(wholeNumber(1, 10_000))
        .default(200),
    );
  personal(seen, context).action((flags: Flags & { readonly limit: number }) => context.end(looks(context, flags)));
};

const orderCommands = (group: Command, context: Context): void => {
  const brought = addCommand(group, context, 'import', { zh: '导入检查通知', en: 'bring the order of an inspection' });
  personal(brought.argument('<file>', say(context, { zh: '检查通知 .cdf', en: 'order, .cdf' })), context).action(
    (file: string, flags: Flags) => context.end(bring(context, file, flags)),
  );
  const accepted = addCommand(group, context, 'accept', {
    zh: '接受检查通知：输入检查机关通过其他渠道告知的签名证书 SM3',
    en: 'accept an order with the SM3 of the certificate that the authority told by another channel',
  })
    .argument(...idOf(context))
    .argument('<sm3>', say(context, { zh: '签名证书 SM3', en: 'SM3 of the signing certificate' }))
    .argument('<how>', say(context, { zh: '核对方式', en: 'how it was compared' }));
  personal(accepted, context).action((id: string, signerSm3: string, compared: string, flags: Flags) =>
    context.end(changed(context, flags, at(id, '/accept'), { signerSm3, compared })),
  );
};

const peopleCommands = (group: Command, context: Context): void => {
  const admitted = addCommand(group, context, 'let-in', {
    zh: '放行一名检查人员，新建账号',
    en: 'let an inspector in with a new account',
  })
    .argument(...idOf(context))
    .argument('<position>', placeOf(context), wholeNumber(0, 100))
    .argument('<login>', say(context, { zh: '登录名', en: 'name to sign in' }));
  personal(admitted, context).action((id: string, position: number, login: string, flags: Flags) =>
    context.end(letIn(context, [id, position, login], flags)),
  );
  const why = say(context, { zh: '原因', en: 'why' });
  const out = addCommand(group, context, 'show-out', { zh: '收回一名检查人员的授权', en: 'show an inspector out' })
    .argument(...idOf(context))
    .argument('<position>', placeOf(context), wholeNumber(0, 100))
    .argument('<why>', why);
  personal(out, context).action((id: string, position: number, text: string, flags: Flags) =>
    context.end(changed(context, flags, at(id, `/inspectors/${position}/show-out`), { why: text })),
  );
  for (const [name, words] of [
    ['refuse', { zh: '不予接受检查通知', en: 'refuse an order' }],
    ['withdraw', { zh: '立即收回全部授权', en: 'end an inspection at once' }],
  ] as const) {
    const ended = addCommand(group, context, name, words)
      .argument(...idOf(context))
      .argument('<why>', why);
    personal(ended, context).action((id: string, text: string, flags: Flags) =>
      context.end(changed(context, flags, at(id, `/${name}`), { why: text })),
    );
  }
};

/** `chedun inspection-access list | looks | import | accept | let-in | show-out | refuse | withdraw`. */
export const inspectionAccessCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'inspection-access', {
    zh: '检查接待',
    en: 'inspections at the enterprise',
  });
  readingCommands(group, context);
  orderCommands(group, context);
  peopleCommands(group, context);
};

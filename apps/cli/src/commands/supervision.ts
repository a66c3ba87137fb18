import {
  EnterpriseList,
  Filing,
  FilingPage,
  ImportReport,
  Statistics,
  Submission,
  SubmissionList,
} from '@chedun/supervision/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
const BYTES = { 'content-type': 'application/octet-stream' };

const listed = async (context: Context, flags: Flags & { readonly state: string }): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = `/supervision/filings?limit=200&state=${encodeURIComponent(flags.state)}`;
  const [page, waiting] = [
    await ask(context, target, { path, answer: FilingPage }),
    await ask(context, target, { path: '/supervision/submissions?status=waiting', answer: SubmissionList }),
  ];
  const head = [
    say(context, { zh: '收件号', en: 'RECEIPT' }),
    say(context, { zh: '备案号', en: 'NUMBER' }),
    say(context, { zh: '企业', en: 'ENTERPRISE' }),
    say(context, { zh: '材料', en: 'FILING' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '问题', en: 'PROBLEMS' }),
    say(context, { zh: '期限', en: 'DUE' }),
    say(context, { zh: '编号', en: 'ID' }),
  ];
  const rows = page.items.map((each) => [
    each.acceptance,
    each.number === '' ? '-' : each.number,
    plain(each.enterprise.name),
    plain(say(context, each.title)),
    each.state,
    String(each.problems),
    `${each.dueOn ?? '-'}${each.overdue ? ' !' : ''}`,
    each.id,
  ]);
  show(context, flags, { ...page, waiting: waiting.items }, () =>
    [
      ...(rows.length === 0 ? [say(context, { zh: '没有材料', en: 'no filings' })] : [table(head, rows)]),
      ...waiting.items.map(({ id, issuer, signer }) =>
        plain(
          say(context, {
            zh: `待确认签名证书：${issuer} SM3 ${signer.sm3}（${id}）`,
            en: `certificate to confirm: ${issuer} SM3 ${signer.sm3} (${id})`,
          }),
        ),
      ),
    ].join('\n'),
  );
  return page.items.some(({ overdue }) => overdue) ? 1 : 0;
};

const shown = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/supervision/filings/${encodeURIComponent(id)}`;
  const answer = await ask(context, await targetOf(context, flags), { path, answer: Filing });
  const { filing, problems, items, opinions, steps } = answer;
  show(context, flags, answer, () =>
    [
      plain(`${filing.acceptance} ${filing.number} ${filing.enterprise.name} ${say(context, filing.title)}`),
      ...problems.map((each) => plain(`! ${each.rule} ${each.field}: ${say(context, each)}`)),
      ...items.map(({ round, answer: settled, text }) => plain(`${round} [${settled}] ${text}`)),
      ...opinions.map(({ office, agrees, by, text }) => plain(`${office} ${agrees ? '+' : '-'} ${by}: ${text}`)),
      ...steps.map(({ at, by, action, note }) => plain(`${at} ${by} ${action} ${note}`)),
    ].join('\n'),
  );
  return problems.length === 0 ? 0 : 1;
};

const bring = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: '/supervision/submissions',
    headers: BYTES,
    body: new Uint8Array(await readFile(file)),
    answer: Submission,
  });
  show(context, flags, answer, () =>
    answer.status === 'received'
      ? say(context, { zh: '已接收', en: 'received' })
      : say(context, {
          zh: `签名证书待确认：SM3 ${answer.signer.sm3}`,
          en: `the certificate has to be confirmed: SM3 ${answer.signer.sm3}`,
        }),
  );
  return answer.status === 'received' ? 0 : 1;
};

const firms = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: '/supervision/enterprises',
    answer: EnterpriseList,
  });
  const head = [
    say(context, { zh: '企业', en: 'ENTERPRISE' }),
    say(context, { zh: '统一社会信用代码', en: 'CREDIT CODE' }),
    say(context, { zh: '账号', en: 'ACCOUNT' }),
    say(context, { zh: '证书', en: 'CERTIFICATES' }),
    say(context, { zh: '材料', en: 'FILINGS' }),
    say(context, { zh: '已备案', en: 'NUMBERED' }),
  ];
  const rows = answer.items.map((each) => [
    plain(each.name),
    each.creditCode,
    plain(each.account === '' ? '-' : each.account),
    String(each.certificates.length),
    String(each.filings),
    String(each.numbered),
  ]);
  show(context, flags, answer, () => table(head, rows));
  return 0;
};

const importFirms = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: '/supervision/enterprises/import',
    headers: BYTES,
    body: new Uint8Array(await readFile(file)),
    answer: ImportReport,
  });
  const { rows, taken, known, refused } = answer;
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `共 ${rows} 行：登记 ${taken}，已登记 ${known}，有误 ${refused.length}`,
        en: `${rows} rows: ${taken} registered, ${known} known, ${refused.length} wrong`,
      }),
      ...refused.map(({ row, column, value, text }) => plain(`${row} ${column} "${value}": ${say(context, text)}`)),
    ].join('\n'),
  );
  return refused.length === 0 ? 0 : 1;
};

const counted = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: '/supervision/statistics',
    answer: Statistics,
  });
  const { filings, open, overdue, numbered, rejected, medianDays } = answer;
  show(context, flags, answer, () =>
    say(context, {
      zh: `收件 ${filings}，在办 ${open}，逾期 ${overdue}，已备案 ${numbered}，不予备案 ${rejected}，审核天数中位数 ${medianDays ?? '—'}`,
      en: `${filings} received, ${open} open, ${overdue} overdue, ${numbered} numbered, ${rejected} rejected, median days ${medianDays ?? '-'}`,
    }),
  );
  return overdue === 0 ? 0 : 1;
};

const fileCommands = (group: Command, context: Context): void => {
  const file = say(context, { zh: '文件', en: 'file' });
  const brought = addCommand(group, context, 'receive', {
    zh: '接收离线报送的文件包；签名证书尚未确认时以 1 结束',
    en: 'receive a package that came on a medium; ends with 1 while its certificate is not confirmed',
  }).argument('<file>', file);
  withServer(withJson(brought, context), context).action((path: string, flags: Flags) =>
    context.end(bring(context, path, flags)),
  );
  const imported = addCommand(group, context, 'import', {
    zh: '导入企业名单（CSV 或 XLSX）；逐条列出有误的行，有误时以 1 结束',
    en: 'import enterprises (CSV or XLSX); every wrong row is named; ends with 1 when one is wrong',
  }).argument('<file>', file);
  withServer(withJson(imported, context), context).action((path: string, flags: Flags) =>
    context.end(importFirms(context, path, flags)),
  );
};

/** `chedun supervision list | show | receive | enterprises | import | statistics`. */
export const supervisionCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'supervision', {
    zh: '监管侧：企业报送的材料',
    en: 'the authority’s side: filings of enterprises',
  });
  const list = addCommand(group, context, 'list', {
    zh: '材料与待确认的签名证书；有逾期时以 1 结束',
    en: 'filings and certificates to confirm; ends with 1 when one is overdue',
  }).option(
    '--state <state>',
    say(context, {
      zh: '状态：open、supplement、numbered、done、all',
      en: 'state: open, supplement, numbered, done, all',
    }),
    'open',
  );
  withServer(withJson(list, context), context).action((flags: Flags & { readonly state: string }) =>
    context.end(listed(context, flags)),
  );
  const one = addCommand(group, context, 'show', {
    zh: '一件材料：机器核查、补正、意见与办理过程；有问题时以 1 结束',
    en: 'a filing: what the machine found, items, opinions, course; ends with 1 when something was found',
  }).argument('<id>', say(context, { zh: '编号', en: 'id' }));
  withServer(withJson(one, context), context).action((id: string, flags: Flags) =>
    context.end(shown(context, id, flags)),
  );
  const known = addCommand(group, context, 'enterprises', { zh: '企业', en: 'enterprises' });
  withServer(withJson(known, context), context).action((flags: Flags) => context.end(firms(context, flags)));
  fileCommands(group, context);
  const counts = addCommand(group, context, 'statistics', {
    zh: '统计；有逾期时以 1 结束',
    en: 'counts; ends with 1 when something is overdue',
  });
  withServer(withJson(counts, context), context).action((flags: Flags) => context.end(counted(context, flags)));
};

import { ImportReport, Organisation } from '@chedun/organisation/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { refusedRows } from '../refused-rows.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const showOrganisation = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/organisation', answer: Organisation });
  const { profile, appointments, weaknesses } = answer;
  const head = [
    say(context, { zh: '岗位', en: 'POST' }),
    say(context, { zh: '姓名', en: 'PERSON' }),
    say(context, { zh: '电话', en: 'PHONE' }),
    say(context, { zh: '任职', en: 'FROM' }),
  ];
  const rows = appointments
    .filter(({ isInForce }) => isInForce)
    .map((each) => [
      `${each.post}${each.isDeputy ? ` (${say(context, { zh: '副职', en: 'deputy' })})` : ''}`,
      plain(each.person),
      each.phone,
      each.validFrom,
    ]);
  show(context, flags, answer, () =>
    [
      profile === null
        ? say(context, { zh: '尚未登记单位信息', en: 'the organisation is not registered yet' })
        : `${plain(profile.name)} ${profile.creditCode}`,
      ...(rows.length === 0 ? [] : [table(head, rows)]),
      ...weaknesses.map(({ text, obligations }) => `${say(context, text)} [${obligations.join(' ')}]`),
    ].join('\n'),
  );
  return weaknesses.length === 0 ? 0 : 1;
};

const importPersons = async (
  context: Context,
  file: string,
  flags: Flags & { readonly preview: boolean },
): Promise<ExitCode> => {
  const bytes = await readFile(file);
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/organisation/import?mode=${flags.preview ? 'preview' : 'apply'}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ImportReport,
  });
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `共 ${answer.rows} 行：${flags.preview ? '可导入' : '导入'} ${answer.taken}，已存在 ${answer.known}，有误 ${answer.refused.length}`,
        en: `${answer.rows} rows: ${answer.taken} ${flags.preview ? 'can be taken' : 'taken'}, ${answer.known} known, ${answer.refused.length} wrong`,
      }),
      ...refusedRows(context, answer.refused),
    ].join('\n'),
  );
  return answer.refused.length === 0 ? 0 : 1;
};

/** `chedun organisation show | import`. */
export const organisationCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'organisation', { zh: '单位与责任人', en: 'the organisation' });
  const shown = addCommand(group, context, 'show', {
    zh: '单位、在任责任人与需要处理的问题；有问题时以 1 结束',
    en: 'the organisation, who is in office and what is wrong; ends with 1 when something is',
  });
  withServer(withJson(shown, context), context).action((flags: Flags) => context.end(showOrganisation(context, flags)));
  const brought = addCommand(group, context, 'import', {
    zh: '导入责任人（CSV 或 XLSX）；逐条列出有误的行，其余照常导入，有误时以 1 结束',
    en: 'import persons (CSV or XLSX); every wrong row is named, the others are taken; ends with 1 when one is wrong',
  })
    .argument('<file>', say(context, { zh: '文件', en: 'file' }))
    .option('--preview', say(context, { zh: '只检查，不导入', en: 'only look, take nothing' }), false);
  withServer(withJson(brought, context), context).action((file: string, flags: Flags & { readonly preview: boolean }) =>
    context.end(importPersons(context, file, flags)),
  );
};

import { CoverageList, ImportReport, Register, RunList } from '@chedun/risks/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const register = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/risks', answer: Register });
  const head = [
    say(context, { zh: '级别', en: 'LEVEL' }),
    say(context, { zh: '风险值', en: 'VALUE' }),
    say(context, { zh: '资产', en: 'ASSET' }),
    say(context, { zh: '脆弱性', en: 'VULNERABILITY' }),
    say(context, { zh: '威胁', en: 'THREAT' }),
    say(context, { zh: '处置', en: 'TREATMENT' }),
  ];
  const rows = answer.items.map(({ level, value, asset, worst, worstEn, findings, threatTitle, treatment }) => [
    level,
    String(value),
    plain(asset.id),
    `${plain(say(context, { zh: worst, en: worstEn }))} (${findings})`,
    say(context, threatTitle),
    treatment === null ? '-' : `${treatment.kind} ${treatment.state}`,
  ]);
  show(context, flags, answer, () => table(head, rows));
  const untreated = answer.items.some(
    ({ level, treatment }) => (level === 'high' || level === 'critical') && treatment?.state !== 'holds',
  );
  return untreated ? 1 : 0;
};

const runs = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/risks/runs', answer: RunList });
  const head = [
    say(context, { zh: '种类', en: 'KIND' }),
    say(context, { zh: '定级对象', en: 'UNIT' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '通过', en: 'PASSED' }),
    say(context, { zh: '待整改', en: 'GAPS' }),
    say(context, { zh: '结束', en: 'ENDED' }),
    'ID',
  ];
  const rows = answer.items.map((each) => [
    each.kind,
    plain(each.unitName),
    each.state,
    `${each.passed}/${each.applicable}`,
    String(each.gaps),
    each.endedOn ?? '-',
    each.id,
  ]);
  show(context, flags, answer, () => table(head, rows));
  return 0;
};

const coverage = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/risks/coverage', answer: CoverageList });
  const head = [
    say(context, { zh: '定级对象', en: 'UNIT' }),
    say(context, { zh: '等级', en: 'LEVEL' }),
    say(context, { zh: '通过/适用', en: 'PASSED/APPLICABLE' }),
  ];
  const rows = answer.items.map(({ name, level, passed, applicable }) => [
    plain(name),
    String(level),
    `${passed}/${applicable}`,
  ]);
  show(context, flags, answer, () => table(head, rows));
  return answer.items.some(({ passed, applicable }) => passed < applicable) ? 1 : 0;
};

const importResults = async (context: Context, id: string, file: string, flags: Flags): Promise<ExitCode> => {
  const bytes = await readFile(file);
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/risks/runs/${encodeURIComponent(id)}/import`,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ImportReport,
  });
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `共 ${answer.rows} 行，已取 ${answer.taken} 行`,
        en: `${answer.rows} rows, ${answer.taken} taken`,
      }),
      ...answer.refused.map(({ row, value, text }) => `${row}: ${plain(value)} ${say(context, text)}`),
    ].join('\n'),
  );
  return answer.refused.length > 0 ? 1 : 0;
};

/** `chedun risks list | runs | coverage | import`. */
export const risksCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'risks', { zh: '风险与评测', en: 'risks, tests and assessments' });
  const listed = addCommand(group, context, 'list', {
    zh: '风险清单；有未处置的高风险以 1 结束',
    en: 'the register; ends with 1 when a high risk is not treated',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(register(context, flags)));
  const ran = addCommand(group, context, 'runs', { zh: '符合性评测与风险评估', en: 'tests and assessments' });
  withServer(withJson(ran, context), context).action((flags: Flags) => context.end(runs(context, flags)));
  const covered = addCommand(group, context, 'coverage', {
    zh: '各定级对象的控制基线通过情况；未全部通过以 1 结束',
    en: 'controls of the baseline by unit; ends with 1 when one does not pass',
  });
  withServer(withJson(covered, context), context).action((flags: Flags) => context.end(coverage(context, flags)));
  const brought = addCommand(group, context, 'import', {
    zh: '导入测评机构的结果表；有误的行逐条列出，以 1 结束',
    en: 'import the table of a laboratory; wrong rows are named and end it with 1',
  })
    .argument('<run>', say(context, { zh: '评测标识', en: 'id of the run' }))
    .argument('<file>', say(context, { zh: 'CSV 或 XLSX 文件', en: 'CSV or XLSX file' }));
  withServer(withJson(brought, context), context).action((id: string, file: string, flags: Flags) =>
    context.end(importResults(context, id, file, flags)),
  );
};

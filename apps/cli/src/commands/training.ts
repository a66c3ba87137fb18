import { readFile } from 'node:fs/promises';
import {
  Banks,
  Course,
  ImportReport,
  Overview,
  PersonPage,
  StaffRole,
  type TakingState,
} from '@chedun/training/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { plain, show, table } from '../output.ts';
import { refusedRows } from '../refused-rows.ts';
import { ask, itemsOf, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface AssignFlags extends Flags {
  readonly role: string;
  readonly due: string;
}
interface ImportFlags extends Flags {
  readonly preview: boolean;
}

const JSON_BODY = { 'content-type': 'application/json' };
const MOST_PEOPLE = 20_000;

const STATES: Readonly<Record<TakingState, { readonly zh: string; readonly en: string }>> = {
  overdue: { zh: '已逾期', en: 'overdue' },
  failed: { zh: '次数用完', en: 'no attempt left' },
  'due-soon': { zh: '即将到期', en: 'due soon' },
  waiting: { zh: '待完成', en: 'waiting' },
  free: { zh: '选修', en: 'optional' },
  passed: { zh: '已通过', en: 'passed' },
};

const coursePath = (id: string, rest = ''): string => `/training/courses/${encodeURIComponent(id)}${rest}`;

const courseTable = (context: Context, courses: Overview['courses']): string =>
  table(
    [
      say(context, { zh: '课程', en: 'COURSE' }),
      say(context, { zh: '题目', en: 'QUESTIONS' }),
      say(context, { zh: '通过', en: 'PASSED' }),
      say(context, { zh: '逾期', en: 'OVERDUE' }),
      say(context, { zh: '平均成绩', en: 'MEAN' }),
      'ID',
    ],
    courses.map(({ title, questions, counts, id }) => [
      plain(title),
      String(questions),
      `${counts.passed}/${counts.assigned}`,
      String(counts.overdue),
      counts.meanScore === null ? '' : String(counts.meanScore),
      id,
    ]),
  );

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/training', answer: Overview });
  show(context, flags, answer, () =>
    [
      answer.courses.length === 0
        ? say(context, { zh: '还没有课程', en: 'no course yet' })
        : courseTable(context, answer.courses),
      say(context, {
        zh: `应参加培训 ${answer.people} 人，尚未安排 ${answer.unassigned} 人`,
        en: `${answer.people} people, ${answer.unassigned} without any course`,
      }),
      ...answer.weaknesses.map(({ text, count }) => `${plain(say(context, text))} (${count})`),
    ].join('\n'),
  );
  return answer.weaknesses.length === 0 && answer.unassigned === 0 ? 0 : 1;
};

const banks = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/training/banks', answer: Banks });
  show(context, flags, answer, () =>
    table(
      ['ID', say(context, { zh: '题库', en: 'BANK' }), say(context, { zh: '题目', en: 'QUESTIONS' })],
      answer.items.map(({ id, title, questions }) => [id, plain(title), String(questions)]),
    ),
  );
  return 0;
};

const adopt = async (context: Context, bank: string, flags: Flags): Promise<ExitCode> => {
  const course = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/training/banks/${encodeURIComponent(bank)}/adopt`,
    answer: Course,
  });
  show(context, flags, course, () => courseTable(context, [course]));
  return 0;
};

const assign = async (context: Context, id: string, { role, due, ...flags }: AssignFlags): Promise<ExitCode> => {
  const course = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: coursePath(id, '/assignments'),
    headers: JSON_BODY,
    body: JSON.stringify({ kind: 'role', role, due }),
    answer: Course,
  });
  show(context, flags, course, () => courseTable(context, [course]));
  return 0;
};

const people = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const question = { path: coursePath(id, '/people'), answer: PersonPage };
  const { items } = await itemsOf(context, target, question, { limit: MOST_PEOPLE, pageSize: 200 });
  const head = [
    say(context, { zh: '人员', en: 'PERSON' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '期限', en: 'DUE' }),
    say(context, { zh: '成绩', en: 'SCORE' }),
    say(context, { zh: '合格编号', en: 'CERTIFICATE' }),
  ];
  const rows = items.map(({ person, state, dueBy, lastScore, certificate }) => [
    plain(person.name),
    say(context, STATES[state]),
    dueBy ?? '',
    lastScore === null ? '' : String(lastScore),
    certificate ?? '',
  ]);
  show(context, flags, { items }, () =>
    rows.length === 0 ? say(context, { zh: '尚未安排人员', en: 'nobody is assigned' }) : table(head, rows),
  );
  return items.some(({ state }) => state === 'overdue' || state === 'failed') ? 1 : 0;
};

const reportText = (context: Context, report: ImportReport): string =>
  [
    say(context, {
      zh: `共 ${report.rows} 行：${report.applied ? '导入' : '可导入'} ${report.taken}，已存在 ${report.known}，有误 ${report.refused.length}`,
      en: `${report.rows} rows: ${report.taken} ${report.applied ? 'taken' : 'can be taken'}, ${report.known} known, ${report.refused.length} wrong`,
    }),
    ...refusedRows(context, report.refused),
  ].join('\n');

const importQuestions = async (
  context: Context,
  id: string,
  file: string,
  { preview, ...flags }: ImportFlags,
): Promise<ExitCode> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const report = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: coursePath(id, '/questions/import'),
    query: { mode: preview ? 'preview' : 'apply' },
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ImportReport,
  });
  show(context, flags, report, () => reportText(context, report));
  return report.refused.length === 0 ? 0 : 1;
};

const changing = (group: Command, context: Context): void => {
  const course = say(context, { zh: '课程的 ID', en: 'id of the course' });
  const adopted = addCommand(group, context, 'adopt', {
    zh: '由内置题库建立课程',
    en: 'make a course of a question bank',
  }).argument('<bank>', say(context, { zh: '题库的 ID', en: 'id of the bank' }));
  withServer(withJson(adopted, context), context).action((bank: string, flags: Flags) =>
    context.end(adopt(context, bank, flags)),
  );
  const assigned = addCommand(group, context, 'assign', { zh: '按角色安排课程', en: 'give a course to a role' })
    .argument('<course>', course)
    .addOption(
      optionOf(context, '--role <role>', { zh: '角色', en: 'role' }).choices(StaffRole.options).makeOptionMandatory(),
    )
    .addOption(
      optionOf(context, '--due <day>', {
        zh: '完成期限，如 2026-12-31',
        en: 'last day, as 2026-12-31',
      }).makeOptionMandatory(),
    );
  withServer(withJson(assigned, context), context).action((id: string, flags: AssignFlags) =>
    context.end(assign(context, id, flags)),
  );
  const imported = addCommand(group, context, 'import', {
    zh: '导入题目表格（CSV 或 XLSX）；有误的行列出位置，并以 1 结束',
    en: 'import questions (CSV or XLSX); rows that are wrong are named, and end with 1',
  })
    .argument('<course>', course)
    .argument('<file>', say(context, { zh: '文件', en: 'file' }))
    .option('--preview', say(context, { zh: '只检查，不导入', en: 'check only, take nothing' }), false);
  withServer(withJson(imported, context), context).action((id: string, file: string, flags: ImportFlags) =>
    context.end(importQuestions(context, id, file, flags)),
  );
};

/** `chedun training list | banks | people | adopt | assign | import`. */
export const trainingCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'training', { zh: '教育培训', en: 'training' });
  const listed = addCommand(group, context, 'list', {
    zh: '课程与完成情况；有人逾期或未安排时以 1 结束',
    en: 'courses and how they stand; ends with 1 when somebody is late or has no course',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const offered = addCommand(group, context, 'banks', { zh: '内置题库', en: 'question banks of the product' });
  withServer(withJson(offered, context), context).action((flags: Flags) => context.end(banks(context, flags)));
  const named = addCommand(group, context, 'people', {
    zh: '一门课程的人员与成绩；有人逾期或次数用完时以 1 结束',
    en: 'people of a course and their results; ends with 1 when somebody is late or has no attempt left',
  }).argument('<course>', say(context, { zh: '课程的 ID', en: 'id of the course' }));
  withServer(withJson(named, context), context).action((id: string, flags: Flags) =>
    context.end(people(context, id, flags)),
  );
  changing(group, context);
};

import {
  ExportList,
  IncidentPage,
  InspectionList,
  Notice,
  NoticePage,
  OversightStatistics,
} from '@chedun/oversight/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const incidents = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const path = '/oversight/incidents?limit=200';
  const page = await ask(context, await targetOf(context, flags), { path, answer: IncidentPage });
  const head = [
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '企业', en: 'ENTERPRISE' }),
    say(context, { zh: '事件', en: 'INCIDENT' }),
    say(context, { zh: '自报', en: 'CLAIMED' }),
    say(context, { zh: '推算', en: 'COMPUTED' }),
    say(context, { zh: '核定', en: 'CONFIRMED' }),
    say(context, { zh: '迟报(分)', en: 'LATE (MIN)' }),
    say(context, { zh: '待转报', en: 'RELAYS' }),
    say(context, { zh: '待报', en: 'MISSING' }),
  ];
  const rows = page.items.map((each) => [
    plain(each.number),
    plain(each.enterprise.name),
    plain(each.name),
    each.claimed ?? '-',
    each.computed ?? '-',
    each.confirmed ?? '-',
    String(each.lateMinutes),
    `${each.relaysRunning}${each.relaysOverdue > 0 ? ' !' : ''}`,
    String(each.missing),
  ]);
  show(context, flags, page, () =>
    rows.length === 0 ? say(context, { zh: '没有在办事件', en: 'no open incident' }) : table(head, rows),
  );
  return page.items.some(
    ({ relaysOverdue, disagrees, lateMinutes }) => relaysOverdue > 0 || disagrees || lateMinutes > 0,
  )
    ? 1
    : 0;
};

const notices = async (context: Context, flags: Flags & { readonly state: string }): Promise<ExitCode> => {
  const path = `/oversight/notices?limit=200&state=${encodeURIComponent(flags.state)}`;
  const page = await ask(context, await targetOf(context, flags), { path, answer: NoticePage });
  const head = [
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '类别', en: 'KIND' }),
    say(context, { zh: '标题', en: 'TITLE' }),
    say(context, { zh: '期限', en: 'DUE' }),
    say(context, { zh: '企业', en: 'ENTERPRISES' }),
    say(context, { zh: '已确认', en: 'CONFIRMED' }),
    say(context, { zh: '已办结', en: 'SETTLED' }),
    say(context, { zh: '逾期', en: 'OVERDUE' }),
    say(context, { zh: '标识', en: 'ID' }),
  ];
  const rows = page.items.map((each) => [
    each.number,
    each.colour === null ? each.kind : `${each.kind} ${each.colour}`,
    plain(each.title),
    each.dueOn ?? '-',
    String(each.firms),
    String(each.acknowledged),
    String(each.closed),
    String(each.overdue),
    each.id,
  ]);
  show(context, flags, page, () =>
    rows.length === 0 ? say(context, { zh: '没有通知', en: 'no notices' }) : table(head, rows),
  );
  return page.items.some(({ overdue }) => overdue > 0) ? 1 : 0;
};

const notice = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/oversight/notices/${encodeURIComponent(id)}`;
  const answer = await ask(context, await targetOf(context, flags), { path, answer: Notice });
  show(context, flags, answer, () =>
    [
      plain(`${answer.notice.number} ${answer.notice.title}`),
      plain(answer.text),
      ...answer.deliveries.flatMap(({ enterprise, state, overdue, feedback }) => [
        plain(`${overdue ? '! ' : ''}${enterprise.name} [${state}]`),
        ...feedback.map(({ at, by, result, text }) => plain(`  ${at} ${by} ${result}: ${text}`)),
      ]),
    ].join('\n'),
  );
  return answer.notice.overdue > 0 ? 1 : 0;
};

const inspections = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: '/oversight/inspections',
    answer: InspectionList,
  });
  const head = [
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '企业', en: 'ENTERPRISE' }),
    say(context, { zh: '检查', en: 'INSPECTION' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '开始', en: 'FROM' }),
    say(context, { zh: '结束', en: 'UNTIL' }),
    say(context, { zh: '不符合', en: 'DEVIATIONS' }),
  ];
  const rows = answer.items.map((each) => [
    each.number,
    plain(each.enterprise.name),
    plain(each.title),
    each.state,
    each.from,
    each.until,
    String(each.deviations),
  ]);
  show(context, flags, answer, () =>
    rows.length === 0 ? say(context, { zh: '没有监督检查', en: 'no inspections' }) : table(head, rows),
  );
  return answer.items.some(({ state }) => state === 'ended') ? 1 : 0;
};

const exports = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/oversight/exports', answer: ExportList });
  show(context, flags, answer, () =>
    answer.items.length === 0
      ? say(context, { zh: '没有数据出境登记', en: 'no data exports' })
      : answer.items
          .flatMap(({ enterprise, number, persons, problems }) => [
            plain(`${enterprise.name} ${number === '' ? '-' : number} ${persons}`),
            ...problems.map(({ text, notice: task }) => plain(`  ${task === null ? '!' : '*'} ${say(context, text)}`)),
          ])
          .join('\n'),
  );
  return answer.items.some(({ problems }) => problems.some(({ notice: task }) => task === null)) ? 1 : 0;
};

const counted = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    path: '/oversight/statistics',
    answer: OversightStatistics,
  });
  const { notices: all, deliveries, open, overdue, closed, medianAnswerHours: hours } = answer;
  show(context, flags, answer, () =>
    say(context, {
      zh: `通知 ${all}，送达 ${deliveries}，未办结 ${open}，逾期 ${overdue}，已办结 ${closed}，反馈用时中位数 ${hours ?? '—'} 小时`,
      en: `${all} notices, ${deliveries} delivered, ${open} open, ${overdue} overdue, ${closed} settled, median ${hours ?? '-'} h to an answer`,
    }),
  );
  return overdue === 0 ? 0 : 1;
};

/** `chedun oversight incidents | notices | notice | inspections | exports | statistics`. */
export const oversightCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'oversight', {
    zh: '监管侧：事件台、通知与任务、监督检查、出境登记',
    en: 'the desk of the authority: incidents, notices and tasks, inspections, data exports',
  });
  const simple = (
    name: string,
    about: { readonly zh: string; readonly en: string },
    run: (context: Context, flags: Flags) => Promise<ExitCode>,
  ): void => {
    const command = addCommand(group, context, name, about);
    withServer(withJson(command, context), context).action((flags: Flags) => context.end(run(context, flags)));
  };
  simple(
    'incidents',
    {
      zh: '在办事件；有迟报、级别不一致或转报超时时以 1 结束',
      en: 'open incidents; ends with 1 when one is late, disputed or not passed on in time',
    },
    incidents,
  );
  const list = addCommand(group, context, 'notices', {
    zh: '通知、任务与预警；有逾期时以 1 结束',
    en: 'notices, tasks and warnings; ends with 1 when one is overdue',
  }).option(
    '--state <state>',
    say(context, { zh: '状态：open、overdue、done、all', en: 'state: open, overdue, done, all' }),
    'open',
  );
  withServer(withJson(list, context), context).action((flags: Flags & { readonly state: string }) =>
    context.end(notices(context, flags)),
  );
  const one = addCommand(group, context, 'notice', {
    zh: '一件通知与各企业的反馈；有逾期时以 1 结束',
    en: 'a notice with every answer; ends with 1 when one is overdue',
  }).argument('<id>', say(context, { zh: '标识', en: 'id' }));
  withServer(withJson(one, context), context).action((id: string, flags: Flags) =>
    context.end(notice(context, id, flags)),
  );
  simple(
    'inspections',
    {
      zh: '监督检查；有检查结束而未出记录时以 1 结束',
      en: 'inspections; ends with 1 when one ended without a record',
    },
    inspections,
  );
  simple(
    'exports',
    {
      zh: '数据出境登记与差异；有差异未下发任务时以 1 结束',
      en: 'data exports and differences; ends with 1 when one has no task',
    },
    exports,
  );
  simple('statistics', { zh: '统计；有逾期时以 1 结束', en: 'counts; ends with 1 when something is overdue' }, counted);
};

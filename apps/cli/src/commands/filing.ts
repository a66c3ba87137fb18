import { CaseDetail, CasePage, Compared, ProposalList, PartitionDone, UnitList } from '@chedun/filing/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { addFilingCases, caseText } from './filing-cases.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const JSON_HEADERS = { 'content-type': 'application/json' };

const units = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/filing/units', answer: UnitList });
  const head = [
    say(context, { zh: '定级对象', en: 'UNIT' }),
    say(context, { zh: '等级', en: 'LEVEL' }),
    say(context, { zh: '备案号', en: 'NUMBER' }),
    say(context, { zh: '主机', en: 'HOSTS' }),
    say(context, { zh: '服务', en: 'SERVICES' }),
    say(context, { zh: '差异', en: 'DRIFT' }),
    'ID',
  ];
  const rows = answer.items.map((each) => [
    plain(each.name),
    each.level === null ? '-' : String(each.level),
    each.filingNumber || '-',
    String(each.hosts),
    String(each.services),
    String(each.drift),
    each.id,
  ]);
  const { hosts, hostsInUnits, services, servicesInUnits } = answer.coverage;
  show(context, flags, answer, () =>
    [
      table(head, rows),
      say(context, {
        zh: `已划入主机 ${hostsInUnits}/${hosts}，服务 ${servicesInUnits}/${services}`,
        en: `${hostsInUnits} of ${hosts} hosts and ${servicesInUnits} of ${services} services are in units`,
      }),
    ].join('\n'),
  );
  return answer.items.some(({ drift }) => drift > 0) ? 1 : 0;
};

const proposed = async (context: Context, flags: Flags & { readonly apply: boolean }): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const found = await ask(context, target, { path: '/filing/partition', answer: ProposalList });
  const lines = found.items.map(({ name, why }) => `${plain(name)}  ${say(context, why)}`).join('\n');
  if (!flags.apply || found.items.length === 0) {
    show(
      context,
      flags,
      found,
      () => lines || say(context, { zh: '没有尚未划分的资产', en: 'nothing is left to partition' }),
    );
    return 0;
  }
  const body = found.items.map(({ name, type, functions, zones, members }) => ({
    name,
    type,
    functions,
    zones,
    members,
  }));
  const done = await ask(context, target, {
    method: 'POST',
    path: '/filing/partition',
    headers: JSON_HEADERS,
    body: JSON.stringify({ units: body }),
    answer: PartitionDone,
  });
  show(context, flags, done, () =>
    [lines, say(context, { zh: `已建立 ${done.created} 个定级对象`, en: `${done.created} units made` })].join('\n'),
  );
  return 0;
};

const compare = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { method: 'POST', path: '/filing/compare', answer: Compared });
  show(context, flags, answer, () =>
    say(context, {
      zh: `已比对 ${answer.compared} 个定级对象，${answer.drifted} 个与备案不一致`,
      en: `${answer.compared} units compared, ${answer.drifted} differ from what was filed`,
    }),
  );
  return answer.drifted > 0 ? 1 : 0;
};

const open = async (
  context: Context,
  template: string,
  { unit, ...flags }: Flags & { readonly unit: string | undefined },
): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: '/filing/cases',
    headers: JSON_HEADERS,
    body: JSON.stringify({ template, unit: unit ?? null }),
    answer: CaseDetail,
  });
  show(context, flags, answer, () => caseText(context, answer));
  return answer.problems.length > 0 ? 1 : 0;
};

const cases = async (context: Context, flags: Flags & { readonly state: string }): Promise<ExitCode> => {
  const request = { path: '/filing/cases', query: { state: flags.state, limit: 200 }, answer: CasePage };
  const answer = await ask(context, await targetOf(context, flags), request);
  const head = [
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '备案号', en: 'NUMBER' }),
    say(context, { zh: '补正期限', en: 'DUE' }),
    say(context, { zh: '事项', en: 'FILING' }),
    'ID',
  ];
  const rows = answer.items.map((each) => [
    each.state,
    each.number || '-',
    each.supplementDue ?? '-',
    plain(each.title),
    each.id,
  ]);
  show(context, flags, answer, () => table(head, rows));
  return answer.items.some(({ supplementOverdue }) => supplementOverdue) ? 1 : 0;
};

const addUnits = (group: Command, context: Context): void => {
  const listed = addCommand(group, context, 'units', {
    zh: '定级对象；有与备案不一致的以 1 结束',
    en: 'units; ends with 1 when one differs from what was filed',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(units(context, flags)));
  const parted = addCommand(group, context, 'partition', {
    zh: '按资产台账给出划分建议',
    en: 'propose units from the inventory',
  }).option('--apply', say(context, { zh: '建立全部建议的对象', en: 'make all of them' }), false);
  withServer(withJson(parted, context), context).action((flags: Flags & { readonly apply: boolean }) =>
    context.end(proposed(context, flags)),
  );
  const compared = addCommand(group, context, 'compare', {
    zh: '比对备案信息与现状；有差异以 1 结束',
    en: 'compare what is filed with what is there; ends with 1 when something differs',
  });
  withServer(withJson(compared, context), context).action((flags: Flags) => context.end(compare(context, flags)));
};

/** `chedun filing units | partition | compare | cases | open | show | step | sign | submit | receipt`. */
export const filingCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'filing', { zh: '定级备案', en: 'filing of graded units' });
  addUnits(group, context);
  const listed = addCommand(group, context, 'cases', {
    zh: '备案事项；有补正逾期以 1 结束',
    en: 'filings; ends with 1 when a supplement is overdue',
  }).option('--state <state>', say(context, { zh: 'open、done 或 all', en: 'open, done or all' }), 'all');
  withServer(withJson(listed, context), context).action((flags: Flags & { readonly state: string }) =>
    context.end(cases(context, flags)),
  );
  const opened = addCommand(group, context, 'open', {
    zh: '建立备案事项；机器发现问题以 1 结束',
    en: 'open a filing; ends with 1 when a machine finds something',
  })
    .argument('<template>', say(context, { zh: '备案表，如 grading-filing', en: 'form, such as grading-filing' }))
    .option('--unit <id>', say(context, { zh: '定级对象', en: 'unit' }));
  withServer(withJson(opened, context), context).action(
    (template: string, flags: Flags & { readonly unit: string | undefined }) =>
      context.end(open(context, template, flags)),
  );
  addFilingCases(group, context);
};

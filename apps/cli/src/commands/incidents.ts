import { Incident, IncidentPage, type IncidentSummary } from '@chedun/incidents/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { addIncidentReports } from './incident-reports.ts';
import { ask, targetOf, withServer, type Request, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface OpenFlags extends Flags {
  readonly title: string | undefined;
  readonly how: string | undefined;
  readonly at: string | undefined;
}

const level = (context: Context, name: IncidentSummary['miitLevel']): string =>
  name ?? say(context, { zh: '未达级别', en: 'below' });

const list = async (context: Context, { state, ...flags }: Flags & { readonly state: string }): Promise<ExitCode> => {
  const request = { path: '/incidents', query: { state, limit: 200 }, answer: IncidentPage };
  const answer = await ask(context, await targetOf(context, flags), request);
  const head = [
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '工信', en: 'MIIT' }),
    say(context, { zh: '网信', en: 'CAC' }),
    say(context, { zh: '发现时间', en: 'KNOWN AT' }),
    say(context, { zh: '事件', en: 'INCIDENT' }),
    'ID',
  ];
  const rows = answer.items.map((each) => [
    each.number,
    each.state,
    level(context, each.miitLevel),
    level(context, each.cacLevel),
    localTime(each.knownAt),
    plain(each.title),
    each.id,
  ]);
  show(context, flags, answer, () => table(head, rows));
  return 0;
};

const clockText = (context: Context, { rule, due, state, recipients, overdue }: Incident['clocks'][number]): string => {
  const unverified = rule.basis === 'unverified' ? say(context, { zh: '（未核实）', en: ' (unverified)' }) : '';
  const late = overdue ? say(context, { zh: ' 已逾期', en: ' OVERDUE' }) : '';
  return `  ${rule.id}${unverified} ${due} ${state}${late} → ${plain(recipients.join('、'))}`;
};

const detailText = (context: Context, incident: Incident): string =>
  [
    `${incident.number} ${plain(incident.title)} [${incident.state}]`,
    `${say(context, { zh: '工信', en: 'MIIT' })}: ${level(context, incident.miitLevel)}; ${say(context, { zh: '网信', en: 'CAC' })}: ${level(context, incident.cacLevel)}`,
    ...incident.clocks.map((clock) => clockText(context, clock)),
    ...incident.timeline.map(({ at, actor, text }) => `  ${localTime(at)} ${plain(actor)}: ${plain(text)}`),
  ].join('\n');

const overdueCode = (incident: Incident): ExitCode => (incident.clocks.some(({ overdue }) => overdue) ? 1 : 0);

const showIncident = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/incidents/${encodeURIComponent(id)}`;
  const incident = await ask(context, await targetOf(context, flags), { path, answer: Incident });
  show(context, flags, incident, () => detailText(context, incident));
  return overdueCode(incident);
};

const change = async (context: Context, request: Request, flags: Flags): Promise<ExitCode> => {
  const incident = await ask(context, await targetOf(context, flags), { ...request, answer: Incident });
  show(context, flags, incident, () => detailText(context, incident));
  return overdueCode(incident);
};

const post = (context: Context, path: string, body: unknown, flags: Flags): Promise<ExitCode> => {
  const headers = { 'content-type': 'application/json' };
  return change(context, { method: 'POST', path, headers, body: JSON.stringify(body) }, flags);
};

const open = (context: Context, findings: readonly string[], { title, how, at, ...flags }: OpenFlags) =>
  post(
    context,
    '/incidents',
    {
      findings,
      ...(title === undefined ? {} : { title }),
      ...(how === undefined ? {} : { known: { how, at: at ?? new Date().toISOString() } }),
    },
    flags,
  );

const addReading = (group: Command, context: Context): void => {
  const listed = addCommand(group, context, 'list', { zh: '列出事件', en: 'list incidents' }).addOption(
    optionOf(context, '--state <state>', { zh: '状态', en: 'state' })
      .choices(['working', 'closed', 'all'])
      .default('working'),
  );
  withServer(withJson(listed, context), context).action((flags: Flags & { readonly state: string }) =>
    context.end(list(context, flags)),
  );
  const shown = addCommand(group, context, 'show', {
    zh: '事件的定级、时限与时间线；有时限逾期以 1 结束',
    en: 'gradings, clocks and timeline of an incident; ends with 1 when a clock is overdue',
  }).argument('<id>', say(context, { zh: '标识', en: 'id' }));
  withServer(withJson(shown, context), context).action((id: string, flags: Flags) =>
    context.end(showIncident(context, id, flags)),
  );
};

/** `chedun incidents list | show | open | plan | note | call | report | submitted`. */
export const incidentsCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'incidents', { zh: '事件处置', en: 'incidents' });
  addReading(group, context);
  addIncidentReports(group, context, change);
  const opened = addCommand(group, context, 'open', {
    zh: '告警转为事件，或登记以其他途径获知的事件',
    en: 'make an incident of findings, or of what became known otherwise',
  })
    .argument('[findings...]', say(context, { zh: '告警或隐患的标识', en: 'ids of findings' }))
    .addOption(optionOf(context, '--title <text>', { zh: '事件名称', en: 'name of the incident' }))
    .addOption(optionOf(context, '--how <text>', { zh: '获知途径', en: 'how it became known' }))
    .addOption(optionOf(context, '--at <time>', { zh: '获知时间（ISO 8601）', en: 'when it became known (ISO 8601)' }));
  withServer(withJson(opened, context), context).action((findings: readonly string[], flags: OpenFlags) =>
    context.end(open(context, findings, flags)),
  );
  const plan = addCommand(group, context, 'plan', {
    zh: '启动应急预案（时间不可更改）',
    en: 'start the emergency plan (its time is fixed)',
  }).argument('<id>', say(context, { zh: '标识', en: 'id' }));
  withServer(withJson(plan, context), context).action((id: string, flags: Flags) =>
    context.end(post(context, `/incidents/${encodeURIComponent(id)}/plan`, {}, flags)),
  );
  const noted = addCommand(group, context, 'note', { zh: '记录处置措施', en: 'write down a measure' })
    .argument('<id>', say(context, { zh: '标识', en: 'id' }))
    .argument('<text>', say(context, { zh: '内容', en: 'text' }));
  withServer(withJson(noted, context), context).action((id: string, text: string, flags: Flags) =>
    context.end(post(context, `/incidents/${encodeURIComponent(id)}/notes`, { kind: 'measure', text }, flags)),
  );
};

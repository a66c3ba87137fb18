import { CriticalInfrastructure } from '@chedun/critical-infrastructure/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const STANDING = { met: { zh: '已落实', en: 'met' }, unmet: { zh: '未落实', en: 'not met' } } as const;

const headline = (context: Context, { isNamed, designation, statement }: CriticalInfrastructure): string => {
  if (isNamed === null) return say(context, { zh: '尚未登记单位信息', en: 'the organisation is not registered yet' });
  if (isNamed)
    return designation === null
      ? say(context, { zh: '已被认定，尚未登记认定通知', en: 'named; the notice is not registered' })
      : `${plain(designation.infrastructure)} ${designation.designatedOn} ${plain(designation.department)}`;
  return statement === null
    ? say(context, { zh: '未被认定，没有书面声明', en: 'not named, and nobody stated so' })
    : say(context, {
        zh: `未被认定，声明有效至 ${statement.validTo}`,
        en: `not named, stated until ${statement.validTo}`,
      });
};

/** Duties of critical infrastructure; 1 when one is not met. */
const showDuties = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { path: '/critical-infrastructure', answer: CriticalInfrastructure });
  const head = [
    say(context, { zh: '状态', en: 'STANDING' }),
    say(context, { zh: '义务', en: 'DUTY' }),
    say(context, { zh: '判断依据', en: 'WHAT SHOWS IT' }),
  ];
  const rows = answer.duties.map(({ standing, title, text }) => [
    say(context, STANDING[standing]),
    say(context, title),
    plain(say(context, text)),
  ]);
  show(context, flags, answer, () =>
    [headline(context, answer), ...(rows.length === 0 ? [] : [table(head, rows)])].join('\n'),
  );
  return answer.duties.some(({ standing }) => standing === 'unmet') ? 1 : 0;
};

/** `chedun critical-infrastructure show`. */
export const criticalInfrastructureCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'critical-infrastructure', {
    zh: '关键信息基础设施保护',
    en: 'duties of an operator of critical information infrastructure',
  });
  const shown = addCommand(group, context, 'show', {
    zh: '逐项列出义务及其落实情况；有未落实的以 1 结束',
    en: 'each duty and how it stands; ends with 1 when one is not met',
  });
  withServer(withJson(shown, context), context).action((flags: Flags) => context.end(showDuties(context, flags)));
};

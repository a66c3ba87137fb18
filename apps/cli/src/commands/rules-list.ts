import { RulePage, type RuleSummary } from '@chedun/detection/contract';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { show, table } from '../output.ts';
import { itemsOf, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly search?: string;
  readonly level?: string;
  readonly product?: string;
  readonly tag?: string;
  readonly ruleset?: string;
  readonly enabled?: boolean;
  readonly disabled?: boolean;
  readonly limit: number;
  readonly json: boolean;
}

const PAGE = 200;

const listText = (context: Context, items: readonly RuleSummary[], total: number): string => {
  const head = [
    'ID',
    say(context, { zh: '级别', en: 'LEVEL' }),
    say(context, { zh: '启用', en: 'ON' }),
    say(context, { zh: '规则集', en: 'SET' }),
    say(context, { zh: '24 小时命中', en: 'HITS 24 H' }),
    say(context, { zh: '标题', en: 'TITLE' }),
  ];
  const on = (enabled: boolean): string =>
    enabled ? say(context, { zh: '是', en: 'yes' }) : say(context, { zh: '否', en: 'no' });
  const rows = items.map((each) => [
    each.id,
    each.level,
    on(each.enabled),
    each.ruleset,
    String(each.hits24h),
    context.language === 'zh' ? (each.titleZh ?? each.title) : each.title,
  ]);
  const told = say(context, { zh: `显示 ${items.length} 条，共 ${total} 条`, en: `${items.length} of ${total} rules` });
  return items.length === 0 ? told : `${table(head, rows)}\n${told}`;
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { search, level, product, tag, ruleset, limit } = flags;
  const enabled = flags.enabled === true ? 'true' : flags.disabled === true ? 'false' : undefined;
  const asked = {
    path: '/detection/rules',
    query: { search, level, product, tag, ruleset, enabled },
    answer: RulePage,
  };
  const { items, first } = await itemsOf(context, await targetOf(context, flags), asked, { limit, pageSize: PAGE });
  show(context, flags, { items, total: first.total }, () => listText(context, items, first.total));
  return 0;
};

/** `chedun rules list`: the rules of a server. */
export const listCommand = (rules: Command, context: Context): void => {
  const command = addCommand(rules, context, 'list', { zh: '服务中的规则', en: 'rules of the server' })
    .addOption(optionOf(context, '--search <text>', { zh: '标题或编号中的文字', en: 'text of title or id' }))
    .addOption(optionOf(context, '--level <list>', { zh: '级别，逗号分隔', en: 'any of these levels, with commas' }))
    .addOption(optionOf(context, '--product <name>', { zh: '日志来源的产品', en: 'product of the log source' }))
    .addOption(optionOf(context, '--tag <tag>', { zh: '标签，如 attack.t1110', en: 'such as attack.t1110' }))
    .addOption(optionOf(context, '--ruleset <id>', { zh: '规则集', en: 'rule set' }))
    .addOption(optionOf(context, '--enabled', { zh: '只看启用的', en: 'only those that are on' }).conflicts('disabled'))
    .addOption(optionOf(context, '--disabled', { zh: '只看停用的', en: 'only those that are off' }))
    .addOption(
      optionOf(context, '--limit <number>', { zh: '最多条数', en: 'at most so many' })
        .argParser(wholeNumber(1, 100_000))
        .default(50),
    );
  withServer(withJson(command, context), context).action((flags: Flags) => context.end(list(context, flags)));
};

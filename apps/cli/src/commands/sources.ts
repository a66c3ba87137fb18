import { SourceList, type Source } from '@chedun/ingest/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const HEALTH: Readonly<Record<Source['health'], string>> = {
  healthy: '正常',
  silent: '静默',
  failing: '异常',
  disabled: '停用',
  waiting: '等待首条',
};

const listText = (context: Context, items: readonly Source[]): string => {
  const head = [
    'ID',
    say(context, { zh: '状况', en: 'HEALTH' }),
    say(context, { zh: '类型', en: 'KIND' }),
    say(context, { zh: '格式', en: 'FORMAT' }),
    say(context, { zh: '条/秒', en: 'PER SECOND' }),
    say(context, { zh: '累计', en: 'EVENTS' }),
    say(context, { zh: '隔离', en: 'QUARANTINED' }),
    say(context, { zh: '最近', en: 'LAST SEEN' }),
    say(context, { zh: '名称', en: 'TITLE' }),
  ];
  const rows = items.map((each) => [
    each.id,
    say(context, { zh: HEALTH[each.health], en: each.health }),
    each.kind,
    each.format,
    each.rate.toFixed(1),
    String(each.events),
    String(each.quarantined),
    localTime(each.lastSeen),
    each.title,
  ]);
  return items.length === 0 ? say(context, { zh: '没有接入源', en: 'no sources' }) : table(head, rows);
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), { path: '/sources', answer: SourceList });
  show(context, flags, { items }, () => listText(context, items));
  return items.some(({ health }) => health === 'silent' || health === 'failing') ? 1 : 0;
};

/** `chedun sources list`: who sends, and how well. */
export const sourcesCommands = (parent: Command, context: Context): void => {
  const sources = addCommand(parent, context, 'sources', { zh: '接入源', en: 'sources' });
  const command = addCommand(sources, context, 'list', {
    zh: '接入源及其状况；有静默或异常的以 1 结束',
    en: 'sources and their health; ends with 1 when one is silent or failing',
  });
  withServer(withJson(command, context), context).action((flags: Flags) => context.end(list(context, flags)));
};

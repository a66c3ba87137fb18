import { Hold, HoldList } from '@chedun/retention/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface HoldFlags extends Flags {
  readonly reason: string;
  readonly case?: string;
  readonly source: string[];
  readonly asset: string[];
  readonly from?: string;
  readonly to?: string;
}

const holdText = (hold: Hold): string => `${hold.id}  ${hold.status}  ${hold.title}`;

const placeHold = async (context: Context, title: string, flags: HoldFlags): Promise<ExitCode> => {
  const { reason, case: caseRef = '', source: sources, asset: assets, from = null, to = null } = flags;
  const body = JSON.stringify({ title, reason, caseRef, sources, assets, from, to });
  const headers = { 'content-type': 'application/json' };
  const target = await targetOf(context, flags);
  const hold = await ask(context, target, { path: '/retention/holds', headers, body, answer: Hold });
  show(context, flags, hold, () => holdText(hold));
  return 0;
};

const listHolds = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const list = await ask(context, await targetOf(context, flags), { path: '/retention/holds', answer: HoldList });
  show(context, flags, list, () =>
    list.items.length === 0
      ? say(context, { zh: '没有法律保全', en: 'no legal hold' })
      : list.items.map(holdText).join('\n'),
  );
  return 0;
};

const collect = (value: string, before: string[]): string[] => [...before, value];

/** `chedun retention hold list | place`. */
export const addHolds = (parent: Command, context: Context): void => {
  const hold = addCommand(parent, context, 'hold', { zh: '法律保全', en: 'legal holds' });
  const list = addCommand(hold, context, 'list', { zh: '列出法律保全', en: 'list legal holds' });
  withServer(withJson(list, context), context).action((flags: Flags) => context.end(listHolds(context, flags)));
  const place = addCommand(hold, context, 'place', {
    zh: '设置法律保全，立即阻止删除',
    en: 'place a legal hold; it blocks removals at once',
  })
    .argument('<title>', say(context, { zh: '名称', en: 'name' }))
    .addOption(optionOf(context, '--reason <text>', { zh: '理由', en: 'reason' }).makeOptionMandatory())
    .addOption(optionOf(context, '--case <ref>', { zh: '案件编号', en: 'case' }))
    .addOption(
      optionOf(context, '--source <id>', { zh: '接入源，可重复', en: 'source; repeat it for more' })
        .argParser(collect)
        .default([]),
    )
    .addOption(
      optionOf(context, '--asset <id>', { zh: '资产，可重复', en: 'asset; repeat it for more' })
        .argParser(collect)
        .default([]),
    )
    .addOption(optionOf(context, '--from <time>', { zh: '开始时间（ISO 8601）', en: 'from (ISO 8601)' }))
    .addOption(optionOf(context, '--to <time>', { zh: '结束时间（ISO 8601）', en: 'to (ISO 8601)' }));
  withServer(withJson(place, context), context).action((title: string, flags: HoldFlags) =>
    context.end(placeHold(context, title, flags)),
  );
};

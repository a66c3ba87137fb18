import { RuleDetail } from '@chedun/detection/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const switchRules = async (
  context: Context,
  change: { readonly ids: readonly string[]; readonly enabled: boolean },
  flags: Flags,
): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const body = JSON.stringify({ enabled: change.enabled });
  const rules: { id: string; title: string; enabled: boolean }[] = [];
  for (const id of change.ids) {
    const path = `/detection/rules/${encodeURIComponent(id)}`;
    const { title, enabled } = await ask(context, target, { method: 'PATCH', path, body, answer: RuleDetail });
    rules.push({ id, title, enabled });
  }
  const done = change.enabled
    ? say(context, { zh: '已启用', en: 'enabled' })
    : say(context, { zh: '已停用', en: 'disabled' });
  show(context, flags, { rules }, () => rules.map(({ id, title }) => `${done} ${id} ${title}`).join('\n'));
  return 0;
};

/** `chedun rules enable | disable ID…`: one after the other; the first unknown id ends it. */
export const switchCommands = (rules: Command, context: Context): void => {
  const both = [
    { name: 'enable', enabled: true, about: { zh: '启用规则', en: 'switch rules on' } },
    { name: 'disable', enabled: false, about: { zh: '停用规则', en: 'switch rules off' } },
  ];
  for (const { name, enabled, about } of both) {
    const command = addCommand(rules, context, name, about).argument(
      '<ids...>',
      say(context, { zh: '规则编号', en: 'ids of rules' }),
    );
    withServer(withJson(command, context), context).action((ids: string[], flags: Flags) =>
      context.end(switchRules(context, { ids, enabled }, flags)),
    );
  }
};

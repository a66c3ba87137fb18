import { Explanation, type ExplainNode } from '@chedun/detection/contract';
import type { Command } from 'commander';
import { eventPlace, type EventPlace } from '../arguments.ts';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

/** The steps of an explanation, one a line, deeper ones further in. */
const treeLines = (context: Context, node: ExplainNode, depth: number): string[] => {
  const { field, modifiers = [], wanted = [], actual } = node;
  const name = field === undefined ? node.label : [field, ...modifiers].join('|');
  const has = actual ?? say(context, { zh: '（没有该字段）', en: '(no such field)' });
  const compared =
    wanted.length === 0
      ? ''
      : say(context, {
          zh: `：要求 ${wanted.join(' | ')}；实际 ${has}`,
          en: `: wanted ${wanted.join(' | ')}; has ${has}`,
        });
  const line = `${'  '.repeat(depth)}${node.matched ? '✓' : '✗'} ${plain(`${name}${compared}`)}`;
  return [line, ...(node.children ?? []).flatMap((child) => treeLines(context, child, depth + 1))];
};

const verdictOf = (context: Context, matched: boolean): string =>
  matched ? say(context, { zh: '命中', en: 'matches' }) : say(context, { zh: '未命中', en: 'does not match' });

const explain = async (context: Context, ruleId: string, ref: EventPlace, flags: Flags): Promise<ExitCode> => {
  const body = JSON.stringify({ ruleId, ref });
  const target = await targetOf(context, flags);
  const told = await ask(context, target, { path: '/detection/explain', body, answer: Explanation });
  show(context, flags, told, () =>
    [verdictOf(context, told.matched), ...treeLines(context, told.explain, 0)].join('\n'),
  );
  return told.matched ? 0 : 1;
};

/** `chedun rules explain ID PLACE`: why a rule matched a stored event, or not. Ends with 1 when it does not. */
export const explainCommand = (rules: Command, context: Context): void => {
  const command = addCommand(rules, context, 'explain', {
    zh: '逐字段说明规则为何命中一条已存事件；未命中以 1 结束',
    en: 'why a rule matches a stored event, field by field; ends with 1 when it does not',
  })
    .argument('<rule>', say(context, { zh: '规则编号', en: 'id of the rule' }))
    .argument(
      '<place>',
      say(context, { zh: '事件位置，如 network/12/3', en: 'place of the event, such as network/12/3' }),
      eventPlace,
    );
  withServer(withJson(command, context), context).action((rule: string, place: EventPlace, flags: Flags) =>
    context.end(explain(context, rule, place, flags)),
  );
};

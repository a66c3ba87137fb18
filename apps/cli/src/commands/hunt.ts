import { readFile } from 'node:fs/promises';
import { HuntDetail } from '@chedun/hunt/contract';
import type { Command } from 'commander';
import { timeBefore } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';

interface Flags extends ServerFlags {
  readonly from: string;
  readonly to: string;
  readonly all: boolean;
  readonly thorough: boolean;
  readonly json: boolean;
}

const PAUSE_MS = 300;
const SHOWN = 50;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A file when there is one of this name, otherwise the id or name of a rule of the server. */
const rulesOf = async (rule: string | undefined): Promise<object> => {
  if (rule === undefined) return { all: true };
  const yaml = await readFile(rule, 'utf8').catch(() => undefined);
  return yaml === undefined ? { rules: [rule] } : { yaml };
};

const waitFor = async (context: Context, target: Target, started: HuntDetail): Promise<HuntDetail> => {
  let hunt = started;
  while (hunt.state === 'running') {
    await pause(PAUSE_MS);
    hunt = await ask(context, target, { path: `/hunts/${hunt.id}`, answer: HuntDetail });
  }
  return hunt;
};

const textOf = (context: Context, hunt: HuntDetail): string => {
  const titles = new Map(hunt.byRule.map(({ id, title }) => [id, title]));
  const head = [
    say(context, { zh: '时间', en: 'TIME' }),
    say(context, { zh: '规则', en: 'RULE' }),
    say(context, { zh: '对象', en: 'SUBJECT' }),
    say(context, { zh: '位置', en: 'PLACE' }),
    say(context, { zh: '内容', en: 'EVENT' }),
  ];
  const rows = hunt.found
    .slice(0, SHOWN)
    .map(({ ruleId, time, subject, journal, seq, index, message }) => [
      localTime(time),
      plain(titles.get(ruleId) ?? ruleId),
      plain(subject),
      `${journal}/${seq}/${index}`,
      plain(message),
    ]);
  const total =
    hunt.problem === null
      ? say(context, {
          zh: `${hunt.rules} 条规则，命中 ${hunt.hits} 条事件${hunt.hits > SHOWN ? `，显示最新 ${SHOWN} 条，--json 输出更多` : ''}`,
          en: `${hunt.rules} rules, ${hunt.hits} hits${hunt.hits > SHOWN ? `; the newest ${SHOWN} are shown, more with --json` : ''}`,
        })
      : say(context, { zh: `没有完成：${hunt.problem}`, en: `not completed: ${hunt.problem}` });
  return rows.length === 0 ? total : `${table(head, rows)}\n${total}`;
};

const run = async (context: Context, rule: string | undefined, flags: Flags): Promise<ExitCode> => {
  if ((rule === undefined) !== flags.all) throw cliError('cli.rule-missing', {});
  const target = await targetOf(context, flags);
  const { from, to, thorough } = flags;
  const body = JSON.stringify({ ...(await rulesOf(rule)), from, to, thorough });
  const started = await ask(context, target, { path: '/hunts', body, answer: HuntDetail });
  const hunt = await waitFor(context, target, started);
  show(context, flags, hunt, () => textOf(context, hunt));
  return hunt.state === 'done' && hunt.hits === 0 ? 0 : 1;
};

/** `chedun hunt RULE`: runs a rule, or all enabled ones, backwards over the stored events. Ends with 1 on hits. */
export const huntCommand = (parent: Command, context: Context): void => {
  const time = timeBefore(context.clock.now());
  const command = addCommand(parent, context, 'hunt', {
    zh: '在历史事件上运行规则；有命中以 1 结束',
    en: 'run rules backwards over stored events; ends with 1 on hits',
  })
    .argument('[rule]', say(context, { zh: '规则的 ID、名称或文件', en: 'id or name of a rule, or a file with one' }))
    .addOption(
      optionOf(context, '--from <time>', {
        zh: '起始：ISO 8601 时间，或 30m、24h、7d',
        en: 'ISO 8601, or 30m, 24h, 7d ago',
      })
        .argParser(time)
        .default(time('24h'), '24h'),
    )
    .addOption(
      optionOf(context, '--to <time>', { zh: '截止，写法同上', en: 'the same' })
        .argParser(time)
        .default(time('0m'), '0m'),
    )
    .option('--all', say(context, { zh: '运行全部启用的规则', en: 'all enabled rules' }), false)
    .option(
      '--thorough',
      say(context, { zh: '不用全文索引筛选，读取每条事件', en: 'read every event, without the text index' }),
      false,
    );
  withServer(withJson(command, context), context).action((rule: string | undefined, flags: Flags) =>
    context.end(run(context, rule, flags)),
  );
};

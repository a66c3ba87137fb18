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
  readonly correlation: boolean;
  readonly thorough: boolean;
  readonly json: boolean;
}

const PAUSE_MS = 300;
const SHOWN = 50;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** A file when there is one of this name, otherwise the id or name of a rule, or the id of a correlation, of the server. */
export const wantedOf = async (rule: string | undefined, correlation: boolean): Promise<object> => {
  if (rule === undefined) return { all: true };
  const yaml = await readFile(rule, 'utf8').catch(() => undefined);
  if (yaml !== undefined) return { yaml };
  return correlation ? { correlations: [rule] } : { rules: [rule] };
};

/** Asks for a hunt until it has ended. */
export const waitForHunt = async (context: Context, target: Target, started: HuntDetail): Promise<HuntDetail> => {
  let hunt = started;
  while (hunt.state === 'running' || hunt.state === 'queued') {
    await pause(PAUSE_MS);
    hunt = await ask(context, target, { path: `/hunts/${hunt.id}`, answer: HuntDetail });
  }
  return hunt;
};

/** The newest hits of a hunt as a table, and how many there are. */
export const huntText = (context: Context, hunt: HuntDetail): string => {
  const titles = new Map(
    hunt.byRule.map(({ id, title, titleZh }) => [id, context.language === 'zh' ? (titleZh ?? title) : title]),
  );
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
    hunt.problem === null && hunt.state === 'done'
      ? say(context, {
          zh: `${hunt.rules} 条规则，命中 ${hunt.hits} 次${hunt.hits > SHOWN ? `，显示最新 ${SHOWN} 条，chedun hunts export 导出全部` : ''}`,
          en: `${hunt.rules} rules, ${hunt.hits} hits${hunt.hits > SHOWN ? `; the newest ${SHOWN} are shown, all with chedun hunts export` : ''}`,
        })
      : say(context, {
          zh: `没有完成：${hunt.problem ?? '已取消'}；chedun hunts continue ${hunt.id} 继续`,
          en: `not completed: ${hunt.problem ?? 'cancelled'}; go on with chedun hunts continue ${hunt.id}`,
        });
  const cold =
    hunt.coldRows === 0
      ? ''
      : `\n${say(context, { zh: `其中 ${hunt.coldRows} 条记录读自冷存`, en: `${hunt.coldRows} of the records came from the cold tier` })}`;
  return `${rows.length === 0 ? '' : `${table(head, rows)}\n`}${total}${cold}`;
};

const run = async (context: Context, rule: string | undefined, flags: Flags): Promise<ExitCode> => {
  if ((rule === undefined) !== flags.all) throw cliError('cli.rule-missing', {});
  const target = await targetOf(context, flags);
  const { from, to, thorough } = flags;
  const body = JSON.stringify({ ...(await wantedOf(rule, flags.correlation)), from, to, thorough });
  const started = await ask(context, target, { path: '/hunts', body, answer: HuntDetail });
  const hunt = await waitForHunt(context, target, started);
  show(context, flags, hunt, () => huntText(context, hunt));
  return hunt.state === 'done' && hunt.hits === 0 ? 0 : 1;
};

/** Adds the range of time of a hunt. */
export const withRange = (command: Command, context: Context): Command => {
  const time = timeBefore(context.clock.now());
  return command
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
    );
};

/** `chedun hunt RULE`: runs a rule, a correlation or all enabled rules backwards over the stored events. Ends with 1 on hits. */
export const huntCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'hunt', {
    zh: '在历史事件上运行规则或关联规则；有命中以 1 结束',
    en: 'run rules or a correlation backwards over stored events; ends with 1 on hits',
  })
    .argument(
      '[rule]',
      say(context, {
        zh: '规则的 ID、名称，或含规则、关联规则的文件',
        en: 'id or name of a rule, or a file with a rule or correlations',
      }),
    )
    .option('--all', say(context, { zh: '运行全部启用的规则', en: 'all enabled rules' }), false)
    .option(
      '--correlation',
      say(context, { zh: '给出的是关联规则的 ID', en: 'the id is that of a correlation' }),
      false,
    )
    .option(
      '--thorough',
      say(context, { zh: '不用全文索引筛选，读取每条事件', en: 'read every event, without the text index' }),
      false,
    );
  withServer(withJson(withRange(command, context), context), context).action((rule: string | undefined, flags: Flags) =>
    context.end(run(context, rule, flags)),
  );
};

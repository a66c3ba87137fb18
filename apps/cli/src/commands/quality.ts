import { Drill, DuplicateList, ExceptionReviewList, ProposalList, ScoreList } from '@chedun/quality/contract';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface DrillFlags extends Flags {
  readonly within: number;
}

const percent = (share: number | null): string => (share === null ? '-' : `${Math.round(share * 100)}%`);
const title = (context: Context, rule: { readonly title: string; readonly titleZh: string | null }): string =>
  plain(context.language === 'zh' ? (rule.titleZh ?? rule.title) : rule.title);

const scores = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/quality/scores', answer: ScoreList });
  const rows = answer.items.map((each) => [
    String(each.hits30d),
    String(each.alerts30d),
    percent(each.suppressedShare),
    `${each.truePositive}/${each.falsePositive}/${each.open}`,
    percent(each.precision),
    each.triageMinutes === null ? '-' : String(Math.round(each.triageMinutes)),
    title(context, each),
  ]);
  show(context, flags, answer, () =>
    table(['HITS', 'ALERTS', 'JOINED', 'T/F/OPEN', 'PRECISION', 'MINUTES', 'RULE'], rows),
  );
  return 0;
};

const proposals = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { path: '/quality/proposals', answer: ProposalList });
  show(context, flags, answer, () =>
    answer.items.length === 0
      ? say(context, { zh: '没有降噪建议', en: 'nothing to propose' })
      : answer.items
          .map((each) => `${each.kind}  ${title(context, each)}\n  ${plain(each.reason[context.language])}`)
          .join('\n'),
  );
  return answer.items.length === 0 ? 0 : 1;
};

const duplicates = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { path: '/quality/duplicates', answer: DuplicateList });
  const rows = answer.items.map((each) => [
    each.kind,
    percent(each.overlap),
    each.rules.map((rule) => title(context, rule)).join(' = '),
  ]);
  show(context, flags, answer, () => table(['KIND', 'OVERLAP', 'RULES'], rows));
  return answer.items.length === 0 ? 0 : 1;
};

const exceptions = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { path: '/quality/exceptions', answer: ExceptionReviewList });
  const rows = answer.items.map((each) => [
    each.overdue ? '!' : ' ',
    localTime(each.dueAt),
    each.title,
    each.ruleTitle,
  ]);
  show(context, flags, answer, () => table(['', 'DUE', 'EXCEPTION', 'RULE'], rows));
  return answer.items.some((each) => each.overdue) ? 1 : 0;
};

const drill = async (context: Context, flags: DrillFlags): Promise<ExitCode> => {
  const body = JSON.stringify({ withinSeconds: flags.within });
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { method: 'POST', path: '/quality/drills', body, answer: Drill });
  const rows = answer.results.map((each) => [
    each.outcome,
    each.family,
    each.seconds === null ? '-' : `${each.seconds} s`,
    plain(each.ruleTitle),
  ]);
  show(context, flags, answer, () =>
    [
      table(['RESULT', 'FAMILY', 'AFTER', 'RULE'], rows),
      ...(answer.untested.length === 0
        ? []
        : [
            say(context, {
              zh: `没有测试事件：${answer.untested.join('、')}`,
              en: `untested: ${answer.untested.join(', ')}`,
            }),
          ]),
    ].join('\n'),
  );
  return answer.results.length > 0 && answer.results.every(({ outcome }) => outcome === 'alerted') ? 0 : 1;
};

/** `chedun quality scores | proposals | duplicates | exceptions | drill`. */
export const qualityCommands = (parent: Command, context: Context): void => {
  const quality = addCommand(parent, context, 'quality', { zh: '告警质量', en: 'quality of alerts' });
  const add = (
    name: string,
    about: { readonly zh: string; readonly en: string },
    run: (context: Context, flags: Flags) => Promise<ExitCode>,
  ): void => {
    const command = addCommand(quality, context, name, about);
    withServer(withJson(command, context), context).action((flags: Flags) => context.end(run(context, flags)));
  };
  add('scores', { zh: '规则评分卡', en: 'score cards of rules' }, scores);
  add(
    'proposals',
    { zh: '降噪建议；有建议时以 1 结束', en: 'proposals against noise; ends with 1 when there is any' },
    proposals,
  );
  add(
    'duplicates',
    { zh: '重复的规则；有时以 1 结束', en: 'rules that say the same; ends with 1 when there is any' },
    duplicates,
  );
  add(
    'exceptions',
    { zh: '规则例外与复核期限；有到期的以 1 结束', en: 'exceptions and review dates; ends with 1 when one is overdue' },
    exceptions,
  );
  const command = addCommand(quality, context, 'drill', {
    zh: '立即运行检测演练；有一类未告警以 1 结束',
    en: 'run a drill now; ends with 1 when a family raises no alert',
  }).addOption(
    optionOf(context, '--within <seconds>', { zh: '限定秒数', en: 'time limit in seconds' })
      .argParser(wholeNumber(5, 300))
      .default(60),
  );
  withServer(withJson(command, context), context).action((flags: DrillFlags) => context.end(drill(context, flags)));
};

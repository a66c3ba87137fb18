import {
  Drill,
  DuplicateList,
  ExceptionReviewList,
  ProofList,
  ProposalList,
  ScoreList,
} from '@chedun/quality/contract';
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
  readonly all: boolean;
  readonly rule?: readonly string[];
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

const PROOF_STATES = {
  proven: { zh: '24 小时内有效', en: 'proven' },
  stale: { zh: '演练过期', en: 'stale' },
  missed: { zh: '未告警', en: 'MISSED' },
  waiting: { zh: '待演练', en: 'waiting' },
  untestable: { zh: '无测试事件', en: 'no test event' },
} as const;
const WORST = ['missed', 'stale', 'waiting', 'untestable', 'proven'];

const proofs = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/quality/proofs', answer: ProofList });
  const rows = answer.items
    .toSorted((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state) || (a.family < b.family ? -1 : 1))
    .map((each) => [
      say(context, PROOF_STATES[each.state]),
      each.family,
      each.provenAt === null ? '-' : localTime(each.provenAt),
      each.seconds === null ? '-' : `${each.seconds} s`,
      title(context, { title: each.ruleTitle, titleZh: each.ruleTitleZh }),
    ]);
  const head = [
    say(context, { zh: '结果', en: 'RESULT' }),
    say(context, { zh: '类别', en: 'FAMILY' }),
    say(context, { zh: '最近有效', en: 'LAST PROVEN' }),
    say(context, { zh: '告警用时', en: 'ALERT AFTER' }),
    say(context, { zh: '规则', en: 'RULE' }),
  ];
  const { proven, testable, missed, stale, waiting, enabled } = answer.summary;
  show(context, flags, answer, () =>
    [
      table(head, rows),
      say(context, {
        zh: `可演练 ${testable} 条，有效 ${proven} 条，未告警 ${missed} 条，过期 ${stale} 条，待演练 ${waiting} 条，无测试事件 ${enabled - testable} 条`,
        en: `${proven} of ${testable} proven, ${missed} missed, ${stale} stale, ${waiting} waiting; ${enabled - testable} without a test event`,
      }),
    ].join('\n'),
  );
  return missed > 0 || stale > 0 ? 1 : 0;
};

const scopeOf = ({ all, rule = [] }: DrillFlags): 'rules' | 'all' | 'families' => {
  if (rule.length > 0) return 'rules';
  return all ? 'all' : 'families';
};

const drill = async (context: Context, flags: DrillFlags): Promise<ExitCode> => {
  const body = JSON.stringify({ withinSeconds: flags.within, scope: scopeOf(flags), ruleIds: flags.rule ?? [] });
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { method: 'POST', path: '/quality/drills', body, answer: Drill });
  const rows = answer.results.map((each) => [
    each.outcome,
    each.family,
    each.seconds === null ? '-' : `${each.seconds} s`,
    title(context, { title: each.ruleTitle, titleZh: each.ruleTitleZh }),
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

const addDrill = (quality: Command, context: Context): void => {
  const command = addCommand(quality, context, 'drill', {
    zh: '立即运行检测演练（每类一条与关联规则）；有未告警的以 1 结束',
    en: 'run a drill now (a rule a family, and correlations); ends with 1 when one raises no alert',
  })
    .addOption(
      optionOf(context, '--within <seconds>', { zh: '限定秒数', en: 'time limit in seconds' })
        .argParser(wholeNumber(5, 300))
        .default(60),
    )
    .option('--all', say(context, { zh: '演练全部规则', en: 'play every rule that has a test event' }), false)
    .option('--rule <ids...>', say(context, { zh: '只演练这些规则', en: 'play these rules only' }));
  withServer(withJson(command, context), context).action((flags: DrillFlags) => context.end(drill(context, flags)));
};

/** `chedun quality scores | proposals | duplicates | exceptions | proofs | drill`. */
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
  add(
    'proofs',
    {
      zh: '每条规则最近一次演练；有未告警或过期的以 1 结束',
      en: 'the last drill of every rule; ends with 1 when one is missed or stale',
    },
    proofs,
  );
  addDrill(quality, context);
};

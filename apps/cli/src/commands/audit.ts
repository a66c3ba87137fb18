import { AuditPage, AuditVerification, type AuditLine } from '@chedun/identity/contract';
import type { Command } from 'commander';
import { timeBefore, wholeNumber } from '../arguments.ts';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, show, table } from '../output.ts';
import { ask, itemsOf, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface ListFlags extends Flags {
  readonly action?: string;
  readonly actor?: string;
  readonly refused: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

const PAGE = 200;

const listText = (context: Context, items: readonly AuditLine[]): string => {
  const head = [
    say(context, { zh: '序号', en: 'SEQ' }),
    say(context, { zh: '时间', en: 'TIME' }),
    say(context, { zh: '操作者', en: 'WHO' }),
    say(context, { zh: '结果', en: 'OUTCOME' }),
    say(context, { zh: '操作', en: 'ACTION' }),
    say(context, { zh: '对象', en: 'TARGET' }),
  ];
  const rows = items.map(({ seq, at, actor, action, target, outcome }) => [
    String(seq),
    localTime(at),
    actor.name,
    outcome === 'done' ? say(context, { zh: '完成', en: 'done' }) : say(context, { zh: '拒绝', en: 'refused' }),
    action,
    `${target.kind} ${target.id}`,
  ]);
  return items.length === 0 ? say(context, { zh: '没有记录', en: 'no lines' }) : table(head, rows);
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const { action, actor: actorId, from, to, limit } = flags;
  const outcome = flags.refused ? 'refused' : undefined;
  const asked = { path: '/identity/audit', query: { action, actorId, outcome, from, to }, answer: AuditPage };
  const { items, more } = await itemsOf(context, await targetOf(context, flags), asked, { limit, pageSize: PAGE });
  show(context, flags, { items, more }, () => listText(context, items));
  return 0;
};

const REASONS = { missing: '缺失', changed: '被改动', 'cut-off': '末尾被截去' } as const;

const verify = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const verdict = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: '/identity/audit/verify',
    answer: AuditVerification,
  });
  show(context, flags, verdict, () =>
    verdict.kind === 'intact'
      ? say(context, {
          zh: `完整：${verdict.lines} 条，链尾 ${verdict.head}`,
          en: `intact: ${verdict.lines} lines, head ${verdict.head}`,
        })
      : say(context, {
          zh: `链已断开：第 ${verdict.seq} 条${REASONS[verdict.reason]}`,
          en: `broken: line ${verdict.seq} is ${verdict.reason}`,
        }),
  );
  return verdict.kind === 'intact' ? 0 : 1;
};

/** `chedun audit verify | list`: the trail of who did what, and whether its chain holds. */
export const auditCommands = (parent: Command, context: Context): void => {
  const time = timeBefore(context.clock.now());
  const audit = addCommand(parent, context, 'audit', { zh: '审计记录', en: 'the audit trail' });
  const listing = addCommand(audit, context, 'list', {
    zh: '审计记录，最近的在前',
    en: 'lines of the trail, newest first',
  })
    .addOption(
      optionOf(context, '--action <name>', { zh: '操作，如 identity.signed-in', en: 'such as identity.signed-in' }),
    )
    .addOption(optionOf(context, '--actor <id>', { zh: '操作者编号', en: 'id of who did it' }))
    .option('--refused', say(context, { zh: '只看被拒绝的', en: 'only what was refused' }), false)
    .addOption(
      optionOf(context, '--from <time>', {
        zh: 'ISO 8601 时间，或 30m、24h、7d',
        en: 'ISO 8601, or 30m, 24h, 7d ago',
      }).argParser(time),
    )
    .addOption(optionOf(context, '--to <time>', { zh: '写法同上', en: 'the same' }).argParser(time))
    .addOption(
      optionOf(context, '--limit <number>', { zh: '最多条数', en: 'at most so many' })
        .argParser(wholeNumber(1, 100_000))
        .default(50),
    );
  withServer(withJson(listing, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
  const verifying = addCommand(audit, context, 'verify', {
    zh: '从首条起校验 SM3 链；断开时以 1 结束',
    en: 'verify the SM3 chain from its first line; ends with 1 when it is broken',
  });
  withServer(withJson(verifying, context), context).action((flags: Flags) => context.end(verify(context, flags)));
};

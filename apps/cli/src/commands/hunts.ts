import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HuntDetail, HuntList, Promoted } from '@chedun/hunt/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';
import { huntText, waitForHunt } from './hunt.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface ExportFlags extends Flags {
  readonly format: 'csv' | 'ndjson';
  readonly out?: string;
}

const KINDS = {
  rules: { zh: '规则', en: 'rules' },
  correlations: { zh: '关联规则', en: 'correlations' },
  backfill: { zh: '回补', en: 'backfill' },
} as const;
const STATES = {
  queued: { zh: '排队', en: 'waiting' },
  running: { zh: '运行中', en: 'running' },
  done: { zh: '完成', en: 'done' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  failed: { zh: '失败', en: 'failed' },
} as const;

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/hunts', answer: HuntList });
  const head = [
    'ID',
    say(context, { zh: '开始', en: 'STARTED' }),
    say(context, { zh: '类型', en: 'KIND' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '命中', en: 'HITS' }),
    say(context, { zh: '规则', en: 'RULE' }),
  ];
  const rows = answer.items.map((hunt) => [
    hunt.id,
    localTime(hunt.startedAt),
    say(context, KINDS[hunt.kind]),
    hunt.state === 'running' ? `${Math.round(hunt.progress * 100)}%` : say(context, STATES[hunt.state]),
    String(hunt.hits),
    hunt.title === ''
      ? say(context, { zh: `${hunt.rules} 条`, en: `${hunt.rules} rules` })
      : plain(context.language === 'zh' ? (hunt.titleZh ?? hunt.title) : hunt.title),
  ]);
  show(context, flags, answer, () =>
    rows.length === 0 ? say(context, { zh: '还没有狩猎', en: 'no hunts yet' }) : table(head, rows),
  );
  return 0;
};

const look = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const hunt = await ask(context, await targetOf(context, flags), { path: `/hunts/${id}`, answer: HuntDetail });
  show(context, flags, hunt, () => huntText(context, hunt));
  return hunt.state === 'failed' ? 1 : 0;
};

const change =
  (verb: 'cancel' | 'continue') =>
  async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
    const target = await targetOf(context, flags);
    const told = await ask(context, target, { path: `/hunts/${id}/${verb}`, method: 'POST', answer: HuntDetail });
    const hunt = verb === 'cancel' ? told : await waitForHunt(context, target, told);
    show(context, flags, hunt, () => huntText(context, hunt));
    return verb === 'cancel' || hunt.state === 'done' ? 0 : 1;
  };

const promote = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const told = await ask(context, target, { path: `/hunts/${id}/promote`, body: '{}', answer: Promoted });
  show(context, flags, told, () =>
    say(context, {
      zh: `${told.promoted} 条命中转入台账，共 ${told.findings} 条告警`,
      en: `${told.promoted} hits are in the ledger now, as ${told.findings} findings`,
    }),
  );
  return 0;
};

const exportHits = async (context: Context, id: string, flags: ExportFlags): Promise<ExitCode> => {
  const { format, out } = flags;
  const answer = await send(context, await targetOf(context, flags), {
    path: `/hunts/${id}/export`,
    query: { format },
  });
  const body: AsyncIterable<Uint8Array> = answer.body ?? Readable.from([]);
  if (out === undefined) {
    for await (const bytes of body) await context.write(bytes);
    return 0;
  }
  await pipeline(Readable.from(body), createWriteStream(out)).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file: out, reason: messageOf(error) }, error);
  });
  show(context, flags, { file: out, format }, () => say(context, { zh: `已写入 ${out}`, en: `written to ${out}` }));
  return 0;
};

/** `chedun hunts …`: hunts that ran or run, their hits. */
export const huntsCommands = (parent: Command, context: Context): void => {
  const hunts = addCommand(parent, context, 'hunts', { zh: '狩猎记录', en: 'hunts that ran or run' });
  const withId = (name: string, about: { readonly zh: string; readonly en: string }): Command =>
    addCommand(hunts, context, name, about).argument('<id>', say(context, { zh: '狩猎编号', en: 'id of the hunt' }));
  const finish = (command: Command): Command => withServer(withJson(command, context), context);
  finish(addCommand(hunts, context, 'list', { zh: '最近的狩猎', en: 'the newest hunts' })).action((flags: Flags) =>
    context.end(list(context, flags)),
  );
  finish(withId('show', { zh: '一次狩猎的命中', en: 'hits of a hunt' })).action((id: string, flags: Flags) =>
    context.end(look(context, id, flags)),
  );
  finish(withId('cancel', { zh: '取消', en: 'cancel a hunt; what it found stays' })).action(
    (id: string, flags: Flags) => context.end(change('cancel')(context, id, flags)),
  );
  finish(
    withId('continue', { zh: '继续失败或已取消的狩猎', en: 'go on with one that failed or was cancelled' }),
  ).action((id: string, flags: Flags) => context.end(change('continue')(context, id, flags)));
  finish(withId('promote', { zh: '把命中转入台账', en: 'bring the hits into the ledger of findings' })).action(
    (id: string, flags: Flags) => context.end(promote(context, id, flags)),
  );
  finish(
    withId('export', { zh: '导出命中', en: 'export the hits' })
      .addOption(
        optionOf(context, '--format <format>', { zh: '格式', en: 'format' })
          .choices(['csv', 'ndjson'])
          .default('ndjson'),
      )
      .addOption(
        optionOf(context, '--out <file>', { zh: '写入文件而不是标准输出', en: 'write to a file instead of printing' }),
      ),
  ).action((id: string, flags: ExportFlags) => context.end(exportHits(context, id, flags)));
};

import { AssetPosture, AssetRun, ChainReport, Evidence, ObligationDetail } from '@chedun/posture/contract';
import type { Command } from 'commander';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const MODELS = ['assessment-results', 'plan', 'catalog', 'profile'] as const;

const detailText = (
  context: Context,
  { obligation, sentence, responsible, findings, mappings }: ObligationDetail,
): string =>
  [
    `${obligation.id} ${say(context, obligation.duty)}`,
    sentence,
    ...(obligation.gap === null
      ? []
      : [
          say(context, {
            zh: `尚无完整的机器检查：由“${obligation.gap.title.zh}”提供`,
            en: `no check of the whole duty by a machine yet: ${obligation.gap.title.en}`,
          }),
        ]),
    ...obligation.checks.map(({ id, light, latest }) =>
      [light, id, latest === null ? '-' : `${say(context, latest.summary)} (${localTime(latest.at)})`].join(' '),
    ),
    say(context, {
      zh: `责任人 ${responsible?.name ?? '未登记'}；未关闭隐患 ${findings.length} 条`,
      en: `responsible: ${responsible?.name ?? 'nobody'}; ${findings.length} findings open`,
    }),
    ...mappings.map(({ ruleTitle, number, title, isVerified }) =>
      [
        say(context, ruleTitle),
        number ?? '',
        title ?? '',
        isVerified ? '' : say(context, { zh: '（未核实）', en: '(unverified)' }),
      ]
        .join(' ')
        .trim(),
    ),
  ]
    .map(plain)
    .join('\n');

/** Shows one obligation; 1 when it is red. */
export const showObligation = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/posture/obligations/${encodeURIComponent(id)}`;
  const answer = await ask(context, await targetOf(context, flags), { path, answer: ObligationDetail });
  show(context, flags, answer, () => detailText(context, answer));
  return answer.obligation.light === 'red' ? 1 : 0;
};

const runCheck = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/posture/checks/${encodeURIComponent(id)}/run`,
    answer: Evidence,
  });
  show(context, flags, answer, () => `${answer.outcome} ${plain(say(context, answer.summary))}`);
  return answer.outcome === 'fail' ? 1 : 0;
};

const verify = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/posture/chain', answer: ChainReport });
  show(context, flags, answer, () =>
    answer.brokenAt === null
      ? say(context, {
          zh: `证据链完整：${answer.rows} 条，链头 ${answer.head}`,
          en: `the chain of evidence holds: ${answer.rows} rows, head ${answer.head}`,
        })
      : say(context, {
          zh: `证据链在第 ${answer.brokenAt} 条断开`,
          en: `the chain of evidence breaks at row ${answer.brokenAt}`,
        }),
  );
  return answer.brokenAt === null ? 0 : 1;
};

const judgeAssets = async (context: Context, flags: Flags & { readonly run: boolean }): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const run = flags.run
    ? await ask(context, target, { method: 'POST', path: '/posture/assets/run', answer: AssetRun })
    : (await ask(context, target, { path: '/posture/assets', answer: AssetPosture })).run;
  const failing = run?.counts.filter(({ fail }) => fail > 0) ?? [];
  const head = [
    '',
    say(context, { zh: '不达标', en: 'FAIL' }),
    say(context, { zh: '无法判断', en: 'UNKNOWN' }),
    say(context, { zh: '达标', en: 'PASS' }),
  ];
  const rows = run?.counts.map((each) => [each.obligation, ...[each.fail, each.unknown, each.pass].map(String)]) ?? [];
  show(context, flags, { run }, () =>
    run === null
      ? say(context, { zh: '还没有评估过', en: 'nothing was judged yet' })
      : `${table(head, rows)}\n${say(context, { zh: `${run.assets} 项资产`, en: `${run.assets} assets` })}`,
  );
  return failing.length === 0 ? 0 : 1;
};

const exportOscal = async (
  context: Context,
  flags: Flags & { readonly model: string; readonly party?: string; readonly out?: string },
): Promise<ExitCode> => {
  const { model, party, out } = flags;
  const answer = await send(context, await targetOf(context, flags), {
    path: `/posture/oscal/${model}`,
    query: { party },
  });
  const body: AsyncIterable<Uint8Array> = answer.body ?? Readable.from([]);
  if (out === undefined) {
    for await (const bytes of body) await context.write(bytes);
    return 0;
  }
  await pipeline(Readable.from(body), createWriteStream(out)).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file: out, reason: messageOf(error) }, error);
  });
  show(context, flags, { file: out, model }, () => say(context, { zh: `已写入 ${out}`, en: `written to ${out}` }));
  return 0;
};

const addExport = (group: Command, context: Context): void => {
  const command = addCommand(group, context, 'export', {
    zh: '导出 OSCAL 1.2.1 文档（JSON）',
    en: 'export a document of OSCAL 1.2.1 (JSON)',
  })
    .addOption(optionOf(context, '--format <format>', { zh: '格式', en: 'format' }).choices(['oscal']).default('oscal'))
    .addOption(
      optionOf(context, '--model <model>', { zh: '文档种类', en: 'kind of document' })
        .choices(MODELS)
        .default('assessment-results'),
    )
    .addOption(optionOf(context, '--party <party>', { zh: 'profile 的义务主体', en: 'who is bound, for a profile' }))
    .addOption(
      optionOf(context, '--out <file>', { zh: '写入文件而不是标准输出', en: 'write to a file instead of printing' }),
    );
  withServer(withJson(command, context), context).action((flags: Parameters<typeof exportOscal>[1]) =>
    context.end(exportOscal(context, flags)),
  );
};

/** `chedun posture run | verify | assets | export`. */
export const addObligationCommands = (group: Command, context: Context): void => {
  const run = addCommand(group, context, 'run', {
    zh: '立即执行一项检查；未通过时以 1 结束',
    en: 'run a check now; ends with 1 when it fails',
  }).argument('<check>', say(context, { zh: '检查编号，如 seal.heads', en: 'id of the check, such as seal.heads' }));
  withServer(withJson(run, context), context).action((id: string, flags: Flags) =>
    context.end(runCheck(context, id, flags)),
  );
  const verified = addCommand(group, context, 'verify', {
    zh: '校验证据链；断开时以 1 结束',
    en: 'recompute the chain of evidence; ends with 1 when it breaks',
  });
  withServer(withJson(verified, context), context).action((flags: Flags) => context.end(verify(context, flags)));
  const assets = addCommand(group, context, 'assets', {
    zh: '逐资产判定；有不达标的资产时以 1 结束',
    en: 'verdicts on all assets; ends with 1 when one fails',
  }).option('--run', say(context, { zh: '先立即评估', en: 'judge them now' }), false);
  withServer(withJson(assets, context), context).action((flags: Flags & { readonly run: boolean }) =>
    context.end(judgeAssets(context, flags)),
  );
  addExport(group, context);
};

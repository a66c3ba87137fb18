import { dryRun, DRY_OPTIONS, readPlaybook } from '@chedun/cacao';
import { PlaybookDetail, PlaybookList, RunDetail, RunList, type Checked } from '@chedun/playbooks/contract';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
type RunFlags = Flags & {
  readonly dry: boolean;
  readonly finding: string | undefined;
  readonly set: readonly string[];
};

const checkOf = (bytes: Uint8Array, values: Readonly<Record<string, string>>): Checked => {
  const { playbook, problems, isSound } = readPlaybook(bytes);
  const dry = isSound ? dryRun(playbook, { ...DRY_OPTIONS, values }) : undefined;
  return {
    id: playbook.id,
    name: playbook.name,
    sound: isSound,
    problems: [...problems],
    dry:
      dry === undefined
        ? null
        : {
            status: dry.status,
            reason: dry.reason ?? null,
            entered: [...dry.entered],
            unentered: [...dry.unentered],
            elapsedMs: dry.elapsed,
            assumed: dry.trace.flatMap(({ kind, step, detail }) => (kind === 'assumed' ? [{ step, detail }] : [])),
          },
  };
};

const checkText = (context: Context, { name, sound, problems, dry }: Checked): string =>
  [
    `${plain(name)}: ${sound ? say(context, { zh: '校验通过', en: 'sound' }) : say(context, { zh: '有错误', en: 'has errors' })}`,
    ...problems.map(({ level, code, place, detail }) => `${level} ${code} ${plain(place)}: ${plain(detail)}`),
    ...(dry === null
      ? []
      : [
          say(context, {
            zh: `试运行${dry.status === 'succeeded' ? '走到结束' : '未走到结束'}：经过 ${dry.entered.length} 步，未经过 ${dry.unentered.length} 步`,
            en: `dry run ${dry.status}: ${dry.entered.length} steps entered, ${dry.unentered.length} left out`,
          }),
        ]),
  ].join('\n');

const validate = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const checked = checkOf(await wholeFile(file), {});
  show(context, flags, checked, () => checkText(context, checked));
  return checked.sound && checked.dry?.status === 'succeeded' ? 0 : 1;
};

const bring = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: '/playbooks/import',
    headers: { 'content-type': 'application/octet-stream' },
    body: await wholeFile(file),
    answer: PlaybookDetail,
  });
  show(context, flags, answer, () =>
    say(context, {
      zh: `已导入 ${plain(answer.name)}（${answer.id}），提示 ${answer.warnings} 项；批准后可启动`,
      en: `${plain(answer.name)} imported (${answer.id}), ${answer.warnings} warnings; approve it before it is started`,
    }),
  );
  return 0;
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/playbooks', answer: PlaybookList });
  const head = [
    'ID',
    say(context, { zh: '预案', en: 'NAME' }),
    say(context, { zh: '版本', en: 'VERSION' }),
    say(context, { zh: '批准', en: 'APPROVED' }),
  ];
  const rows = answer.items.map(({ id, name, version, approvedAt }) => [
    id,
    plain(name),
    version,
    approvedAt === null ? '-' : localTime(approvedAt),
  ]);
  show(context, flags, answer, () => table(head, rows));
  return 0;
};

const give = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, {
    path: `/playbooks/${encodeURIComponent(id)}/export`,
    answer: z.unknown(),
  });
  context.print(JSON.stringify(answer, undefined, 2));
  return 0;
};

/** `address=198.51.100.7` is the variable `__address__`. */
const valuesOf = (given: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf('=');
      if (at < 1) throw cliError('cli.values-missing', { reason: `--set ${each}: NAME=VALUE` });
      const name = each.slice(0, at);
      return [name.startsWith('__') ? name : `__${name}__`, each.slice(at + 1)] as const;
    }),
  );

const run = async (context: Context, named: string, flags: RunFlags): Promise<ExitCode> => {
  const values = valuesOf(flags.set);
  if (flags.dry) {
    const checked = checkOf(await wholeFile(named), values);
    show(context, flags, checked, () => checkText(context, checked));
    return checked.dry?.status === 'succeeded' ? 0 : 1;
  }
  const subject = flags.finding === undefined ? { kind: 'none' } : { kind: 'finding', id: flags.finding };
  const answer = await ask(context, await targetOf(context, flags), {
    method: 'POST',
    path: `/playbooks/${encodeURIComponent(named)}/runs`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ subject, values }),
    answer: RunDetail,
  });
  show(context, flags, answer, () =>
    [
      `${answer.id} ${answer.status}`,
      ...answer.steps.map(({ visit, name, status, proof }) =>
        `${visit} ${plain(name)} ${status} ${plain(proof ?? '')}`.trimEnd(),
      ),
    ].join('\n'),
  );
  return answer.status === 'failed' ? 1 : 0;
};

const runs = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/playbook-runs', answer: RunList });
  const head = [
    'ID',
    say(context, { zh: '预案', en: 'NAME' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '待办', en: 'TO DO' }),
    say(context, { zh: '生效中', en: 'IN FORCE' }),
    say(context, { zh: '启动', en: 'STARTED' }),
  ];
  const rows = answer.items.map(({ id, name, status, waiting, effects, startedAt }) => [
    id,
    plain(name),
    status,
    String(waiting),
    String(effects),
    localTime(startedAt),
  ]);
  show(context, flags, answer, () => table(head, rows));
  return 0;
};

const FILE = { zh: 'CACAO 2.0 文件', en: 'CACAO 2.0 file' };

const addFiles = (group: Command, context: Context): void => {
  const checked = addCommand(group, context, 'validate', {
    zh: '校验并试运行 CACAO 2.0 文件，不需要服务；有错误以 1 结束',
    en: 'validate a CACAO 2.0 file and walk through it, without a server; ends with 1 on errors',
  }).argument('<file>', say(context, FILE));
  withJson(checked, context).action((file: string, flags: Flags) => context.end(validate(context, file, flags)));
  const brought = addCommand(group, context, 'import', {
    zh: '导入 CACAO 2.0 文件',
    en: 'import a CACAO 2.0 file',
  }).argument('<file>', say(context, FILE));
  withServer(withJson(brought, context), context).action((file: string, flags: Flags) =>
    context.end(bring(context, file, flags)),
  );
  const given = addCommand(group, context, 'export', {
    zh: '导出为 CACAO 2.0',
    en: 'write a playbook as CACAO 2.0',
  }).argument('<id>', say(context, { zh: '预案标识', en: 'id of the playbook' }));
  withServer(withJson(given, context), context).action((id: string, flags: Flags) =>
    context.end(give(context, id, flags)),
  );
};

/** `chedun playbooks list | validate | import | export | run | runs`. */
export const playbooksCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'playbooks', { zh: '处置预案', en: 'response playbooks' });
  const listed = addCommand(group, context, 'list', { zh: '预案库', en: 'the library' });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(list(context, flags)));
  addFiles(group, context);
  const started = addCommand(group, context, 'run', {
    zh: '启动预案；--dry 试运行一个文件',
    en: 'start a playbook; with --dry walk through a file',
  })
    .argument(
      '<playbook>',
      say(context, { zh: '预案标识；--dry 时为文件', en: 'id of the playbook, or with --dry a file' }),
    )
    .option('--dry', say(context, { zh: '试运行，不执行任何动作', en: 'walk through and do nothing' }), false)
    .addOption(optionOf(context, '--finding <id>', { zh: '处置的隐患', en: 'finding that it answers to' }))
    .option(
      '--set <name=value>',
      say(context, { zh: '启动参数，可重复', en: 'input; may be given again' }),
      (value: string, before: readonly string[]) => [...before, value],
      [],
    );
  withServer(withJson(started, context), context).action((named: string, flags: RunFlags) =>
    context.end(run(context, named, flags)),
  );
  const shown = addCommand(group, context, 'runs', { zh: '处置记录', en: 'runs of playbooks' });
  withServer(withJson(shown, context), context).action((flags: Flags) => context.end(runs(context, flags)));
};

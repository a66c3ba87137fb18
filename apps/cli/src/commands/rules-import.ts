import { readFile } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { ImportReport } from '@chedun/detection/contract';
import type { Command } from 'commander';
import JSZip from 'jszip';
import type { z } from 'zod';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { ruleFiles } from '../input/rule-files.ts';
import { plain, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly name: string;
  readonly license: string;
  readonly enable: boolean;
  readonly json: boolean;
}

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });

/** A zip as it is; a folder or a rule as a zip of its rule files. */
const archiveOf = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
  if (/\.zip$/i.test(path)) return new Uint8Array(await read(path));
  const zip = new JSZip();
  for (const file of await ruleFiles(path)) zip.file(relative(path, file) || basename(file), await read(file));
  return new Uint8Array(await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }));
};

const reportText = (context: Context, report: z.infer<typeof ImportReport>): string =>
  [
    ...report.failures.map(({ file, line, text }) => `${plain(file)}:${line ?? '-'} ${plain(say(context, text))}`),
    say(context, {
      zh: `规则集 ${report.ruleset}：载入 ${report.loaded}，不变 ${report.unchanged}，移除 ${report.removed}，未载入 ${report.failures.length}`,
      en: `${report.ruleset}: ${report.loaded} loaded, ${report.unchanged} unchanged, ${report.removed} removed, ${report.failures.length} not loaded`,
    }),
  ].join('\n');

const importRules = async (context: Context, path: string, flags: Flags): Promise<ExitCode> => {
  const body = await archiveOf(path);
  const report = await ask(context, await targetOf(context, flags), {
    path: '/detection/rulesets/import',
    query: { name: flags.name, license: flags.license, enable: String(flags.enable) },
    headers: { 'content-type': 'application/zip' },
    body,
    answer: ImportReport,
  });
  show(context, flags, report, () => reportText(context, report));
  return report.failures.length === 0 ? 0 : 1;
};

/** `chedun rules import PATH --name SET`: sends a tree of rules; ends with 1 when one did not load. */
export const importCommand = (rules: Command, context: Context): void => {
  const command = addCommand(rules, context, 'import', {
    zh: '导入规则目录、zip 或单个文件为一个规则集；有未载入的以 1 结束',
    en: 'import a folder, a zip or a file as a rule set; ends with 1 when a rule did not load',
  })
    .argument('<path>', say(context, { zh: '目录、zip 或规则文件', en: 'folder, zip or rule file' }))
    .addOption(
      optionOf(context, '--name <set>', { zh: '规则集的编号', en: 'id of the rule set' }).makeOptionMandatory(),
    )
    .addOption(optionOf(context, '--license <name>', { zh: '许可证', en: 'licence' }).default(''))
    .option('--no-enable', say(context, { zh: '导入后不启用', en: 'leave the rules off' }));
  withServer(withJson(command, context), context).action((path: string, flags: Flags) =>
    context.end(importRules(context, path, flags)),
  );
};

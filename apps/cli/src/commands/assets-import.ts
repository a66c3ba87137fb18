import { readFile } from 'node:fs/promises';
import { AssetKind, ImportReport } from '@chedun/assets/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { plain, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly kind: AssetKind;
  readonly dryRun: boolean;
  readonly skipErrors: boolean;
  readonly json: boolean;
}

const reportText = (context: Context, file: string, report: ImportReport): string => {
  const { rows, created, updated, unchanged, errorRows, applied, problems } = report;
  const column = (name: string | null): string => (name === null ? '' : `:${plain(name)}`);
  return [
    ...problems.map(
      ({ row, column: name, severity, message, value }) =>
        `${file}:${row}${column(name)} ${severity}: ${say(context, message)}${value === null ? '' : ` (${plain(value)})`}`,
    ),
    say(context, {
      zh: `${rows} 行：新增 ${created}，更新 ${updated}，不变 ${unchanged}，有误 ${errorRows} 行`,
      en: `${rows} rows: ${created} new, ${updated} changed, ${unchanged} unchanged, ${errorRows} rows with errors`,
    }),
    applied
      ? say(context, { zh: '已导入', en: 'imported' })
      : say(context, { zh: '没有改动任何资产', en: 'nothing was changed' }),
  ].join('\n');
};

const importFile = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const report = await ask(context, await targetOf(context, flags), {
    path: '/assets/import',
    query: {
      kind: flags.kind,
      mode: flags.dryRun ? 'preview' : 'apply',
      onError: flags.skipErrors ? 'skip' : 'stop',
    },
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ImportReport,
  });
  show(context, flags, report, () => reportText(context, file, report));
  return report.errorRows === 0 ? 0 : 1;
};

/** `chedun assets import FILE --kind vehicle`: CSV or XLSX into the register. */
export const assetsCommands = (parent: Command, context: Context): void => {
  const assets = addCommand(parent, context, 'assets', { zh: '资产', en: 'assets' });
  const command = addCommand(assets, context, 'import', {
    zh: '导入 CSV 或 XLSX；有误的行带行号列名，并以 1 结束',
    en: 'import CSV or XLSX; rows with errors are named, and end with 1',
  })
    .argument('<file>', say(context, { zh: '文件', en: 'file' }))
    .addOption(
      optionOf(context, '--kind <kind>', { zh: '资产类别', en: 'kind of assets' })
        .choices(AssetKind.options)
        .makeOptionMandatory(),
    )
    .option('--dry-run', say(context, { zh: '只检查，不改动', en: 'check only, change nothing' }), false)
    .option('--skip-errors', say(context, { zh: '有误的行跳过，其余导入', en: 'take the good rows' }), false);
  withServer(withJson(command, context), context).action((file: string, flags: Flags) =>
    context.end(importFile(context, file, flags)),
  );
};

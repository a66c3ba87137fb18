import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { IdParams } from '@chedun/certificates/contract';
import { BatchDetail } from '@chedun/certificates/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
  readonly profile: string;
  readonly authority: string;
  readonly name: string;
}

const POLL_MS = 500;

const batch = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const target = await targetOf(context, flags);
  const { profile, authority, name } = flags;
  const headers = { 'content-type': 'application/octet-stream' };
  const query = { profile, authority, name };
  const started = { path: '/certificates/batches', query, headers, body: new Blob([bytes]), answer: IdParams };
  const { id } = await ask(context, target, started);
  for (;;) {
    const found = await ask(context, target, { path: `/certificates/batches/${id}`, answer: BatchDetail });
    if (found.state === 'done') return told(context, flags, found);
    context.note(`${found.issued + found.refused}/${found.total}`);
    await wait(POLL_MS);
  }
};

const told = (context: Context, flags: Flags, found: BatchDetail): ExitCode => {
  show(context, flags, found, () => {
    const line = say(context, {
      zh: `签发 ${found.issued}，被拒 ${found.refused}，共 ${found.total}`,
      en: `${found.issued} issued, ${found.refused} refused, ${found.total} in all`,
    });
    const head = [
      say(context, { zh: '行', en: 'ROW' }),
      say(context, { zh: '对象', en: 'SUBJECT' }),
      say(context, { zh: '原因', en: 'WHY' }),
    ];
    const rows = found.refusals.map(({ row, subject, code, reason }) => [
      String(row),
      plain(subject),
      plain(`${code} ${reason}`),
    ]);
    return rows.length === 0 ? line : `${line}\n${table(head, rows)}`;
  });
  return found.refused === 0 ? 0 : 1;
};

/** Adds `chedun cert batch`. */
export const addBatch = (cert: Command, context: Context): void => {
  const command = addCommand(cert, context, 'batch', {
    zh: '批次签发：CSV（VIN 或设备，请求）或请求的 ZIP；等待完成，有被拒的行以 1 结束',
    en: 'issue a batch: CSV (VIN or device, request) or ZIP of requests; waits for its end, ends with 1 when a row is refused',
  })
    .argument('<file>', say(context, { zh: '批次文件', en: 'file of the batch' }))
    .addOption(optionOf(context, '--profile <id>', { zh: '证书模板', en: 'profile' }).makeOptionMandatory())
    .addOption(
      optionOf(context, '--authority <name>', {
        zh: '签发机构标识',
        en: 'name of the authority',
      }).makeOptionMandatory(),
    )
    .addOption(optionOf(context, '--name <text>', { zh: '批次名称', en: 'name of the batch' }).makeOptionMandatory());
  withServer(withJson(command, context), context).action((file: string, flags: Flags) =>
    context.end(batch(context, file, flags)),
  );
};

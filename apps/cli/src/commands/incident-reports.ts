import { ReportKind, ReportRegime } from '@chedun/incidents/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { withServer, type Request, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
/** Sends a change of an incident and shows what it is then. */
export type Change = (context: Context, request: Request, flags: Flags) => Promise<ExitCode>;

interface CallFlags extends Flags {
  readonly regime: string;
  readonly callee: string;
  readonly caller: string;
  readonly reached: readonly string[];
  readonly number: string;
  readonly at: string | undefined;
  readonly explanation: string;
}
interface SubmitFlags extends Flags {
  readonly receiver: string;
  readonly at: string | undefined;
  readonly receipt: string | undefined;
  readonly explanation: string;
}

const at = (id: string, rest: string): string => `/incidents/${encodeURIComponent(id)}${rest}`;
const post = (path: string, body: unknown): Request => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const addCall = (group: Command, context: Context, change: Change): void => {
  const called = addCommand(group, context, 'call', {
    zh: '登记一次电话报告',
    en: 'write down a report by telephone',
  })
    .argument('<id>', say(context, { zh: '标识', en: 'id' }))
    .argument('<said>', say(context, { zh: '报告内容', en: 'what was said' }))
    .requiredOption('--callee <name>', say(context, { zh: '接听人', en: 'who took the call' }))
    .requiredOption('--caller <name>', say(context, { zh: '报告人', en: 'who called' }))
    .requiredOption('--reached <recipients...>', say(context, { zh: '报告到的单位', en: 'recipients that it reached' }))
    .addOption(
      optionOf(context, '--regime <regime>', { zh: '报告体系', en: 'regime' })
        .choices(ReportRegime.options)
        .default('miit'),
    )
    .addOption(optionOf(context, '--number <number>', { zh: '电话号码', en: 'telephone number' }).default(''))
    .addOption(optionOf(context, '--at <time>', { zh: '通话时间（ISO 8601）', en: 'time of the call (ISO 8601)' }))
    .addOption(optionOf(context, '--explanation <text>', { zh: '逾期说明', en: 'why it was late' }).default(''));
  withServer(withJson(called, context), context).action(
    (
      id: string,
      said: string,
      { regime, callee, caller, reached, number, at: calledAt, explanation, ...flags }: CallFlags,
    ) => {
      const when = calledAt ?? new Date().toISOString();
      const body = { regime, callee, caller, reached, number, calledAt: when, said, explanation };
      return context.end(change(context, post(at(id, '/calls'), body), flags));
    },
  );
};

const receiptOf = async (path: string | undefined): Promise<Uint8Array<ArrayBuffer>> => {
  if (path === undefined) return new Uint8Array();
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw cliError('cli.file-unreadable', { file: path, reason: messageOf(error) });
  }
};

const submit = async (
  context: Context,
  [id, report]: readonly [string, string],
  { receiver, at: when, receipt, explanation, ...flags }: SubmitFlags,
  change: Change,
): Promise<ExitCode> =>
  change(
    context,
    {
      method: 'POST',
      path: at(id, `/reports/${encodeURIComponent(report)}/submitted`),
      query: {
        receiver,
        submittedAt: when ?? new Date().toISOString(),
        fileName: receipt === undefined ? '' : basename(receipt),
        explanation,
      },
      headers: { 'content-type': 'application/octet-stream' },
      body: await receiptOf(receipt),
    },
    flags,
  );

/** `chedun incidents call | report | submitted`. */
export const addIncidentReports = (group: Command, context: Context, change: Change): void => {
  addCall(group, context, change);
  const issued = addCommand(group, context, 'report', { zh: '签发一份报告', en: 'issue a report' })
    .argument('<id>', say(context, { zh: '标识', en: 'id' }))
    .argument('<regime>', say(context, { zh: 'miit 工信，cac 网信', en: 'miit or cac' }))
    .argument('<kind>', say(context, { zh: 'first 初报，followup 续报，final 总结', en: 'first, followup or final' }));
  withServer(withJson(issued, context), context).action((id: string, regime: string, kind: string, flags: Flags) => {
    const order = { regime: ReportRegime.safeParse(regime).data, kind: ReportKind.safeParse(kind).data };
    return context.end(change(context, post(at(id, '/reports'), order), flags));
  });
  const handed = addCommand(group, context, 'submitted', {
    zh: '登记报告已由人员报送，可附回执',
    en: 'write down that people handed a report in, with its receipt',
  })
    .argument('<id>', say(context, { zh: '事件标识', en: 'id of the incident' }))
    .argument('<report>', say(context, { zh: '报告标识', en: 'id of the report' }))
    .requiredOption('--receiver <name>', say(context, { zh: '接收单位', en: 'who received it' }))
    .addOption(optionOf(context, '--at <time>', { zh: '报送时间（ISO 8601）', en: 'when (ISO 8601)' }))
    .addOption(optionOf(context, '--receipt <file>', { zh: '回执文件', en: 'file of the receipt' }))
    .addOption(optionOf(context, '--explanation <text>', { zh: '逾期说明', en: 'why it was late' }).default(''));
  withServer(withJson(handed, context), context).action((id: string, report: string, flags: SubmitFlags) =>
    context.end(submit(context, [id, report], flags, change)),
  );
};

import { CaseDetail } from '@chedun/filing/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show } from '../output.ts';
import { ask, targetOf, withServer, type Request, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

/** A filing as text: state, problems, items, receipts, history. */
export const caseText = (context: Context, { case: line, problems, items, receipts, history }: CaseDetail): string =>
  [
    `${plain(line.title)} [${line.state}] ${line.id}`,
    ...(line.number === '' ? [] : [`${say(context, { zh: '备案号', en: 'number' })}: ${line.number}`]),
    ...problems.map(
      ({ text, explanation }) =>
        `  ! ${say(context, text)}${explanation === '' ? '' : ` (${say(context, { zh: '已说明', en: 'explained' })}: ${plain(explanation)})`}`,
    ),
    ...items.map(
      ({ text, answer }, at) =>
        `  ${at + 1}. ${plain(text)} → ${answer === null ? say(context, { zh: '待答复', en: 'not answered' }) : plain(answer.text)}`,
    ),
    ...receipts.map(({ kind, number, receivedAt }) => `  ${localTime(receivedAt)} ${kind} ${number}`),
    ...history.map(({ at, by, action, note }) => `  ${localTime(at)} ${action} ${plain(by)} ${plain(note)}`.trimEnd()),
  ].join('\n');

const codeOf = ({ case: line, problems }: CaseDetail): ExitCode =>
  line.supplementOverdue || problems.some(({ explanation }) => explanation === '') ? 1 : 0;

const change = async (context: Context, id: string, rest: string, request: Omit<Request, 'path'>, flags: Flags) => {
  const path = `/filing/cases/${encodeURIComponent(id)}${rest}`;
  const answer = await ask(context, await targetOf(context, flags), { ...request, path, answer: CaseDetail });
  show(context, flags, answer, () => caseText(context, answer));
  return codeOf(answer);
};

const post = (body: unknown): Omit<Request, 'path'> => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const STEPS = ['request-approval', 'return-draft', 'approve', 'withdraw'] as const;

const addSteps = (group: Command, context: Context): void => {
  const id = say(context, { zh: '事项标识', en: 'id of the filing' });
  const shown = addCommand(group, context, 'show', {
    zh: '一个备案事项；有未处理的问题以 1 结束',
    en: 'a filing; ends with 1 when something is open',
  }).argument('<id>', id);
  withServer(withJson(shown, context), context).action((each: string, flags: Flags) =>
    context.end(change(context, each, '', {}, flags)),
  );
  const stepped = addCommand(group, context, 'step', {
    zh: '送审、退回、批准或撤回；批准须由另一人办理',
    en: 'ask for approval, return, approve or withdraw; another person approves',
  })
    .argument('<id>', id)
    .argument('<step>', say(context, { zh: `步骤：${STEPS.join(' | ')}`, en: STEPS.join(' | ') }));
  withServer(withJson(stepped, context), context).action((each: string, step: string, flags: Flags) =>
    context.end(
      step === 'approve'
        ? change(context, each, '/approval', post({}), flags)
        : change(context, each, '/steps', post({ action: step }), flags),
    ),
  );
  const signed = addCommand(group, context, 'sign', { zh: '签章', en: 'sign' }).argument('<id>', id);
  withServer(withJson(signed, context), context).action((each: string, flags: Flags) =>
    context.end(change(context, each, '/signature', { method: 'POST' }, flags)),
  );
};

/** `chedun filing show | step | sign | submit | receipt`. */
export const addFilingCases = (group: Command, context: Context): void => {
  addSteps(group, context);
  const id = say(context, { zh: '事项标识', en: 'id of the filing' });
  const submitted = addCommand(group, context, 'submit', {
    zh: '报送到另一套车盾，或登记已用文件递交',
    en: 'hand in to another installation, or note that it went as a file',
  })
    .argument('<id>', id)
    .option('--file', say(context, { zh: '已用文件递交', en: 'it went as a file' }), false)
    .option('--late <reason>', say(context, { zh: '逾期原因', en: 'why it is late' }), '');
  withServer(withJson(submitted, context), context).action(
    (each: string, { file, late, ...flags }: Flags & { readonly file: boolean; readonly late: string }) =>
      context.end(
        change(context, each, '/submission', post({ channel: file ? 'file' : 'network', lateReason: late }), flags),
      ),
  );
  const received = addCommand(group, context, 'receipt', {
    zh: '验签并导入回执文件',
    en: 'verify and take the file of a receipt',
  })
    .argument('<id>', id)
    .argument('<file>', say(context, { zh: '回执文件', en: 'file of the receipt' }));
  withServer(withJson(received, context), context).action((each: string, file: string, flags: Flags) =>
    context.end(
      readFile(file).then((bytes) =>
        change(
          context,
          each,
          '/receipts',
          { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: new Uint8Array(bytes) },
          flags,
        ),
      ),
    ),
  );
};

import { IssueAnswer, RequestList, StateAnswer } from '@chedun/certificates/contract';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { keepFile } from './cert-file.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface IssueFlags extends Flags {
  readonly profile: string;
  readonly authority: string;
  readonly vin?: string;
  readonly device?: string;
  readonly out?: string;
}

const NOTE = { zh: '说明', en: 'grounds' };
const SERIAL = { zh: '序列号', en: 'serial number' };

const csrIn = async (file: string): Promise<string> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  return bytes[0] === 0x30 ? bytes.toString('base64') : bytes.toString('utf8');
};

const issue = async (context: Context, file: string, flags: IssueFlags): Promise<ExitCode> => {
  const { profile, authority, vin = null, device = null } = flags;
  const body = JSON.stringify({ profile, authority, csr: await csrIn(file), vin, device });
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { path: '/certificates', body, answer: IssueAnswer });
  if (answer.waits === null) await keepFile(flags.out, answer.pem);
  show(context, flags, answer, () =>
    answer.waits === null
      ? answer.pem.trim()
      : say(context, { zh: `等待另一人批准：${answer.waits}`, en: `waits for another person: ${answer.waits}` }),
  );
  return 0;
};

interface StateFlags extends Flags {
  readonly reason: string;
  readonly note: string;
}

const change = async (
  context: Context,
  kind: 'revoke' | 'hold' | 'lift',
  serials: readonly string[],
  flags: StateFlags,
): Promise<ExitCode> => {
  const { reason, note } = flags;
  const body = JSON.stringify(kind === 'revoke' ? { kind, serials, reason, note } : { kind, serials, note });
  const target = await targetOf(context, flags);
  const answer = await ask(context, target, { path: '/certificates/states', body, answer: StateAnswer });
  show(context, flags, answer, () =>
    answer.waits === null
      ? say(context, { zh: `已更改 ${answer.changed} 张`, en: `${answer.changed} changed` })
      : say(context, { zh: `等待另一人批准：${answer.waits}`, en: `waits for another person: ${answer.waits}` }),
  );
  return 0;
};

const requests = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), {
    path: '/certificates/requests',
    answer: RequestList,
  });
  const waiting = items.filter(({ state }) => state === 'waiting');
  show(context, flags, { items: waiting }, () => {
    const head = [
      'ID',
      say(context, { zh: '事项', en: 'KIND' }),
      say(context, { zh: '申请人', en: 'ASKED BY' }),
      say(context, { zh: '对象', en: 'ABOUT' }),
      say(context, { zh: '说明', en: 'NOTE' }),
    ];
    const rows = waiting.map((each) => [
      each.id,
      each.kind,
      each.askedBy,
      each.about.map(plain).join(' '),
      plain(each.note),
    ]);
    return rows.length === 0 ? say(context, { zh: '没有等待批准的申请', en: 'nothing waits' }) : table(head, rows);
  });
  return waiting.length === 0 ? 0 : 1;
};

const approve = async (
  context: Context,
  id: string,
  flags: Flags & { readonly reject: boolean; readonly note: string },
): Promise<ExitCode> => {
  const body = JSON.stringify({ verdict: flags.reject ? 'reject' : 'approve', note: flags.note });
  const path = `/certificates/requests/${encodeURIComponent(id)}/decide`;
  const answer = await ask(context, await targetOf(context, flags), {
    path,
    body,
    answer: IssueAnswer.pick({ serials: true }),
  });
  show(context, flags, answer, () =>
    answer.serials.length === 0 ? say(context, { zh: '已驳回', en: 'rejected' }) : answer.serials.join('\n'),
  );
  return 0;
};

/** Adds the commands that ask for changes: issue, revoke, hold, lift, requests, approve. */
export const addChanges = (cert: Command, context: Context): void => {
  const asked = addCommand(cert, context, 'issue', { zh: '按证书请求签发', en: 'issue a certificate for a request' })
    .argument('<csr>', say(context, { zh: '证书请求文件（PEM 或 DER）', en: 'file of the request (PEM or DER)' }))
    .addOption(optionOf(context, '--profile <id>', { zh: '证书模板', en: 'profile' }).makeOptionMandatory())
    .addOption(
      optionOf(context, '--authority <name>', {
        zh: '签发机构标识',
        en: 'name of the authority',
      }).makeOptionMandatory(),
    )
    .addOption(optionOf(context, '--vin <vin>', { zh: '绑定的车辆', en: 'vehicle that it is bound to' }))
    .addOption(optionOf(context, '--device <id>', { zh: '绑定的设备编号', en: 'device that it is bound to' }))
    .addOption(optionOf(context, '--out <file>', { zh: '写入文件', en: 'file to write' }));
  withServer(withJson(asked, context), context).action((csr: string, flags: IssueFlags) =>
    context.end(issue(context, csr, flags)),
  );
  const abouts = {
    revoke: { zh: '申请吊销，由另一人批准', en: 'ask for revocation; another person approves' },
    hold: { zh: '暂停', en: 'suspend' },
    lift: { zh: '解除暂停', en: 'lift a suspension' },
  } as const;
  for (const kind of ['revoke', 'hold', 'lift'] as const) {
    const command = addCommand(cert, context, kind, abouts[kind])
      .argument('<serials...>', say(context, SERIAL))
      .addOption(optionOf(context, '--note <text>', NOTE).makeOptionMandatory());
    if (kind === 'revoke')
      command.addOption(
        optionOf(context, '--reason <reason>', { zh: '原因（RFC 5280）', en: 'reason (RFC 5280)' })
          .choices([
            'unspecified',
            'keyCompromise',
            'affiliationChanged',
            'superseded',
            'cessationOfOperation',
            'privilegeWithdrawn',
          ])
          .default('unspecified'),
      );
    withServer(withJson(command, context), context).action((serials: string[], flags: StateFlags) =>
      context.end(change(context, kind, serials, flags)),
    );
  }
  const waiting = addCommand(cert, context, 'requests', {
    zh: '等待批准的申请；有时以 1 结束',
    en: 'requests that wait; ends with 1 when there are any',
  });
  withServer(withJson(waiting, context), context).action((flags: Flags) => context.end(requests(context, flags)));
  const decided = addCommand(cert, context, 'approve', {
    zh: '批准或驳回他人的申请',
    en: 'approve or reject what another person asked for',
  })
    .argument('<id>', say(context, { zh: '申请编号', en: 'id of the request' }))
    .option('--reject', say(context, { zh: '驳回', en: 'reject it' }), false)
    .addOption(optionOf(context, '--note <text>', NOTE).makeOptionMandatory());
  withServer(withJson(decided, context), context).action(
    (id: string, flags: Flags & { readonly reject: boolean; readonly note: string }) =>
      context.end(approve(context, id, flags)),
  );
};

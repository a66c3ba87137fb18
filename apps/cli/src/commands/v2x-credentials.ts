import {
  CredentialList,
  CredentialProfileList,
  CredentialRequestList,
  RequestOutcomes,
  RevocationDecided,
  RevocationProposed,
  RevocationReason,
} from '@chedun/credentials/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';
import { writeBytes } from './bytes-out.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
  readonly suite: 'cn' | 'ieee';
  readonly note: string;
  readonly reject: boolean;
  readonly search?: string;
}

interface RequestFlags extends Flags {
  readonly profile: string;
  readonly holder: string;
  readonly vin?: string;
  readonly basis: string;
}

interface RevokeFlags extends Flags {
  readonly reason: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
type Answer<T> = Parameters<typeof ask<T>>[2]['answer'];

const get = async <T>(context: Context, flags: Flags, path: string, answer: Answer<T>): Promise<T> =>
  ask(context, await targetOf(context, flags), { path, query: { search: flags.search }, answer });
const post = async <T>(context: Context, flags: Flags, path: string, body: object, answer: Answer<T>): Promise<T> =>
  ask(context, await targetOf(context, flags), { path, headers: JSON_TYPE, body: JSON.stringify(body), answer });
const head = (context: Context, words: readonly { readonly zh: string; readonly en: string }[]): readonly string[] =>
  words.map((text) => say(context, text));

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await get(context, flags, '/credentials', CredentialList);
  const words = head(context, [
    { zh: '编号', en: 'ID' },
    { zh: '状态', en: 'STATE' },
    { zh: '模板', en: 'PROFILE' },
    { zh: '名称', en: 'SUBJECT' },
    { zh: '持有者', en: 'HOLDER' },
    { zh: '有效期至', en: 'UNTIL' },
  ]);
  const rows = found.items.map(({ id, state, profile, subject, holder, vin, notAfter }) =>
    [id, state, profile, subject, vin === null ? holder : `${holder} ${vin}`, localTime(notAfter)].map(plain),
  );
  show(context, flags, found, () => table(words, rows));
  return found.lists.every(({ fresh }) => fresh) ? 0 : 1;
};

const profiles = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await get(context, flags, '/credentials/profiles', CredentialProfileList);
  const words = head(context, [
    { zh: '模板', en: 'PROFILE' },
    { zh: '类别', en: 'KIND' },
    { zh: '名称', en: 'TITLE' },
    { zh: '应用', en: 'AIDS' },
    { zh: '审批', en: 'APPROVAL' },
    { zh: '证书', en: 'CERTIFICATES' },
  ]);
  const rows = found.items.map(({ id, kind, title, permissions, approval, certificates }) => [
    id,
    kind,
    plain(say(context, title)),
    permissions.map(({ aid }) => aid).join(' '),
    approval,
    String(certificates),
  ]);
  show(context, flags, found, () => table(words, rows));
  return 0;
};

const requests = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await get(context, flags, '/credentials/requests', CredentialRequestList);
  const words = head(context, [
    { zh: '编号', en: 'ID' },
    { zh: '状态', en: 'STATE' },
    { zh: '模板', en: 'PROFILE' },
    { zh: '名称', en: 'SUBJECT' },
    { zh: '依据', en: 'BASIS' },
    { zh: '提交', en: 'BY' },
  ]);
  const rows = found.items.map(({ id, state, profile, subject, basis, askedBy }) =>
    [id, state, profile, subject, basis, askedBy].map(plain),
  );
  show(context, flags, found, () => table(words, rows));
  return found.items.some(({ state }) => state === 'proposed') ? 1 : 0;
};

const handIn = async (context: Context, files: readonly string[], flags: RequestFlags): Promise<ExitCode> => {
  const { suite, profile, holder, vin, basis } = flags;
  const items = [];
  for (const file of files) {
    const message = Buffer.from(await wholeFile(file)).toString('base64');
    items.push({ suite, profile, holder, vin, basis, message });
  }
  const done = await post(context, flags, '/credentials/requests', { items }, RequestOutcomes);
  show(context, flags, done, () =>
    done.items.map(({ id, state, problem }) => plain(`${state}  ${id ?? ''}  ${problem ?? ''}`)).join('\n'),
  );
  return done.items.some(({ state }) => state === 'refused') ? 1 : 0;
};

const decide = async (context: Context, ids: readonly string[], flags: Flags): Promise<ExitCode> => {
  const body = { ids, verdict: flags.reject ? 'reject' : 'approve', note: flags.note };
  const done = await post(context, flags, '/credentials/requests/decide', body, CredentialRequestList);
  show(context, flags, done, () => say(context, { zh: `已处理 ${ids.length} 项`, en: `${ids.length} decided` }));
  return 0;
};

const revoke = async (context: Context, certificate: string, flags: RevokeFlags): Promise<ExitCode> => {
  const body = { certificate, reason: flags.reason, note: flags.note };
  const done = await post(context, flags, '/credentials/revocations', body, RevocationProposed);
  show(context, flags, done, () => done.id);
  return 0;
};

const decideRevocation = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const body = { verdict: flags.reject ? 'reject' : 'approve', note: flags.note };
  const path = `/credentials/revocations/${encodeURIComponent(id)}/decide`;
  const done = await post(context, flags, path, body, RevocationDecided);
  show(context, flags, done, () =>
    done.state === 'done'
      ? say(context, { zh: `已撤销，列表第 ${done.list} 期`, en: `revoked, list ${done.list}` })
      : say(context, { zh: '已驳回', en: 'rejected' }),
  );
  return 0;
};

const download = async (context: Context, path: string, flags: Flags): Promise<ExitCode> => {
  const response = await send(context, await targetOf(context, flags), { path });
  await writeBytes(context, flags, new Uint8Array(await response.arrayBuffer()));
  return 0;
};

type Maker = (name: string, zh: string, en: string) => Command;

const readCommands = (command: Maker, context: Context): void => {
  const search = () =>
    optionOf(context, '--search <text>', { zh: '名称、持有者或车架号', en: 'subject, holder or VIN' });
  const suite = () =>
    optionOf(context, '--suite <suite>', { zh: '算法', en: 'suite' }).choices(['cn', 'ieee']).default('cn');
  const id = say(context, { zh: '编号', en: 'id' });
  command(
    'list',
    '应用证书与身份证书；撤销列表过期以 1 结束',
    'certificates; ends with 1 when a revocation list is stale',
  )
    .addOption(search())
    .action((flags: Flags) => context.end(list(context, flags)));
  command('profiles', '证书模板', 'profiles').action((flags: Flags) => context.end(profiles(context, flags)));
  command('requests', '证书请求；有待审批的以 1 结束', 'requests; ends with 1 when one waits')
    .addOption(search())
    .action((flags: Flags) => context.end(requests(context, flags)));
  command('answer', '输出给设备的应答（COER）', 'write the answer for the device (COER)')
    .argument('<request>', id)
    .action((one: string, flags: Flags) =>
      context.end(download(context, `/credentials/requests/${encodeURIComponent(one)}/answer`, flags)),
    );
  command('crl', '输出最新撤销列表（COER）', 'write the newest revocation list (COER)')
    .addOption(suite())
    .action((flags: Flags) => context.end(download(context, `/credentials/lists/${flags.suite}/newest`, flags)));
};

/** `chedun v2x pki credentials …`: application and identity certificates. */
export const credentialCommands = (pki: Command, context: Context): void => {
  const about = { zh: '应用证书与身份证书', en: 'application and identity certificates' };
  const credentials = addCommand(pki, context, 'credentials', about);
  const command: Maker = (name, zh, en) =>
    withServer(withJson(addCommand(credentials, context, name, { zh, en }), context), context);
  readCommands(command, context);
  const note = () => optionOf(context, '--note <text>', { zh: '说明', en: 'why' }).makeOptionMandatory();
  const reject = () => optionOf(context, '--reject', { zh: '驳回', en: 'reject' }).default(false);
  const must = (flag: string, zh: string, en: string) => optionOf(context, flag, { zh, en }).makeOptionMandatory();
  command('request', '提交设备生成的证书请求', 'hand in requests that devices made')
    .argument('<files...>', say(context, { zh: '请求（COER）', en: 'requests (COER)' }))
    .addOption(optionOf(context, '--suite <suite>', { zh: '算法', en: 'suite' }).choices(['cn', 'ieee']).default('cn'))
    .addOption(must('--profile <id>', '模板', 'profile'))
    .addOption(must('--holder <name>', '持有者', 'holder'))
    .addOption(optionOf(context, '--vin <vin>', { zh: '车架号（身份证书）', en: 'VIN (identity certificates)' }))
    .addOption(must('--basis <text>', '依据（批准文件）', 'permit that it rests on'))
    .action((files: string[], flags: RequestFlags) => context.end(handIn(context, files, flags)));
  command('decide', '审批他人提交的请求', 'decide about requests that another person handed in')
    .argument('<ids...>', say(context, { zh: '编号', en: 'ids' }))
    .addOption(note())
    .addOption(reject())
    .action((ids: string[], flags: Flags) => context.end(decide(context, ids, flags)));
  command('revoke', '申请撤销证书', 'ask for the revocation of a certificate')
    .argument('<certificate>', say(context, { zh: '证书编号', en: 'id of the certificate' }))
    .addOption(must('--reason <reason>', '原因', 'reason').choices(RevocationReason.options))
    .addOption(note())
    .action((id: string, flags: RevokeFlags) => context.end(revoke(context, id, flags)));
  command('decide-revocation', '审批另一人申请的撤销', 'decide about a revocation that another person asked for')
    .argument('<id>', say(context, { zh: '编号', en: 'id' }))
    .addOption(note())
    .addOption(reject())
    .action((id: string, flags: Flags) => context.end(decideRevocation(context, id, flags)));
};

import { readFile } from 'node:fs/promises';
import { CmpRequestList, SecretPage, SecretParams, SecretsMade, type SecretsOrder } from '@chedun/enrolment/contract';
import { Vin } from '@chedun/certificates/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { keepSecretFile } from './cert-file.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface MakeFlags extends Flags {
  readonly profile: string;
  readonly authority: string;
  readonly days: string;
  readonly file?: string;
  readonly out?: string;
}

type Subject = SecretsOrder['subjects'][number];

/** A VIN, a device, or `DEVICE,VIN`. */
const subjectOf = (text: string): Subject => {
  const [first = '', second] = text.split(/[,;\t]/).map((cell) => cell.trim());
  if (second !== undefined) return { vin: second, device: first };
  return Vin.safeParse(first).success ? { vin: first, device: null } : { vin: null, device: first };
};

const linesIn = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fileError(file, error);
  });
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
};

const csvOf = ({ items }: SecretsMade): string =>
  items.map(({ vin, device, reference, secret }) => `${vin ?? ''},${device ?? ''},${reference},${secret}\n`).join('');

const make = async (context: Context, names: readonly string[], flags: MakeFlags): Promise<ExitCode> => {
  const all = [...names, ...(flags.file === undefined ? [] : await linesIn(flags.file))];
  const { profile, authority, days } = flags;
  const body = JSON.stringify({ profile, authority, days: Number(days), subjects: all.map(subjectOf) });
  const target = await targetOf(context, flags);
  const made = await ask(context, target, { path: '/enrolment/secrets', body, answer: SecretsMade });
  await keepSecretFile(flags.out, csvOf(made));
  show(context, flags, made, () => {
    const head = [
      say(context, { zh: '对象', en: 'SUBJECT' }),
      say(context, { zh: '参考号', en: 'REFERENCE' }),
      say(context, { zh: '密钥（仅显示一次）', en: 'SECRET (SHOWN ONCE)' }),
    ];
    return table(
      head,
      made.items.map(({ vin, device, reference, secret }) => [device ?? vin ?? '', reference, secret]),
    );
  });
  return 0;
};

const list = async (
  context: Context,
  flags: Flags & { readonly search?: string; readonly state?: string },
): Promise<ExitCode> => {
  const { search, state } = flags;
  const query = { search, state, limit: 500 };
  const page = await ask(context, await targetOf(context, flags), {
    path: '/enrolment/secrets',
    query,
    answer: SecretPage,
  });
  show(context, flags, page, () => {
    const head = [
      say(context, { zh: '状态', en: 'STATE' }),
      say(context, { zh: '对象', en: 'SUBJECT' }),
      say(context, { zh: '参考号', en: 'REFERENCE' }),
      say(context, { zh: '模板', en: 'PROFILE' }),
      say(context, { zh: '有效期至', en: 'USABLE UNTIL' }),
      'ID',
    ];
    const rows = page.items.map((each) => [
      each.state,
      plain(each.device ?? each.vin ?? ''),
      each.reference,
      `${each.authority}.${each.profile}`,
      localTime(each.expiresAt),
      each.id,
    ]);
    return rows.length === 0 ? say(context, { zh: '没有设备密钥', en: 'no device secrets' }) : table(head, rows);
  });
  return 0;
};

const withdraw = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = `/enrolment/secrets/${encodeURIComponent(id)}/withdraw`;
  const done = await ask(context, target, { path, method: 'POST', answer: SecretParams });
  show(context, flags, done, () => say(context, { zh: '已作废', en: 'withdrawn' }));
  return 0;
};

const requests = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), {
    path: '/enrolment/cmp-requests',
    query: { limit: 500 },
    answer: CmpRequestList,
  });
  show(context, flags, { items }, () => {
    const head = [
      say(context, { zh: '时间', en: 'AT' }),
      say(context, { zh: '请求', en: 'REQUEST' }),
      say(context, { zh: '结果', en: 'OUTCOME' }),
      say(context, { zh: '来自', en: 'FROM' }),
      say(context, { zh: '说明', en: 'WHY' }),
    ];
    const rows = items.map((each) => [localTime(each.at), each.kind, each.state, each.by, plain(each.reason)]);
    return rows.length === 0 ? say(context, { zh: '没有设备发起请求', en: 'no device has asked' }) : table(head, rows);
  });
  return 0;
};

const makeCommand = (secrets: Command, context: Context): void => {
  const made = addCommand(secrets, context, 'make', {
    zh: '生成设备一次性密钥（CMP）；密钥仅显示这一次',
    en: 'make one-time secrets for devices (CMP); they are shown this once',
  })
    .argument('[subjects...]', say(context, { zh: 'VIN、设备编号，或“设备,VIN”', en: 'VIN, device, or DEVICE,VIN' }))
    .addOption(optionOf(context, '--profile <id>', { zh: '证书模板', en: 'profile' }).makeOptionMandatory())
    .addOption(
      optionOf(context, '--authority <name>', {
        zh: '签发机构标识',
        en: 'name of the authority',
      }).makeOptionMandatory(),
    )
    .addOption(optionOf(context, '--days <n>', { zh: '可用天数', en: 'usable for so many days' }).default('30'))
    .addOption(optionOf(context, '--file <file>', { zh: '对象文件，每行一个', en: 'file of subjects, one a line' }))
    .addOption(
      optionOf(context, '--out <file>', {
        zh: '同时写入 CSV 文件：VIN、设备、参考号、密钥',
        en: 'also write a CSV file: VIN, device, reference, secret',
      }),
    );
  withServer(withJson(made, context), context).action((names: readonly string[], flags: MakeFlags) =>
    context.end(make(context, names, flags)),
  );
};

/** Adds `chedun cert secrets make | list | withdraw` and `chedun cert cmp-requests`. */
export const addSecrets = (cert: Command, context: Context): void => {
  const secrets = addCommand(cert, context, 'secrets', {
    zh: '设备一次性密钥：设备凭此通过 CMP 申请首张证书',
    en: 'one-time secrets with which devices ask for their first certificate by CMP',
  });
  makeCommand(secrets, context);
  const listed = addCommand(secrets, context, 'list', { zh: '设备密钥列表', en: 'secrets, newest first' })
    .addOption(optionOf(context, '--search <text>', { zh: 'VIN、设备编号或参考号', en: 'VIN, device or reference' }))
    .addOption(
      optionOf(context, '--state <state>', { zh: '状态', en: 'state' }).choices([
        'open',
        'spent',
        'withdrawn',
        'expired',
      ]),
    );
  withServer(withJson(listed, context), context).action(
    (flags: Flags & { readonly search?: string; readonly state?: string }) => context.end(list(context, flags)),
  );
  const gone = addCommand(secrets, context, 'withdraw', {
    zh: '作废一条设备密钥',
    en: 'take a secret out of use',
  }).argument('<id>', say(context, { zh: '密钥编号', en: 'id of the secret' }));
  withServer(withJson(gone, context), context).action((id: string, flags: Flags) =>
    context.end(withdraw(context, id, flags)),
  );
  const asked = addCommand(cert, context, 'cmp-requests', {
    zh: '设备的 CMP 请求及结果',
    en: 'what devices asked for by CMP, and what became of it',
  });
  withServer(withJson(asked, context), context).action((flags: Flags) => context.end(requests(context, flags)));
};

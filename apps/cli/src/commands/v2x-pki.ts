import {
  BatchesOrdered,
  BatchList,
  HierarchyList,
  ReportKept,
  ReportList,
  RevocationDecided,
  RevocationProposed,
  VehicleBarred,
  VehiclesAllowed,
  Vin,
} from '@chedun/pseudonyms/contract';
import type { Command, Option } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';
import { ceremonyCommands, proposeCeremony } from './v2x-ceremony.ts';
import { credentialCommands } from './v2x-credentials.ts';
import { deviceServiceCommands } from './v2x-device-service.ts';
import { deviceCommands } from './v2x-device.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
  readonly suite: 'cn' | 'ieee';
}

interface BuildFlags extends Flags {
  readonly note: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const post = async <Answer>(
  context: Context,
  flags: ServerFlags,
  path: string,
  body: object,
  answer: Parameters<typeof ask<Answer>>[2]['answer'],
): Promise<Answer> =>
  ask(context, await targetOf(context, flags), { path, headers: JSON_TYPE, body: JSON.stringify(body), answer });

const build = (context: Context, domain: string, flags: BuildFlags): Promise<ExitCode> =>
  proposeCeremony(context, flags, { kind: 'create-hierarchy', suite: flags.suite, domain });

const status = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await ask(context, await targetOf(context, flags), {
    path: '/pseudonyms/hierarchies',
    answer: HierarchyList,
  });
  const words = [
    { zh: '算法', en: 'SUITE' },
    { zh: '已注册', en: 'ENROLLED' },
    { zh: '设备', en: 'DEVICES' },
    { zh: '缺本周证书', en: 'SHORT' },
    { zh: '累计签发', en: 'ISSUED' },
    { zh: '已撤销', en: 'REVOKED' },
    { zh: '撤销列表', en: 'LIST' },
    { zh: '下次更新', en: 'NEXT' },
  ].map((text) => say(context, text));
  const rows = found.items.map(({ suite, enrolled, devices, short, certificates, revoked, list }) => [
    suite,
    ...[enrolled, devices, short, certificates, revoked, list?.number ?? 0].map(String),
    localTime(list?.nextAt ?? null),
  ]);
  show(context, flags, found, () => table(words, rows));
  const isWrong = found.items.some(
    ({ short, list, authorities }) => short > 0 || list?.fresh !== true || authorities.some(({ valid }) => !valid),
  );
  return isWrong ? 1 : 0;
};

/** VINs of a file, one a line. */
const vinsOf = (bytes: Uint8Array): readonly string[] =>
  Buffer.from(bytes)
    .toString('utf8')
    .split(/\r?\n/u)
    .flatMap((line, at) => {
      if (line.trim() === '') return [];
      const vin = Vin.safeParse(line);
      if (vin.success) return [vin.data];
      throw cliError('cli.content-invalid', { line: at + 1, reason: 'no VIN' });
    });

const allow = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const vins = vinsOf(await wholeFile(file));
  const done = await post(context, flags, '/pseudonyms/vehicles', { suite: flags.suite, vins }, VehiclesAllowed);
  show(context, flags, done, () =>
    say(context, { zh: `新准许 ${done.allowed} 辆`, en: `${done.allowed} newly allowed` }),
  );
  return 0;
};

const bar = async (context: Context, vin: string, flags: Flags): Promise<ExitCode> => {
  const done = await post(context, flags, '/pseudonyms/vehicles/bar', { vin }, VehicleBarred);
  show(context, flags, done, () => say(context, { zh: `已禁止 ${done.barred} 辆`, en: `${done.barred} barred` }));
  return done.barred > 0 ? 0 : 1;
};

const make = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const done = await post(context, flags, '/pseudonyms/batches', { suite: flags.suite }, BatchesOrdered);
  show(context, flags, done, () => say(context, { zh: '已安排补齐', en: 'ordered' }));
  return 0;
};

const batches = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await ask(context, await targetOf(context, flags), { path: '/pseudonyms/batches', answer: BatchList });
  const words = [
    { zh: '周期', en: 'PERIOD' },
    { zh: '周起始', en: 'FROM' },
    { zh: '文件', en: 'FILES' },
    { zh: '已下载', en: 'FETCHED' },
    { zh: '证书', en: 'CERTIFICATES' },
  ].map((text) => say(context, text));
  show(context, flags, found, () =>
    table(
      words,
      found.periods.map(({ i, from, files, fetched, certificates }) => [
        String(i),
        localTime(from),
        ...[files, fetched, certificates].map(String),
      ]),
    ),
  );
  return 0;
};

const reports = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await ask(context, await targetOf(context, flags), { path: '/pseudonyms/reports', answer: ReportList });
  show(context, flags, found, () =>
    found.items
      .map(({ id, observation, certificateId, note, revocation }) =>
        plain(`${id}  ${observation}  ${certificateId}  ${revocation?.state ?? '-'} ${revocation?.id ?? ''}  ${note}`),
      )
      .join('\n'),
  );
  return found.items.some(({ revocation }) => revocation?.state === 'proposed') ? 1 : 0;
};

interface ReportFlags extends Flags {
  readonly observation: string;
  readonly note: string;
}

const report = async (context: Context, file: string, flags: ReportFlags): Promise<ExitCode> => {
  const { suite, observation, note } = flags;
  const evidence = Buffer.from(await wholeFile(file)).toString('base64');
  const done = await post(context, flags, '/pseudonyms/reports', { suite, evidence, observation, note }, ReportKept);
  show(context, flags, done, () => done.id);
  return 0;
};

const propose = async (context: Context, reportId: string, flags: ReportFlags): Promise<ExitCode> => {
  const body = { reportId, note: flags.note };
  const done = await post(context, flags, '/pseudonyms/revocations', body, RevocationProposed);
  show(context, flags, done, () => done.id);
  return 0;
};

interface DecideFlags extends ReportFlags {
  readonly reject: boolean;
}

const decide = async (context: Context, id: string, flags: DecideFlags): Promise<ExitCode> => {
  const body = { verdict: flags.reject ? 'reject' : 'approve', note: flags.note };
  const path = `/pseudonyms/revocations/${encodeURIComponent(id)}/decide`;
  const done = await post(context, flags, path, body, RevocationDecided);
  show(context, flags, done, () =>
    done.state === 'revoked'
      ? say(context, { zh: `已撤销，列表第 ${done.list} 期`, en: `revoked, list ${done.list}` })
      : say(context, { zh: '已驳回', en: 'rejected' }),
  );
  return 0;
};

const crl = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const path = `/pseudonyms/lists/${flags.suite}/newest`;
  const response = await send(context, await targetOf(context, flags), { path });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (flags.json) show(context, flags, { suite: flags.suite, base64: Buffer.from(bytes).toString('base64') }, () => '');
  else await context.write(bytes);
  return 0;
};

const suiteOption = (context: Context): Option =>
  optionOf(context, '--suite <suite>', { zh: 'cn 国密，ieee 出口车型', en: 'cn, or ieee for export vehicles' })
    .choices(['cn', 'ieee'])
    .default('cn');

const noteOption = (context: Context): Option =>
  optionOf(context, '--note <text>', { zh: '说明', en: 'why' }).makeOptionMandatory();

/** Commands of vehicles and batches. */
const supplyCommands = (pki: Command, context: Context): void => {
  const command = (name: string, zh: string, en: string): Command =>
    withServer(withJson(addCommand(pki, context, name, { zh, en }), context), context).addOption(suiteOption(context));
  command(
    'status',
    '证书体系与供应情况；有问题以 1 结束',
    'hierarchies and supply; ends with 1 when something is wrong',
  ).action((flags: Flags) => context.end(status(context, flags)));
  command('build', '提出密钥仪式：建立证书体系', 'propose the ceremony that builds a hierarchy')
    .argument('<domain>', say(context, { zh: '机构名称后缀', en: 'ending of the names of its authorities' }))
    .addOption(noteOption(context))
    .action((domain: string, flags: BuildFlags) => context.end(build(context, domain, flags)));
  command('allow', '准许文件中的车架号注册', 'allow the VINs of a file to enrol')
    .argument('<file>', say(context, { zh: '每行一个车架号', en: 'one VIN a line' }))
    .action((file: string, flags: Flags) => context.end(allow(context, file, flags)));
  command('bar', '禁止车辆再次注册', 'bar a vehicle from enrolling again')
    .argument('<vin>', say(context, { zh: '车架号', en: 'VIN' }))
    .action((vin: string, flags: Flags) => context.end(bar(context, vin, flags)));
  command('make', '立即补齐假名证书', 'make the missing pseudonyms now').action((flags: Flags) =>
    context.end(make(context, flags)),
  );
  command('batches', '各周的证书文件', 'files of pseudonyms by week').action((flags: Flags) =>
    context.end(batches(context, flags)),
  );
  command('crl', '输出最新撤销列表（COER）', 'write the newest revocation list (COER)').action((flags: Flags) =>
    context.end(crl(context, flags)),
  );
};

/** `chedun v2x pki …`: the V2X certificate authorities. */
export const pkiCommands = (v2x: Command, context: Context): void => {
  const pki = addCommand(v2x, context, 'pki', { zh: '车载假名证书', en: 'pseudonym certificates of vehicles' });
  supplyCommands(pki, context);
  ceremonyCommands(pki, context);
  credentialCommands(pki, context);
  const device = addCommand(pki, context, 'device', {
    zh: '设备一侧（联调与试验）',
    en: 'the side of the device, for trials',
  });
  deviceCommands(device, context);
  deviceServiceCommands(device, context);
  const command = (name: string, zh: string, en: string): Command =>
    withServer(withJson(addCommand(pki, context, name, { zh, en }), context), context).addOption(suiteOption(context));
  const idText = say(context, { zh: '编号', en: 'id' });
  command('reports', '异常行为报告；有待审批的以 1 结束', 'reports of misbehaviour; ends with 1 when one waits').action(
    (flags: Flags) => context.end(reports(context, flags)),
  );
  command('report', '报告异常设备', 'report a device by its certificate or a signed message')
    .argument(
      '<file>',
      say(context, { zh: '证书或带证书的消息（COER）', en: 'certificate, or message with it (COER)' }),
    )
    .addOption(
      optionOf(context, '--observation <name>', { zh: '异常类型', en: 'what was observed' }).makeOptionMandatory(),
    )
    .addOption(noteOption(context))
    .action((file: string, flags: ReportFlags) => context.end(report(context, file, flags)));
  command('revoke', '申请撤销报告中的设备', 'ask for the revocation of the device of a report')
    .argument('<report>', idText)
    .addOption(noteOption(context))
    .action((id: string, flags: ReportFlags) => context.end(propose(context, id, flags)));
  command('decide', '审批另一人提出的撤销', 'decide about a revocation that another person asked for')
    .argument('<id>', idText)
    .addOption(noteOption(context))
    .addOption(optionOf(context, '--reject', { zh: '驳回', en: 'reject it' }).default(false))
    .action((id: string, flags: DecideFlags) => context.end(decide(context, id, flags)));
};

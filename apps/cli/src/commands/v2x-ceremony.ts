import { CeremonyList, CeremonyProposed, PermissionRange } from '@chedun/pseudonyms/contract';
import type { CeremonyPlan } from '@chedun/pseudonyms/contract';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, send, targetOf, withServer, type ServerFlags } from '../server.ts';
import { writeBytes } from './bytes-out.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
  readonly suite: 'cn' | 'ieee';
  readonly note: string;
}

interface AuthorityFlags extends Flags {
  readonly years: string;
  readonly ranges: string;
}

interface ListFlags extends Flags {
  readonly days: string;
  readonly crlUrl?: string;
  readonly maUrl?: string;
}

const PATH = '/pseudonyms/ceremonies';
const JSON_TYPE = { 'content-type': 'application/json' };

/** Proposes a ceremony; its number is printed, another person decides about it. */
export const proposeCeremony = async (context: Context, flags: Flags, plan: unknown): Promise<ExitCode> => {
  const body = JSON.stringify({ plan, note: flags.note });
  const question = { path: PATH, headers: JSON_TYPE, body, answer: CeremonyProposed };
  const done = await ask(context, await targetOf(context, flags), question);
  show(context, flags, done, () =>
    say(context, {
      zh: `已提出密钥仪式 ${done.id}，等待另一人批准`,
      en: `ceremony ${done.id} is proposed and waits for another person`,
    }),
  );
  return 0;
};

/** Ranges of a JSON file. */
const rangesIn = async (file: string): Promise<readonly PermissionRange[]> => {
  try {
    return z.array(PermissionRange).parse(JSON.parse(Buffer.from(await wholeFile(file)).toString('utf8')));
  } catch (error) {
    throw cliError('cli.content-invalid', { file, reason: messageOf(error) }, error);
  }
};

const service = async (context: Context, name: string, flags: AuthorityFlags): Promise<ExitCode> =>
  proposeCeremony(context, flags, {
    kind: 'service-authority',
    suite: flags.suite,
    name,
    years: Number(flags.years),
    ranges: await rangesIn(flags.ranges),
  });

const foreign = async (context: Context, file: string, flags: AuthorityFlags): Promise<ExitCode> =>
  proposeCeremony(context, flags, {
    kind: 'foreign-authority',
    suite: flags.suite,
    certificate: Buffer.from(await wholeFile(file)).toString('base64'),
    years: Number(flags.years),
    ranges: await rangesIn(flags.ranges),
  });

const signList = (context: Context, { suite, days, crlUrl, maUrl, ...flags }: ListFlags): Promise<ExitCode> =>
  proposeCeremony(context, { ...flags, suite }, { kind: 'authority-list', suite, days: Number(days), crlUrl, maUrl });

const contentOf = (plan: CeremonyPlan): string => {
  if (plan.kind === 'create-hierarchy') return plan.domain;
  if (plan.kind === 'authority-list') return `${plan.days} d`;
  return plan.kind === 'service-authority' ? plan.name : '';
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await ask(context, await targetOf(context, flags), { path: PATH, answer: CeremonyList });
  const words = [
    { zh: '编号', en: 'ID' },
    { zh: '状态', en: 'STATE' },
    { zh: '事项', en: 'PLAN' },
    { zh: '提出', en: 'PROPOSED' },
    { zh: '主持', en: 'DECIDED' },
    { zh: '时间', en: 'AT' },
  ].map((text) => say(context, text));
  show(context, flags, found, () =>
    table(
      words,
      found.items.map(({ id, state, plan, proposedBy, proposedAt, decidedBy }) => [
        id,
        state,
        plain(`${plan.kind} ${plan.suite} ${contentOf(plan)}`),
        plain(proposedBy),
        plain(decidedBy ?? '-'),
        localTime(proposedAt),
      ]),
    ),
  );
  return found.items.some(({ state }) => state === 'proposed') ? 1 : 0;
};

interface DecideFlags extends Flags {
  readonly reject: boolean;
}

const decide = async (context: Context, id: string, flags: DecideFlags): Promise<ExitCode> => {
  const body = JSON.stringify({ verdict: flags.reject ? 'reject' : 'approve', note: flags.note });
  const path = `${PATH}/${encodeURIComponent(id)}/decide`;
  const question = { path, headers: JSON_TYPE, body, answer: CeremonyList };
  const done = await ask(context, await targetOf(context, flags), question);
  show(context, flags, done, () =>
    flags.reject
      ? say(context, { zh: '已驳回', en: 'rejected' })
      : say(context, { zh: '密钥仪式已完成', en: 'the ceremony is held' }),
  );
  return 0;
};

const download = async (
  context: Context,
  path: string,
  flags: ServerFlags & { readonly json: boolean },
): Promise<ExitCode> => {
  const response = await send(context, await targetOf(context, flags), { path });
  await writeBytes(context, flags, new Uint8Array(await response.arrayBuffer()));
  return 0;
};

/** `chedun v2x pki ceremony …`: what is done with the key of a root. */
export const ceremonyCommands = (pki: Command, context: Context): void => {
  const ceremony = addCommand(pki, context, 'ceremony', { zh: '根密钥仪式', en: 'ceremonies of root keys' });
  const command = (name: string, zh: string, en: string): Command =>
    withServer(withJson(addCommand(ceremony, context, name, { zh, en }), context), context);
  const suite = () =>
    optionOf(context, '--suite <suite>', { zh: 'cn 国密，ieee 出口车型', en: 'cn, or ieee for export vehicles' })
      .choices(['cn', 'ieee'])
      .default('cn');
  const note = () => optionOf(context, '--note <text>', { zh: '说明', en: 'why' }).makeOptionMandatory();
  const years = (most: string) => optionOf(context, '--years <n>', { zh: '年数', en: 'years' }).default(most);
  const ranges = () =>
    optionOf(context, '--ranges <file>', {
      zh: '可签发的应用与权限（JSON：[{"aid":112,"ssp":{"kind":"any"}}]）',
      en: 'applications and permissions that it may give (JSON: [{"aid":112,"ssp":{"kind":"any"}}])',
    }).makeOptionMandatory();
  command('list', '密钥仪式；有待审批的以 1 结束', 'ceremonies; ends with 1 when one waits').action((flags: Flags) =>
    context.end(list(context, flags)),
  );
  command(
    'service-authority',
    '提出：建立应用证书机构',
    'propose an authority of application and identity certificates',
  )
    .argument('<name>', say(context, { zh: '机构名称', en: 'name of the authority' }))
    .addOption(suite())
    .addOption(years('5'))
    .addOption(ranges())
    .addOption(note())
    .action((name: string, flags: AuthorityFlags) => context.end(service(context, name, flags)));
  command(
    'foreign-authority',
    '提出：为其他企业的机构签发证书',
    'propose to certify the key of an authority of another company',
  )
    .argument('<file>', say(context, { zh: '其现有证书（COER）', en: 'its present certificate (COER)' }))
    .addOption(suite())
    .addOption(years('2'))
    .addOption(ranges())
    .addOption(note())
    .action((file: string, flags: AuthorityFlags) => context.end(foreign(context, file, flags)));
  command('authority-list', '提出：签发机构列表（PkiCtl）', 'propose to sign a list of authorities (PkiCtl)')
    .addOption(suite())
    .addOption(optionOf(context, '--days <n>', { zh: '有效天数', en: 'days until the next one' }).default('180'))
    .addOption(optionOf(context, '--crl-url <url>', { zh: '撤销列表地址', en: 'address of the revocation list' }))
    .addOption(
      optionOf(context, '--ma-url <url>', { zh: '异常行为机构地址', en: 'address of the misbehaviour authority' }),
    )
    .addOption(note())
    .action((flags: ListFlags) => context.end(signList(context, flags)));
  endCommands(command, context);
};

const endCommands = (command: (name: string, zh: string, en: string) => Command, context: Context): void => {
  const id = say(context, { zh: '编号', en: 'id' });
  const suite = () =>
    optionOf(context, '--suite <suite>', { zh: '算法', en: 'suite' }).choices(['cn', 'ieee']).default('cn');
  const note = () => optionOf(context, '--note <text>', { zh: '说明', en: 'why' }).makeOptionMandatory();
  command('decide', '批准并举行，或驳回另一人提出的仪式', 'hold or reject a ceremony that another person proposed')
    .argument('<id>', id)
    .addOption(note())
    .addOption(optionOf(context, '--reject', { zh: '驳回', en: 'reject it' }).default(false))
    .action((one: string, flags: DecideFlags) => context.end(decide(context, one, flags)));
  command('transcript', '输出仪式记录', 'write the transcript of a ceremony')
    .argument('<id>', id)
    .action((one: string, flags: Flags) =>
      context.end(download(context, `${PATH}/${encodeURIComponent(one)}/transcript`, flags)),
    );
  command('authorities', '输出最新机构列表（PkiCtl，COER）', 'write the newest list of authorities (PkiCtl, COER)')
    .addOption(suite())
    .action((flags: Flags) =>
      context.end(download(context, `/pseudonyms/authority-lists/${flags.suite}/newest`, flags)),
    );
};

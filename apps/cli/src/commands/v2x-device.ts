import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthorityCertificates, DeviceAnswer, Vin } from '@chedun/pseudonyms/contract';
import { periodOf, SUITES, toTime32 } from '@chedun/v2x-pki';
import {
  downloadRequest,
  enrolmentIn,
  enrolmentRequest,
  newDevice,
  pseudonymRequest,
  pseudonymsIn,
} from '@chedun/v2x-pki/device';
import type { Device } from '@chedun/v2x-pki/device';
import { deviceFromFile, deviceToFile } from '@chedun/v2x-pki/device-file';
import { createVerifier, parseCertificate, signMessage } from '@chedun/v2x-security';
import type { ParsedCertificate } from '@chedun/v2x-security';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, fileError, messageOf } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { writeBytes } from './bytes-out.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const MICRO = 1_000_000;
const JSON_TYPE = { 'content-type': 'application/json' };
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

/** Seconds since 2004 now. */
export const now32 = (): number => toTime32(Date.now());

/** Writes a file of a device so that nobody else reads it. Never over an existing key file. */
export const writeSecret = async (file: string, text: string, flag: 'w' | 'wx'): Promise<void> => {
  try {
    await writeFile(file, text, { mode: 0o600, flag });
  } catch (error) {
    throw fileError(file, error);
  }
};

/** Reads the keys of a device. */
const readDevice = async (folder: string): Promise<Device> => {
  const file = join(folder, 'device.json');
  try {
    return deviceFromFile(JSON.parse(Buffer.from(await wholeFile(file)).toString('utf8')));
  } catch (error) {
    throw cliError('cli.content-invalid', { file, reason: messageOf(error) }, error);
  }
};

const make = async (
  context: Context,
  folder: string,
  flags: {
    readonly json: boolean;
    readonly suite: 'cn' | 'ieee';
    readonly form: 'original' | 'unified' | 'compactUnified';
  },
): Promise<ExitCode> => {
  const device = newDevice(SUITES[flags.suite], flags.form, random);
  await mkdir(folder, { recursive: true });
  await writeSecret(join(folder, 'device.json'), `${JSON.stringify(deviceToFile(device), null, 2)}\n`, 'wx');
  show(context, flags, { folder, suite: flags.suite, form: flags.form }, () =>
    say(context, {
      zh: `设备密钥已写入 ${folder}（明文，仅供联调与试验；量产车应放在安全芯片内）`,
      en: `keys written to ${folder} (plain, for trials only; a vehicle keeps them in its security chip)`,
    }),
  );
  return 0;
};

const enrolmentOf = async (folder: string): Promise<ParsedCertificate> =>
  parseCertificate(await wholeFile(join(folder, 'enrolment.coer')));

const authorities = async (context: Context, flags: Flags, { suite }: Device) => {
  const found = await ask(context, await targetOf(context, flags), {
    path: `/pseudonyms/authorities/${suite.name}`,
    answer: AuthorityCertificates,
  });
  const ra = found.certificates.find(({ role }) => role === 'ra');
  if (ra === undefined) throw cliError('cli.content-invalid', { reason: 'no registration authority' });
  return { aids: found.aids, ra: parseCertificate(bytesOf(ra.certificate)) };
};

const exchange = async (
  context: Context,
  flags: Flags,
  { suite }: Device,
  path: 'enrol' | 'requests' | 'downloads',
  message: Uint8Array,
): Promise<Uint8Array> => {
  const body = JSON.stringify({ suite: suite.name, message: Buffer.from(message).toString('base64') });
  const question = { path: `/pseudonyms/${path}`, headers: JSON_TYPE, body, answer: DeviceAnswer };
  return bytesOf((await ask(context, await targetOf(context, flags), question)).message);
};

const enrol = async (context: Context, folder: string, flags: Flags & { readonly vin: string }): Promise<ExitCode> => {
  const vin = Vin.safeParse(flags.vin);
  if (!vin.success) throw cliError('cli.content-invalid', { field: '--vin', reason: 'no VIN' });
  const device = await readDevice(folder);
  const { aids } = await authorities(context, flags, device);
  const request = await enrolmentRequest(device, vin.data, now32(), aids);
  const certificate = enrolmentIn(await exchange(context, flags, device, 'enrol', request), createVerifier());
  await writeFile(join(folder, 'enrolment.coer'), certificate.bytes);
  show(context, flags, { id8: certificate.id8 }, () =>
    say(context, { zh: `已注册，注册证书 ${certificate.id8}`, en: `enrolled, certificate ${certificate.id8}` }),
  );
  return 0;
};

const request = async (context: Context, folder: string, flags: Flags): Promise<ExitCode> => {
  const device = await readDevice(folder);
  const { aids, ra } = await authorities(context, flags, device);
  const asked = { now: now32(), aids, random };
  const message = await pseudonymRequest(device, await enrolmentOf(folder), ra, asked);
  await exchange(context, flags, device, 'requests', message);
  show(context, flags, { requested: true }, () =>
    say(context, { zh: '已申请；稍后用 download 取证书', en: 'requested; fetch certificates with download' }),
  );
  return 0;
};

const weekOf = (text: string | undefined): number => (text === undefined ? periodOf(now32()) : Number(text));

const download = async (
  context: Context,
  folder: string,
  flags: Flags & { readonly week?: string },
): Promise<ExitCode> => {
  const device = await readDevice(folder);
  const i = weekOf(flags.week);
  const { ra } = await authorities(context, flags, device);
  const message = await downloadRequest(device, await enrolmentOf(folder), ra, { now: now32(), i, random });
  const file = await exchange(context, flags, device, 'downloads', message);
  const found = pseudonymsIn(device, file, i, createVerifier());
  await writeFile(join(folder, `week-${i}.coer`), file);
  const certificates = found.map(({ j, certificate }) => ({ j, id8: certificate.id8 }));
  show(context, flags, { week: i, certificates }, () =>
    [
      say(context, { zh: `第 ${i} 周，${found.length} 张`, en: `week ${i}, ${found.length} certificates` }),
      ...certificates.map(({ j, id8 }) => `${j}  ${id8}`),
    ].join('\n'),
  );
  return 0;
};

interface SignFlags {
  readonly json: boolean;
  readonly week?: string;
  readonly index: string;
  readonly aid: string;
  readonly digest: boolean;
}

const sign = async (context: Context, folder: string, file: string, flags: SignFlags): Promise<ExitCode> => {
  const device = await readDevice(folder);
  const i = weekOf(flags.week);
  const answers = new Uint8Array(
    await readFile(join(folder, `week-${i}.coer`)).catch((error: unknown) => {
      throw fileError(join(folder, `week-${i}.coer`), error);
    }),
  );
  const found = pseudonymsIn(device, answers, i, createVerifier());
  const pseudonym = found[Number(flags.index)];
  if (pseudonym === undefined)
    throw cliError('cli.content-invalid', { field: '--index', reason: `0 to ${found.length - 1}` });
  const header = { aid: Number(flags.aid), generationTime: now32() * MICRO };
  const draft = {
    profile: device.suite.profile,
    payload: await wholeFile(file),
    header,
    signer: flags.digest ? 'digest' : 'certificate',
  } as const;
  await writeBytes(context, flags, await signMessage(draft, pseudonym));
  return 0;
};

/** `chedun v2x pki device …`: the side of the vehicle, for trials. */
export const deviceCommands = (device: Command, context: Context): void => {
  const folderText = say(context, { zh: '设备目录', en: 'folder of the device' });
  const local = (name: string, zh: string, en: string): Command =>
    addCommand(device, context, name, { zh, en }).argument('<folder>', folderText);
  const remote = (name: string, zh: string, en: string): Command =>
    withServer(withJson(local(name, zh, en), context), context);
  withJson(local('new', '生成设备密钥', 'make the keys of a device'), context)
    .addOption(optionOf(context, '--suite <suite>', { zh: '算法', en: 'suite' }).choices(['cn', 'ieee']).default('cn'))
    .addOption(
      optionOf(context, '--form <form>', { zh: '密钥衍生方式', en: 'form of butterfly keys' })
        .choices(['original', 'unified', 'compactUnified'])
        .default('compactUnified'),
    )
    .action((folder: string, flags: Parameters<typeof make>[2]) => context.end(make(context, folder, flags)));
  remote('enrol', '注册', 'enrol')
    .addOption(optionOf(context, '--vin <vin>', { zh: '车架号', en: 'VIN' }).makeOptionMandatory())
    .action((folder: string, flags: Flags & { readonly vin: string }) => context.end(enrol(context, folder, flags)));
  remote('request', '申请假名证书', 'ask for pseudonyms').action((folder: string, flags: Flags) =>
    context.end(request(context, folder, flags)),
  );
  const week = () => optionOf(context, '--week <i>', { zh: '周编号（默认本周）', en: 'number of the week (this one)' });
  remote('download', '下载并解密一周的假名证书', 'download and decrypt the pseudonyms of a week')
    .addOption(week())
    .action((folder: string, flags: Flags & { readonly week?: string }) =>
      context.end(download(context, folder, flags)),
    );
  withJson(
    local('sign', '用假名证书签名，输出消息（COER）', 'sign with a pseudonym and write the message (COER)'),
    context,
  )
    .argument('<file>', say(context, { zh: '载荷', en: 'payload' }))
    .addOption(week())
    .addOption(optionOf(context, '--index <j>', { zh: '第几张，从 0 起', en: 'which one, from 0' }).default('0'))
    .addOption(optionOf(context, '--aid <n>', { zh: '应用标识', en: 'application' }).makeOptionMandatory())
    .addOption(
      optionOf(context, '--digest', { zh: '只带证书摘要', en: 'name the signer by its digest' }).default(false),
    )
    .action((folder: string, file: string, flags: SignFlags) => context.end(sign(context, folder, file, flags)));
};

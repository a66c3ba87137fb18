import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RenewalAnswer } from '@chedun/credentials/contract';
import { randomScalar, serviceCertificateIn, serviceRequest, SUITES, toHex } from '@chedun/v2x-pki';
import type { ServicePermission, ServiceRegion, SuiteName } from '@chedun/v2x-pki';
import { publicKeyOf as pointOf, scalarSigner } from '@chedun/v2x-pki/device';
import { parseCertificate, publicKeyOf, signMessage } from '@chedun/v2x-security';
import type { Signer } from '@chedun/v2x-security';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, messageOf } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { now32, writeSecret } from './v2x-device.ts';
import { writeBytes } from './bytes-out.ts';

const MICRO = 1_000_000;
const Keys = z.object({ suite: z.enum(['cn', 'ieee']), scalar: z.string().regex(/^[0-9a-f]{64}$/) });

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

const keysIn = async (
  folder: string,
  name: string,
): Promise<{ readonly suite: SuiteName; readonly scalar: Uint8Array }> => {
  const file = join(folder, name);
  try {
    const { suite, scalar } = Keys.parse(JSON.parse(Buffer.from(await wholeFile(file)).toString('utf8')));
    return { suite, scalar: new Uint8Array(Buffer.from(scalar, 'hex')) };
  } catch (error) {
    throw cliError('cli.content-invalid', { file, reason: messageOf(error) }, error);
  }
};

const newKey = async (folder: string, name: string, suite: SuiteName): Promise<Uint8Array> => {
  const scalar = randomScalar(random);
  await mkdir(folder, { recursive: true });
  await writeSecret(join(folder, name), `${JSON.stringify({ suite, scalar: toHex(scalar) })}\n`, 'w');
  return scalar;
};

/** `AID`, `AID:HEX` (opaque) or `AID:bHEX` (bitmap). */
const permissionOf = (text: string): ServicePermission => {
  const found = /^(\d{1,10})(?::(b?)((?:[0-9a-fA-F]{2}){1,31}))?$/.exec(text);
  if (found === null)
    throw cliError('cli.content-invalid', { field: '--permission', reason: 'AID, AID:HEX or AID:bHEX' });
  const [, aid = '', bitmap = '', hex] = found;
  if (hex === undefined) return { aid: Number(aid) };
  return { aid: Number(aid), ssp: { form: bitmap === 'b' ? 'bitmap' : 'opaque', hex: hex.toLowerCase() } };
};

const circleOf = (text: string | undefined): ServiceRegion | undefined => {
  if (text === undefined) return undefined;
  const [lat = Number.NaN, lon = Number.NaN, radius = Number.NaN] = text.split(',').map(Number);
  if ([lat, lon, radius].some(Number.isNaN))
    throw cliError('cli.content-invalid', { field: '--circle', reason: 'LATITUDE,LONGITUDE,METRES' });
  return { kind: 'circle', lat, lon, radius };
};

interface RequestFlags {
  readonly json: boolean;
  readonly suite: SuiteName;
  readonly name: string;
  readonly permission: readonly string[];
  readonly hours: string;
  readonly circle?: string;
}

const fieldsOf = (suite: SuiteName, scalar: Uint8Array, flags: Omit<RequestFlags, 'suite'>) => ({
  suite: SUITES[suite],
  name: flags.name,
  key: pointOf(SUITES[suite], scalar),
  start: now32(),
  hours: Number(flags.hours),
  permissions: flags.permission.map(permissionOf),
  region: circleOf(flags.circle),
});

const request = async (context: Context, folder: string, flags: RequestFlags): Promise<ExitCode> => {
  const scalar = await newKey(folder, 'service.json', flags.suite);
  const signer = scalarSigner(SUITES[flags.suite], scalar);
  await writeBytes(context, flags, await serviceRequest(fieldsOf(flags.suite, scalar, flags), signer));
  return 0;
};

const take = async (folder: string, name: string, answer: Uint8Array) => {
  const { suite, scalar } = await keysIn(folder, name);
  const certificate = serviceCertificateIn(answer);
  const own = pointOf(SUITES[suite], scalar).point;
  if (toHex(publicKeyOf(certificate).point) !== toHex(own))
    throw cliError('cli.content-invalid', { reason: 'the certificate is for another key' });
  await writeFile(join(folder, 'service.coer'), certificate.bytes);
  return certificate;
};

const accept = async (
  context: Context,
  folder: string,
  file: string,
  flags: { readonly json: boolean },
): Promise<ExitCode> => {
  const certificate = await take(folder, 'service.json', await wholeFile(file));
  show(context, flags, { id8: certificate.id8 }, () =>
    say(context, { zh: `证书 ${certificate.id8} 已保存`, en: `certificate ${certificate.id8} is kept` }),
  );
  return 0;
};

const signerOf = async (folder: string): Promise<Signer & { readonly suite: SuiteName }> => {
  const { suite, scalar } = await keysIn(folder, 'service.json');
  const certificate = parseCertificate(await wholeFile(join(folder, 'service.coer')));
  return { ...scalarSigner(SUITES[suite], scalar), certificate, suite };
};

type RenewFlags = ServerFlags & Omit<RequestFlags, 'suite'>;

/** Renews with a new key under the present certificate; the new key takes its place only once its certificate is there. */
const renew = async (context: Context, folder: string, flags: RenewFlags): Promise<ExitCode> => {
  const current = await signerOf(folder);
  const scalar = await newKey(folder, 'service-next.json', current.suite);
  const message = await serviceRequest(fieldsOf(current.suite, scalar, flags), current, current.certificate);
  const done = await ask(context, await targetOf(context, flags), {
    path: '/credentials/renewals',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ suite: current.suite, message: Buffer.from(message).toString('base64') }),
    answer: RenewalAnswer,
  });
  if (done.message !== null) {
    await take(folder, 'service-next.json', new Uint8Array(Buffer.from(done.message, 'base64')));
    await writeSecret(
      join(folder, 'service.json'),
      `${JSON.stringify({ suite: current.suite, scalar: toHex(scalar) })}\n`,
      'w',
    );
  }
  show(context, flags, done, () =>
    done.message === null
      ? say(context, { zh: `请求 ${done.id} 等待审批`, en: `request ${done.id} waits for approval` })
      : say(context, { zh: '已更新', en: 'renewed' }),
  );
  return 0;
};

const sign = async (
  context: Context,
  folder: string,
  file: string,
  { aid, json }: { readonly aid: string; readonly json: boolean },
): Promise<ExitCode> => {
  const signer = await signerOf(folder);
  const header = { aid: Number(aid), generationTime: now32() * MICRO };
  const { profile } = SUITES[signer.suite];
  const payload = await wholeFile(file);
  const message = await signMessage({ profile, payload, header, signer: 'certificate' }, signer);
  await writeBytes(context, { json }, message);
  return 0;
};

/** `chedun v2x pki device service-…`: the side of a roadside unit, a service or a special vehicle. */
export const deviceServiceCommands = (device: Command, context: Context): void => {
  const command = (name: string, zh: string, en: string): Command =>
    addCommand(device, context, name, { zh, en }).argument(
      '<folder>',
      say(context, { zh: '设备目录', en: 'folder of the device' }),
    );
  const withFields = (one: Command): Command =>
    one
      .addOption(
        optionOf(context, '--name <name>', { zh: '证书名称', en: 'name in the certificate' }).makeOptionMandatory(),
      )
      .addOption(
        optionOf(context, '--permission <permissions...>', {
          zh: '应用与权限：AID、AID:十六进制 或 AID:b十六进制（位图）',
          en: 'application and permissions: AID, AID:HEX or AID:bHEX (bitmap)',
        }).makeOptionMandatory(),
      )
      .addOption(optionOf(context, '--hours <n>', { zh: '有效小时数', en: 'hours of validity' }).default('4383'))
      .addOption(
        optionOf(context, '--circle <lat,lon,m>', {
          zh: '有效区域：纬度,经度,米',
          en: 'region: latitude,longitude,metres',
        }),
      );
  withJson(
    withFields(
      command('service-request', '生成密钥与证书请求，输出请求（COER）', 'make a key and write a request (COER)'),
    ),
    context,
  )
    .addOption(optionOf(context, '--suite <suite>', { zh: '算法', en: 'suite' }).choices(['cn', 'ieee']).default('cn'))
    .action((folder: string, flags: RequestFlags) => context.end(request(context, folder, flags)));
  withJson(command('service-accept', '接收签发的证书', 'take the certificate that was issued'), context)
    .argument('<answer>', say(context, { zh: '应答（COER）', en: 'answer (COER)' }))
    .action((folder: string, file: string, flags: { readonly json: boolean }) =>
      context.end(accept(context, folder, file, flags)),
    );
  withServer(
    withJson(withFields(command('service-renew', '用现有证书更新', 'renew under the present certificate')), context),
    context,
  ).action((folder: string, flags: RenewFlags) => context.end(renew(context, folder, flags)));
  withJson(
    command(
      'service-sign',
      '用该证书签名，输出消息（COER）',
      'sign with this certificate and write the message (COER)',
    ),
    context,
  )
    .argument('<file>', say(context, { zh: '载荷', en: 'payload' }))
    .addOption(optionOf(context, '--aid <n>', { zh: '应用标识', en: 'application' }).makeOptionMandatory())
    .action((folder: string, file: string, flags: { readonly aid: string; readonly json: boolean }) =>
      context.end(sign(context, folder, file, flags)),
    );
};

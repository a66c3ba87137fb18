import { readPackage, sm3Hex, verifyPackage, type PackageVerdict } from '@chedun/exchange';
import { isDomainError } from '@chedun/kernel';
import { derOf, nameText, parseCertificate, parseName } from '@chedun/x509';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { localTime, plain, show } from '../output.ts';

interface Flags {
  readonly json: boolean;
  readonly certificate?: string;
}

interface Line {
  readonly check: string;
  readonly holds: boolean;
  readonly reason: string;
}

const bytesIn = async (file: string): Promise<Uint8Array> =>
  new Uint8Array(
    await readFile(file).catch((error: unknown) => {
      throw fileError(file, error);
    }),
  );

const linesOf = ({ signature, embedded, form, receipt }: PackageVerdict, wanted: string | undefined): Line[] => {
  const signed = signature.kind === 'signed';
  const certificate = signed ? sm3Hex(signature.certificate.raw) : '';
  const lines: Line[] = [
    { check: 'signature', holds: signed, reason: signed ? '' : signature.problem },
    { check: 'form', holds: form === 'canonical', reason: form },
    { check: 'embedded', holds: embedded === 'same', reason: embedded },
  ];
  if (wanted !== undefined) lines.push({ check: 'certificate', holds: certificate === wanted, reason: certificate });
  if (receipt.kind !== 'none')
    lines.push({
      check: 'receipt',
      holds: receipt.kind === 'signed',
      reason: receipt.kind === 'signed' ? '' : receipt.problem,
    });
  return lines;
};

const signerText = (context: Context, { signature }: PackageVerdict): string =>
  signature.kind === 'refused'
    ? ''
    : say(context, {
        zh: `签名证书 ${nameText(parseName(signature.certificate.subject))}，SM3 ${sm3Hex(signature.certificate.raw)}，签名于 ${localTime(new Date(signature.signingTime).toISOString())}`,
        en: `signed by ${nameText(parseName(signature.certificate.subject))}, SM3 ${sm3Hex(signature.certificate.raw)}, at ${localTime(new Date(signature.signingTime).toISOString())}`,
      });

const refused = (context: Context, flags: Flags, reason: string): ExitCode => {
  show(context, flags, { holds: false, checks: [{ check: 'structure', holds: false, reason }] }, () =>
    say(context, { zh: `验证不通过：${plain(reason)}`, en: `refused: ${plain(reason)}` }),
  );
  return 1;
};

const verify = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const bytes = await bytesIn(file);
  const given = flags.certificate === undefined ? undefined : await bytesIn(flags.certificate);
  const wanted = given && sm3Hex(parseCertificate(derOf(given, ['CERTIFICATE'])).raw);
  try {
    const pack = readPackage(bytes);
    const sm3 = sm3Hex(pack.manifestBytes);
    const verdict = verifyPackage(pack, sm3);
    const checks = linesOf(verdict, wanted);
    const holds = checks.every((each) => each.holds);
    const { document } = pack.manifest;
    show(context, flags, { holds, sm3, document, checks }, () =>
      [
        holds ? say(context, { zh: '验证通过', en: 'verified' }) : say(context, { zh: '验证不通过', en: 'refused' }),
        plain(`${document.title.zh}  ${document.id}  v${document.version}  ${document.issuer}`),
        plain(signerText(context, verdict)),
        ...checks.map((each) => `${each.holds ? 'ok    ' : 'FAILED'} ${each.check} ${plain(each.reason)}`.trimEnd()),
      ].join('\n'),
    );
    return holds ? 0 : 1;
  } catch (error) {
    if (!isDomainError(error) || !error.code.startsWith('exchange.')) throw error;
    return refused(context, flags, `${error.code} ${error.detail.reason ?? ''}`.trim());
  }
};

/** Adds `chedun documents verify`, which needs no server. */
export const addVerify = (group: Command, context: Context): void => {
  const command = addCommand(group, context, 'verify', {
    zh: '验证交换包（离线）；不通过以 1 结束',
    en: 'verify an exchange package, offline; ends with 1 when it does not hold',
  })
    .argument('<file>', say(context, { zh: '交换包 .cdf', en: 'package .cdf' }))
    .addOption(
      optionOf(context, '--certificate <file>', {
        zh: '签名者必须使用的证书（PEM 或 DER）',
        en: 'certificate that the signer has to have (PEM or DER)',
      }),
    );
  withJson(command, context).action((file: string, flags: Flags) => context.end(verify(context, file, flags)));
};

import { readFile } from 'node:fs/promises';
import { LogVerdict } from '@chedun/certificates/contract';
import { checkCertificateProof } from '@chedun/certificates/proof';
import { derOf } from '@chedun/x509';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { fileError } from '../errors.ts';
import { readVerifierKeys } from '../input/verifier-keys.ts';
import { localTime, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface ProofFlags {
  readonly json: boolean;
  readonly key: string;
  readonly certificate?: string;
}

const FAILED = {
  format: { zh: '不是签发证明', en: 'this is no proof of issue' },
  signature: { zh: '检查点签名无效，或不是这些公钥的日志', en: 'the checkpoint is not signed by these keys' },
  path: { zh: '条目不在已签名的日志中', en: 'the entry is not in the signed log' },
  certificate: { zh: '证明属于另一张证书', en: 'the proof is about another certificate' },
} as const;

const bytesIn = (file: string): Promise<Uint8Array> =>
  readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });

const verifyProof = async (context: Context, file: string, flags: ProofFlags): Promise<ExitCode> => {
  const text = Buffer.from(await bytesIn(file)).toString('utf8');
  const keys = await readVerifierKeys(flags.key);
  const given = flags.certificate === undefined ? undefined : derOf(await bytesIn(flags.certificate), ['CERTIFICATE']);
  const { failed, entry, origin, size } = checkCertificateProof(text, keys, given);
  show(
    context,
    flags,
    { valid: failed === undefined, failed: failed ?? null, entry: entry ?? null, origin, size },
    () =>
      failed === undefined
        ? say(context, {
            zh: `证明成立：${entry?.serial ?? ''} 于 ${localTime(entry?.at ?? null)} 由 ${entry?.authority ?? ''} 签发，日志 ${origin}，共 ${size} 条`,
            en: `proven: ${entry?.serial ?? ''} was issued at ${localTime(entry?.at ?? null)} by ${entry?.authority ?? ''}; log ${origin} of ${size} entries`,
          })
        : say(context, FAILED[failed]),
  );
  return failed === undefined ? 0 : 1;
};

interface LogFlags extends ServerFlags {
  readonly json: boolean;
  readonly keys: boolean;
}

const verifyLog = async (context: Context, flags: LogFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const verdict = await ask(context, target, { path: '/certificates/log', answer: LogVerdict });
  show(context, flags, verdict, () =>
    flags.keys
      ? verdict.keys.join('\n')
      : [
          verdict.intact
            ? say(context, {
                zh: `完整：${verdict.leaves} 条，${verdict.certificates} 张证书`,
                en: `intact: ${verdict.leaves} entries, ${verdict.certificates} certificates`,
              })
            : say(context, {
                zh: `发现 ${verdict.problems.length} 处不一致`,
                en: `${verdict.problems.length} places do not agree`,
              }),
          ...verdict.problems.map(({ index, serial, kind }) => `${index}  ${kind}  ${serial}`),
        ].join('\n'),
  );
  return verdict.intact ? 0 : 1;
};

/** Adds `chedun cert verify-proof` and `verify-log`. */
export const addProof = (cert: Command, context: Context): void => {
  const proof = addCommand(cert, context, 'verify-proof', {
    zh: '离线验证签发证明；不成立以 1 结束',
    en: 'verify a proof of issue offline; ends with 1 when it does not hold',
  })
    .argument('<proof>', say(context, { zh: '签发证明文件', en: 'file of the proof' }))
    .addOption(
      optionOf(context, '--key <file>', {
        zh: '日志公钥文件，每行一个',
        en: 'file of public keys of the log, one a line',
      }).makeOptionMandatory(),
    )
    .addOption(
      optionOf(context, '--certificate <file>', { zh: '同时核对的证书', en: 'certificate that it has to be about' }),
    );
  withJson(proof, context).action((file: string, flags: ProofFlags) => context.end(verifyProof(context, file, flags)));
  const log = addCommand(cert, context, 'verify-log', {
    zh: '校验签发日志；异常以 1 结束',
    en: 'verify the issuance log; ends with 1 when it is broken',
  }).option('--keys', say(context, { zh: '输出离线验证公钥', en: 'print its public keys for offline checks' }), false);
  withServer(withJson(log, context), context).action((flags: LogFlags) => context.end(verifyLog(context, flags)));
};

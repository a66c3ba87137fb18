import { Explanation, VerifyAnswer, type Verdict } from '@chedun/v2x-trust/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { plain, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { pkiCommands } from './v2x-pki.ts';
import { reportCommands } from './v2x-reports.ts';
import { trustCommands } from './v2x-trust.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface VerifyFlags extends Flags {
  readonly at?: string;
  readonly explain: boolean;
}

const JSON_TYPE = { 'content-type': 'application/json' };
/** Messages of one request. */
const MOST_BATCH = 200;
const TEXT = /^[\s0-9A-Za-z+/=#.:,()_-]*$/u;
const HEX = /^(?:[0-9a-f]{2})+$/iu;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/u;

/** Messages of a file: one a line in hex or base64 (`#` begins a note), or the whole file as one message in binary. */
export const messagesOf = (bytes: Uint8Array): readonly Buffer[] => {
  const text = Buffer.from(bytes).toString('latin1');
  if (!TEXT.test(text)) return [Buffer.from(bytes)];
  const lines = text.split(/\r?\n/u).map((line) => line.replace(/#.*$/u, '').trim());
  return lines.flatMap((line, at) => {
    if (line === '') return [];
    if (HEX.test(line)) return [Buffer.from(line, 'hex')];
    if (BASE64.test(line)) return [Buffer.from(line, 'base64')];
    throw cliError('cli.content-invalid', { line: at + 1, reason: 'neither hex nor base64' });
  });
};

const verdictText = (context: Context, at: number, { verdict, security, step, aid, signer }: Verdict): string => {
  const fine = say(context, { zh: '有效', en: 'valid' });
  const why = step === null ? fine : `${security}  ${verdict}  (${step})`;
  return plain(`${at + 1}  ${why}  AID ${aid ?? '-'}  ${signer ?? ''}`);
};

const explainText = ({ verdict, steps, fields, chain }: Explanation): string =>
  [
    ...steps.map(({ step, state }) => `${state.padEnd(12)} ${step}`),
    `${verdict.security}  ${verdict.verdict}`,
    ...fields.map(({ name, value }) => `${name.padEnd(12)} ${plain(value)}`),
    ...chain.map(({ id8, name, until }) => `${id8}  ${plain(name)}  ${until}`),
  ].join('\n');

const verify = async (context: Context, file: string, flags: VerifyFlags): Promise<ExitCode> => {
  const messages = messagesOf(await wholeFile(file));
  if (messages.length === 0) throw cliError('cli.content-invalid', { file, reason: 'no message' });
  const target = await targetOf(context, flags);
  const at = flags.at === undefined ? {} : { at: flags.at };
  const spdus = messages.map((message) => message.toString('base64'));
  if (flags.explain) {
    const explained: Explanation[] = [];
    for (const spdu of spdus) {
      const body = JSON.stringify({ spdu, ...at });
      explained.push(
        await ask(context, target, { path: '/v2x/explain', headers: JSON_TYPE, body, answer: Explanation }),
      );
    }
    show(context, flags, { items: explained }, () => explained.map(explainText).join('\n\n'));
    return explained.every(({ verdict }) => verdict.step === null) ? 0 : 1;
  }
  const verdicts: Verdict[] = [];
  for (let from = 0; from < spdus.length; from += MOST_BATCH) {
    const some = spdus.slice(from, from + MOST_BATCH).map((spdu) => ({ spdu, ...at }));
    const body = JSON.stringify({ messages: some, receiver: 'cli' });
    const answer = await ask(context, target, { path: '/v2x/verify', headers: JSON_TYPE, body, answer: VerifyAnswer });
    verdicts.push(...answer.verdicts);
  }
  const refused = verdicts.filter(({ step }) => step !== null).length;
  const valid = verdicts.length - refused;
  show(context, flags, { verdicts, valid, refused }, () =>
    [
      ...verdicts.map((verdict, index) => verdictText(context, index, verdict)),
      say(context, { zh: `有效 ${valid} 条，未通过 ${refused} 条`, en: `${valid} valid, ${refused} refused` }),
    ].join('\n'),
  );
  return refused === 0 ? 0 : 1;
};

/** `chedun v2x verify | trust …`: signed V2X messages, and who is trusted. */
export const v2xCommands = (parent: Command, context: Context): void => {
  const v2x = addCommand(parent, context, 'v2x', {
    zh: 'V2X 消息验签与跨企业信任',
    en: 'signed V2X messages, and trust across companies',
  });
  const verifying = addCommand(v2x, context, 'verify', {
    zh: '验证文件中的签名消息；有未通过的以 1 结束',
    en: 'verify the signed messages of a file; ends with 1 when some are refused',
  })
    .argument(
      '<file>',
      say(context, {
        zh: '每行一条消息（十六进制或 Base64），或一条二进制消息',
        en: 'one message a line (hex or base64), or one message in binary',
      }),
    )
    .addOption(
      optionOf(context, '--at <time>', { zh: '接收时间（ISO 8601），默认现在', en: 'time of reception, default now' }),
    )
    .addOption(
      optionOf(context, '--explain', {
        zh: '逐步解析，不计入统计',
        en: 'decode and judge step by step; it counts nowhere',
      }).default(false),
    );
  withServer(withJson(verifying, context), context).action((file: string, flags: VerifyFlags) =>
    context.end(verify(context, file, flags)),
  );
  trustCommands(v2x, context);
  reportCommands(v2x, context);
  pkiCommands(v2x, context);
};

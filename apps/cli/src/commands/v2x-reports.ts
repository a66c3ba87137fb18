import { decodeReport, observationName, type ReportDocument } from '@chedun/v2x/reporting';
import { ReportList, ReportState, type MisbehaviourReport } from '@chedun/v2x-trust/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface ListFlags extends Flags {
  readonly state?: string;
  readonly limit: string;
}

const tableOf = (context: Context, items: readonly MisbehaviourReport[]): string =>
  table(
    [
      say(context, { zh: '时间', en: 'TIME' }),
      say(context, { zh: '被举报证书', en: 'ACCUSED' }),
      say(context, { zh: '链接值', en: 'LINKAGE' }),
      say(context, { zh: '异常', en: 'OBSERVATIONS' }),
      say(context, { zh: '可疑度', en: 'SUSPICION' }),
      say(context, { zh: '状态', en: 'STATE' }),
    ],
    items.map(({ at, signer, linkage, observations, suspicion, state }) => [
      localTime(at),
      signer,
      linkage ?? '-',
      plain(observations.map(({ rule }) => rule).join(', ')),
      suspicion.toFixed(2),
      state,
    ]),
  );

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const query = { limit: flags.limit, ...(flags.state === undefined ? {} : { state: flags.state }) };
  const found = await ask(context, await targetOf(context, flags), { path: '/v2x/reports', query, answer: ReportList });
  const { items, totals } = found;
  show(context, flags, found, () =>
    items.length === 0
      ? say(context, { zh: '没有异常行为报告', en: 'no misbehaviour report' })
      : tableOf(context, items),
  );
  return totals.refused > 0 ? 1 : 0;
};

const viewOf = ({ generatedAt, place, aid, observations, streams, measured }: ReportDocument) => ({
  generatedAt,
  place,
  aid,
  observations: observations.map((one) => ({ ...one, name: observationName(one) ?? null })),
  streams: streams.map(({ messages, certificate, subject }) => ({
    messages: messages.map((message) => Buffer.from(message).toString('hex')),
    hasCertificate: certificate !== undefined,
    subject,
  })),
  measured: measured ?? null,
});

const textOf = (context: Context, document: ReportDocument): string =>
  [
    say(context, { zh: `应用（AID）${document.aid}`, en: `application (AID) ${document.aid}` }),
    ...document.observations.map((one) => `${one.target}.${one.observation}  ${observationName(one) ?? '?'}`),
    ...(document.measured?.signs ?? []).map(
      ({ rule, times, observed, limit, unit }) =>
        `${plain(rule)} ×${times}: ${observed} ${plain(unit)} > ${limit} ${plain(unit)}`,
    ),
    ...document.streams.map(({ messages }) =>
      say(context, { zh: `签名消息 ${messages.length} 条`, en: `${messages.length} signed messages` }),
    ),
  ].join('\n');

const decode = async (context: Context, file: string, flags: Pick<Flags, 'json'>): Promise<ExitCode> => {
  const document = decodeReport(await wholeFile(file));
  show(context, flags, viewOf(document), () => textOf(context, document));
  return 0;
};

/** `chedun v2x reports list | decode`: misbehaviour reports after ETSI TS 103 759. */
export const reportCommands = (v2x: Command, context: Context): void => {
  const reports = addCommand(v2x, context, 'reports', { zh: '异常行为报告', en: 'misbehaviour reports' });
  const listing = addCommand(reports, context, 'list', {
    zh: '列出异常行为报告；有被退回的以 1 结束',
    en: 'list misbehaviour reports; ends with 1 when one was refused',
  })
    .addOption(
      optionOf(context, '--state <state>', { zh: '只列出某一状态', en: 'only those in one state' }).choices(
        ReportState.options,
      ),
    )
    .addOption(optionOf(context, '--limit <n>', { zh: '最多列出', en: 'at most' }).default('100'));
  withServer(withJson(listing, context), context).action((flags: ListFlags) => context.end(list(context, flags)));
  const decoding = addCommand(reports, context, 'decode', {
    zh: '解析一份报告文件（COER），不需要服务器',
    en: 'decode a report file (COER); needs no server',
  }).argument('<file>', say(context, { zh: '文件', en: 'file' }));
  withJson(decoding, context).action((file: string, flags: Pick<Flags, 'json'>) =>
    context.end(decode(context, file, flags)),
  );
};

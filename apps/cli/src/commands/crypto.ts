import { AssessmentList } from '@chedun/crypto-assessment/contract';
import {
  CertificateList,
  EndpointList,
  EndpointsImported,
  ProbesOrdered,
  WEAKNESS_WORDS,
  type Endpoint,
} from '@chedun/cryptography/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { cryptoFileCommands } from './crypto-files.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const SERIOUS = new Set(['high', 'critical']);

const seriousOf = ({ probe }: Endpoint) =>
  (probe?.result.weaknesses ?? []).filter(({ severity }) => SERIOUS.has(severity));

const endpointText = (context: Context, items: readonly Endpoint[]): string => {
  const head = [
    'ID',
    say(context, { zh: '名称', en: 'NAME' }),
    say(context, { zh: '地址', en: 'ADDRESS' }),
    say(context, { zh: '协议', en: 'PROTOCOLS' }),
    say(context, { zh: '高危弱点', en: 'SERIOUS' }),
    say(context, { zh: '探测', en: 'PROBED' }),
  ];
  const rows = items.map((endpoint) => [
    endpoint.id,
    plain(endpoint.name),
    `${endpoint.host}:${endpoint.port}`,
    (endpoint.probe?.result.accepted ?? []).map(({ protocol }) => protocol).join(' ') || '-',
    seriousOf(endpoint)
      .map(({ code }) => say(context, WEAKNESS_WORDS[code]))
      .join('; ') || '-',
    endpoint.probe === null ? '-' : localTime(endpoint.probe.at),
  ]);
  return items.length === 0
    ? say(context, {
        zh: '还没有登记端点：用 chedun crypto import 导入',
        en: 'no endpoint is declared: chedun crypto import',
      })
    : table(head, rows);
};

const endpoints = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const asked = { path: '/cryptography/endpoints', answer: EndpointList };
  const found = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, found, () => endpointText(context, found.items));
  return found.items.some((endpoint) => seriousOf(endpoint).length > 0) ? 1 : 0;
};

const bring = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const body = new Blob([await wholeFile(file)]);
  const asked = {
    path: '/cryptography/endpoints/import',
    body,
    headers: { 'content-type': 'application/octet-stream' },
    answer: EndpointsImported,
  };
  const done = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, done, () =>
    [
      say(context, { zh: `已导入 ${done.imported} 个端点`, en: `endpoints imported: ${done.imported}` }),
      ...done.refused.map(({ row, reason }) =>
        say(context, { zh: `第 ${row} 行未导入：${reason}`, en: `row ${row}: ${reason}` }),
      ),
    ].join('\n'),
  );
  return done.refused.length > 0 ? 1 : 0;
};

const probe = async (context: Context, ids: readonly string[], flags: Flags): Promise<ExitCode> => {
  const body = JSON.stringify({ endpoints: ids });
  const asked = { path: '/cryptography/probes', body, answer: ProbesOrdered };
  const done = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, done, () =>
    say(context, { zh: `已安排探测 ${done.ordered} 个端点`, en: `endpoints to be probed: ${done.ordered}` }),
  );
  return 0;
};

const certificates = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const asked = { path: '/cryptography/certificates', answer: CertificateList };
  const { items, total } = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, { items, total }, () =>
    table(
      [
        say(context, { zh: '剩余天数', en: 'DAYS' }),
        say(context, { zh: '主体', en: 'SUBJECT' }),
        say(context, { zh: '密钥', en: 'KEY' }),
        say(context, { zh: '签名', en: 'SIGNATURE' }),
        say(context, { zh: '端点', en: 'SEEN AT' }),
      ],
      items.map(({ daysLeft, subject, key, bits, signature, places }) => [
        String(daysLeft),
        plain(subject),
        `${key} ${bits}`,
        signature,
        places.map(({ endpoint }) => endpoint).join(' '),
      ]),
    ),
  );
  return items.some(({ daysLeft }) => daysLeft < 0) ? 1 : 0;
};

const assessments = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const asked = { path: '/cryptography/assessments', answer: AssessmentList };
  const { items, total } = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, { items, total }, () =>
    table(
      [
        'ID',
        say(context, { zh: '系统', en: 'SYSTEM' }),
        say(context, { zh: '级别', en: 'LEVEL' }),
        say(context, { zh: '总分', en: 'SCORE' }),
        say(context, { zh: '高风险', en: 'HIGH RISKS' }),
        say(context, { zh: '备案期限', en: 'FILE BY' }),
        say(context, { zh: '下次评估', en: 'NEXT BY' }),
      ],
      items.map((each) => [
        each.id,
        plain(each.system),
        String(each.level),
        String(each.total ?? '-'),
        String(each.highRisk),
        each.filedOn ?? each.dates.fileBy ?? '-',
        each.dates.nextBy ?? '-',
      ]),
    ),
  );
  return items.some(({ dates, filedOn }) => dates.nextOverdue || (dates.fileOverdue && filedOn === null)) ? 1 : 0;
};

/** `chedun crypto …`: endpoints, certificates, the bill of cryptography, assessments. */
export const cryptoCommands = (program: Command, context: Context): void => {
  const crypto = addCommand(program, context, 'crypto', { zh: '密码应用与密评', en: 'use of cryptography' });
  const listing = addCommand(crypto, context, 'endpoints', {
    zh: '列出端点；有高危弱点时退出码为 1',
    en: 'list endpoints; exit 1 when one has serious weaknesses',
  });
  withServer(withJson(listing, context), context).action((flags: Flags) => context.end(endpoints(context, flags)));
  const importing = addCommand(crypto, context, 'import', {
    zh: '从 CSV 或 XLSX 登记端点',
    en: 'declare the endpoints of a CSV or XLSX table',
  }).argument('<file>', say(context, { zh: '文件', en: 'file' }));
  withServer(withJson(importing, context), context).action((file: string, flags: Flags) =>
    context.end(bring(context, file, flags)),
  );
  const probing = addCommand(crypto, context, 'probe', {
    zh: '立即探测端点；不给 ID 时探测全部',
    en: 'probe endpoints now; all when no id is given',
  }).argument('[ids...]', say(context, { zh: '端点 ID', en: 'ids of endpoints' }));
  withServer(withJson(probing, context), context).action((ids: readonly string[], flags: Flags) =>
    context.end(probe(context, ids, flags)),
  );
  const seen = addCommand(crypto, context, 'certificates', {
    zh: '列出探测到的证书；有过期证书时退出码为 1',
    en: 'list certificates that were seen; exit 1 when one is over',
  });
  withServer(withJson(seen, context), context).action((flags: Flags) => context.end(certificates(context, flags)));
  const assessed = addCommand(crypto, context, 'assessments', {
    zh: '列出密评项目；有逾期时退出码为 1',
    en: 'list assessments; exit 1 when one is overdue',
  });
  withServer(withJson(assessed, context), context).action((flags: Flags) => context.end(assessments(context, flags)));
  cryptoFileCommands(crypto, context);
};

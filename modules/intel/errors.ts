import { INDICATOR_ERRORS } from '@chedun/indicators';
import { defineErrors, DomainError, type ErrorCatalogue, type ErrorDetail } from '@chedun/kernel';
import type { IntelFault } from './contract.ts';

/** What can be wrong with a request to this module, or with a provider. */
export const intelErrors = defineErrors({
  'intel.feed-unknown': {
    status: 404,
    zh: '没有这个情报源。',
    en: 'There is no such feed.',
    doZh: '刷新情报源列表。',
    doEn: 'Reload the list of feeds.',
  },
  'intel.feed-name-taken': {
    status: 409,
    zh: '已有同名情报源。',
    en: 'A feed of this name exists.',
    doZh: '换一个名称。',
    doEn: 'Choose another name.',
  },
  'intel.feed-incomplete': {
    status: 422,
    zh: '情报源配置不完整或不一致。',
    en: 'The feed is not complete or contradicts itself.',
    doZh: '按 place.field 指出的字段补充：网络情报源需要 http(s) 地址，TAXII 需要集合编号，目录情报源需要目录名。',
    doEn: 'Correct the field named: feeds over HTTP need an http(s) address, TAXII a collection, a folder its name.',
  },
  'intel.feed-not-polled': {
    status: 409,
    zh: '该情报源只能通过上传文件导入。',
    en: 'This feed is filled by uploads only.',
    doZh: '上传文件，或新建 TAXII、MISP、清单或目录情报源。',
    doEn: 'Upload a file, or make a feed of TAXII, MISP, a list or a folder.',
  },
  'intel.import-unknown': {
    status: 404,
    zh: '没有这次导入。',
    en: 'There is no such import.',
    doZh: '刷新导入记录。',
    doEn: 'Reload the list of imports.',
  },
  'intel.indicator-unknown': {
    status: 404,
    zh: '没有这个威胁指标。',
    en: 'There is no such indicator.',
    doZh: '刷新指标列表，它可能已随情报源删除。',
    doEn: 'Reload the list; it may have gone with its feed.',
  },
  'intel.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
  'intel.provider-unreachable': {
    status: 502,
    zh: '无法连接情报提供方。',
    en: 'The provider cannot be reached.',
    doZh: '检查地址、证书和出网策略；系统会按周期重试。',
    doEn: 'Check address, certificate and the way out of the network; it is tried again at each interval.',
  },
  'intel.provider-refused': {
    status: 502,
    zh: '情报提供方拒绝了请求。',
    en: 'The provider refused the request.',
    doZh: '按返回的状态码处理：401/403 检查凭据，404 检查地址与集合编号，429 调大采集周期。',
    doEn: 'Act on the status: 401/403 check the secret, 404 address and collection, 429 poll less often.',
  },
  'intel.provider-answer': {
    status: 502,
    zh: '情报提供方的返回内容不符合协议。',
    en: 'The answer of the provider does not follow the protocol.',
    doZh: '确认地址是 TAXII 2.1 服务、MISP 情报源或清单文件本身。',
    doEn: 'Make sure that the address is a TAXII 2.1 server, a feed of MISP or the list itself.',
  },
  'intel.answer-too-large': {
    status: 502,
    zh: '情报提供方的返回内容超过上限，已停止读取。',
    en: 'The answer of the provider is larger than allowed; reading stopped.',
    doZh: '在提供方缩小集合或按时间分批。',
    doEn: 'Let the provider split the collection.',
  },
  'intel.folder-unreadable': {
    status: 422,
    zh: '情报目录不存在或无法读取。',
    en: 'The folder of indicators does not exist or cannot be read.',
    doZh: '在服务器数据目录的 intel 子目录下创建该目录并放入文件。',
    doEn: 'Make the folder below "intel" in the data folder of the server and put the files there.',
  },
});

type Code = keyof typeof intelErrors;

/** An error of this module. */
export const intelError = (code: Code, detail: ErrorDetail = {}, cause?: unknown): DomainError<Code> =>
  new DomainError(code, detail, cause);

const CATALOGUE: ErrorCatalogue = { ...intelErrors, ...INDICATOR_ERRORS };

const placeOf = ({ file, line, offset, field }: ErrorDetail): string =>
  [file, line === undefined ? undefined : `line ${line}`, offset === undefined ? undefined : `byte ${offset}`, field]
    .filter((part) => part !== undefined)
    .join(', ');

/** What is kept of an error for people: never a secret, never a stack. */
export const faultOf = (error: unknown): IntelFault => {
  const code = error instanceof DomainError ? error.code : 'unexpected';
  const detail: ErrorDetail = error instanceof DomainError ? error.detail : {};
  const text = CATALOGUE[code];
  const limit = typeof detail['limit'] === 'number' ? ` (limit ${detail['limit']})` : '';
  const status = typeof detail['status'] === 'number' ? ` HTTP ${detail['status']}` : '';
  return {
    code,
    message: { zh: text?.zh ?? '处理时发生意外错误', en: text?.en ?? 'An unexpected error occurred' },
    advice: { zh: text?.doZh ?? '查看服务日志', en: text?.doEn ?? 'See the log of the server' },
    reason: `${detail.reason ?? ''}${status}${limit}`.trim().slice(0, 300),
    place: placeOf(detail),
  };
};

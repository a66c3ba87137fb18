import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

const QUARANTINE_ZH = '原始字节已保留在隔离区；修正来源或解码格式后可重放。';
const QUARANTINE_EN =
  'The original bytes are kept in quarantine; replay them after the source or its format is corrected.';

/** Every error this library throws. `detail` carries the place (line, offset, field) as far as it is known. */
export const LOG_ERRORS = defineErrors({
  'logs.too_long': {
    status: 413,
    zh: '记录、行或字段值超过长度上限',
    en: 'A record, line or value is longer than the limit',
    doZh: '请在来源处截断该记录，或调高该来源的行长上限。',
    doEn: 'Shorten the record at its source, or raise the line limit of this source.',
  },
  'logs.too_deep': {
    status: 422,
    zh: 'JSON 嵌套层数超过上限',
    en: 'The JSON is nested deeper than the limit',
    doZh: QUARANTINE_ZH,
    doEn: QUARANTINE_EN,
  },
  'logs.too_many_fields': {
    status: 422,
    zh: '记录的字段数超过上限',
    en: 'The record has more fields than the limit',
    doZh: QUARANTINE_ZH,
    doEn: QUARANTINE_EN,
  },
  'logs.bad_json': {
    status: 422,
    zh: '不是有效的 JSON 对象',
    en: 'Not a valid JSON object',
    doZh: QUARANTINE_ZH,
    doEn: QUARANTINE_EN,
  },
  'logs.bad_record': {
    status: 422,
    zh: '记录不符合所声明格式的语法',
    en: 'The record does not follow the syntax of its format',
    doZh: QUARANTINE_ZH,
    doEn: QUARANTINE_EN,
  },
  'logs.bad_frame': {
    status: 422,
    zh: 'syslog 流的分帧错误',
    en: 'The framing of a syslog stream is broken',
    doZh: '请检查发送端的分帧方式（RFC 6587：按长度或按换行）；连接应当关闭后重建。',
    doEn: 'Check how the sender frames messages (RFC 6587: octet counting or newline); close the connection and let it reconnect.',
  },
  'logs.bad_evtx': {
    status: 422,
    zh: 'EVTX 文件、块或记录已损坏',
    en: 'The EVTX file, chunk or record is damaged',
    doZh: '其余块和记录已照常读取；请从源主机重新导出此文件。',
    doEn: 'The other chunks and records were read; export the file again from its host.',
  },
  'logs.unknown_format': {
    status: 415,
    zh: '无法识别日志格式',
    en: 'The log format was not recognised',
    doZh: '请在来源设置中指明格式。',
    doEn: 'Name the format in the settings of the source.',
  },
});

/** Closed set of this library's error codes. */
export type LogErrorCode = keyof typeof LOG_ERRORS;

/** The error of this library, with its code typed. */
export type LogError = DomainError<LogErrorCode>;

/** Builds this library's error. */
export const logError = (code: LogErrorCode, detail: ErrorDetail, cause?: unknown): LogError =>
  new DomainError(code, detail, cause);

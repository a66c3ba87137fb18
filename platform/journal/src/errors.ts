import { DomainError, defineErrors } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Everything that the journal may throw or reject with. */
export const journalErrors = defineErrors({
  'journal.busy': {
    status: 429,
    zh: '日志队列已满，本次写入未被接收',
    en: 'The queue of the journal is full; this record was not taken',
    doZh: '稍后重试；持续出现时请检查磁盘速度',
    doEn: 'Send it again a little later; when it goes on, check the speed of the disk',
  },
  'journal.full': {
    status: 507,
    zh: '日志所在磁盘空间不足，本次写入未被接收',
    en: 'The disk of the journal is full; this record was not taken',
    doZh: '释放或扩充磁盘空间，恢复后自动继续写入',
    doEn: 'Free or add disk space; writing resumes by itself',
  },
  'journal.write_failed': {
    status: 503,
    zh: '日志写盘失败，本次写入未被接收',
    en: 'Writing the journal to disk failed; this record was not taken',
    doZh: '重新发送；持续出现时请检查磁盘健康状况',
    doEn: 'Send it again; when it goes on, check the health of the disk',
  },
  'journal.locked': {
    status: 409,
    zh: '数据目录正被另一进程使用',
    en: 'Another process uses this data folder',
    doZh: '先停止占用的进程，或使用其他数据目录',
    doEn: 'Stop the process that holds it, or use another data folder',
  },
  'journal.closed': {
    status: 503,
    zh: '日志已关闭',
    en: 'The journal is closed',
    doZh: '服务启动完成后重试',
    doEn: 'Try again when the server is up',
  },
  'journal.bad_record': {
    status: 400,
    zh: '记录不符合日志格式要求',
    en: 'The record does not fit the journal',
    doZh: '按错误说明修改该字段',
    doEn: 'Correct the named field',
  },
  'journal.damaged': {
    status: 500,
    zh: '日志文件已损坏',
    en: 'A journal file is damaged',
    doZh: '保留原文件，从副本或备份恢复所指分段',
    doEn: 'Keep the file; restore the named segment from a copy or backup',
  },
  'journal.not_retirable': {
    status: 409,
    zh: '该日志分段不可移除',
    en: 'This journal segment cannot be removed',
    doZh: '只有最旧的已封存分段可由留存管理移除',
    doEn: 'Only the oldest sealed segment goes, by the retention manager',
  },
  'journal.ahead': {
    status: 409,
    zh: '读取位置超出日志末尾，日志可能被回退或替换',
    en: 'The position lies beyond the end of the journal: it was rolled back or replaced',
    doZh: '核对日志目录；确认后重置该读取位置并重建派生数据',
    doEn: 'Check the journal folder; then reset the position and rebuild what is derived',
  },
  'journal.bad_export': {
    status: 422,
    zh: '导出文件已损坏，或不是日志导出文件',
    en: 'The export is damaged or is none',
    doZh: '重新传输文件，或用 chedun logs export 重新导出',
    doEn: 'Transfer the file again, or make it again with chedun logs export',
  },
  'journal.not_sealed': {
    status: 404,
    zh: '没有可以用所给公钥验证的日志检查点',
    en: 'There is no checkpoint of this log that the given keys verify',
    doZh: '核对公钥是否属于此日志；服务启动约 10 秒后才有首个检查点',
    doEn: 'Check that the keys are those of this log; the first checkpoint comes ten seconds after the start',
  },
  'journal.position_damaged': {
    status: 500,
    zh: '读取位置文件已损坏',
    en: 'The position file is damaged',
    doZh: '删除该文件，从日志开头重建派生数据',
    doEn: 'Delete the file and rebuild what is derived from the start of the journal',
  },
});

/** Codes of {@link journalErrors}. */
export type JournalErrorCode = keyof typeof journalErrors;

/** Makes an error of this catalogue. */
export const journalError = (
  code: JournalErrorCode,
  detail: ErrorDetail,
  cause?: unknown,
): DomainError<JournalErrorCode> => new DomainError(code, detail, cause);

/** Turns what a failed file operation threw into an error of the catalogue. */
export const writeError = (cause: unknown): DomainError<JournalErrorCode> => {
  if (cause instanceof DomainError) return journalError('journal.write_failed', cause.detail, cause);
  const { code, message } = systemError(cause);
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return journalError(full ? 'journal.full' : 'journal.write_failed', { reason: message, errno: code }, cause);
};

/** The system error code of what a file operation threw ("ENOENT"), or "" when it is none. */
export const errnoOf = (cause: unknown): string => systemError(cause).code;

const systemError = (cause: unknown): { code: string; message: string } => {
  if (!(cause instanceof Error)) return { code: '', message: String(cause) };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { code, message: cause.message };
};

import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Errors of the event store. */
export const eventsErrors = defineErrors({
  'events.unavailable': {
    status: 503,
    zh: '事件库暂不可用',
    en: 'The event store is not available',
    doZh: '事件继续写入日志链，不会丢失；事件库恢复后自动补写。若持续出现，请查看 store 进程的日志。',
    doEn: 'Events go on into the journal and nothing is lost; the store catches up when it is back. If this lasts, read the log of the store process.',
  },
  'events.locked': {
    status: 409,
    zh: '事件库目录正被另一个进程使用',
    en: 'Another process uses the folder of the event store',
    doZh: '停止另一个车盾进程，或用 --data 指定另一个数据目录。',
    doEn: 'Stop the other CheDun process, or point this one at another data folder.',
  },
  'events.start-failed': {
    status: 500,
    zh: '事件库无法启动',
    en: 'The event store does not start',
    doZh: '查看 reason 与 store 进程日志；数据可由日志链重建：chedun store rebuild。',
    doEn: 'Read the reason and the log of the store process; the data can be rebuilt from the journal with `chedun store rebuild`.',
  },
  'events.query-failed': {
    status: 400,
    zh: '查询失败',
    en: 'The query failed',
    doZh: '检查查询条件；详细原因见 reason。',
    doEn: 'Check the query; the reason says what was wrong.',
  },
  'events.query-too-expensive': {
    status: 422,
    zh: '查询超出时间、内存或结果行数上限',
    en: 'The query exceeds the limit of time, memory or rows',
    doZh: '缩小时间范围或增加过滤条件。',
    doEn: 'Narrow the time range or add a filter.',
  },
  'events.busy': {
    status: 503,
    zh: '同时进行的查询过多',
    en: 'Too many queries run at the same time',
    doZh: '稍后重试。',
    doEn: 'Try again in a moment.',
  },
  'events.insert-refused': {
    status: 500,
    zh: '事件库拒绝写入数据块',
    en: 'The event store refused a block',
    doZh: '数据仍在日志链中；按 reason 处理后会自动重试。',
    doEn: 'The data is still in the journal; it is sent again once the reason is dealt with.',
  },
  'events.bad-search': {
    status: 400,
    zh: '检索条件无效',
    en: 'The search is not valid',
    doZh: '按 field 与 reason 修改检索条件。',
    doEn: 'Correct the search as field and reason say.',
  },
  'events.bad-migration': {
    status: 500,
    zh: '事件库结构升级失败',
    en: 'A migration of the event store failed',
    doZh: '不要修改已执行的迁移文件；升级程序版本后重试。',
    doEn: 'Never change a migration that has run; install a matching version and try again.',
  },
});

/** Codes of {@link eventsErrors}. */
export type EventsErrorCode = keyof typeof eventsErrors;

/** Builds an error of this package. */
export const eventsError = (
  code: EventsErrorCode,
  detail: ErrorDetail,
  cause?: unknown,
): DomainError<EventsErrorCode> => new DomainError(code, detail, cause);

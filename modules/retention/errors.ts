import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const retentionErrors = defineErrors({
  'retention.too-short': {
    status: 422,
    zh: '留存天数低于法定下限，未保存。',
    en: 'The days are below the legal floor; nothing was saved.',
    doZh: '网络与安全日志至少留存 184 天（六个自然月最长为 184 天）。',
    doEn: 'Keep network and security logs for at least 184 days (six calendar months can be 184 days).',
  },
  'retention.nothing-to-remove': {
    status: 409,
    zh: '没有可以删除的日志分段。',
    en: 'No segment may be removed.',
    doZh: '在分段列表中查看每个分段保留的原因。',
    doEn: 'See in the list of segments why each of them stays.',
  },
  'retention.segment-kept': {
    status: 403,
    zh: '日志分段不能单独删除，任何角色都不行；本次尝试已记入审计。',
    en: 'No role may delete a single segment; this attempt is in the audit trail.',
    doZh: '到期的分段由系统管理员提出删除、安全管理员批准后由系统删除。',
    doEn: 'Segments that are old enough go after a proposal of the system administrator and an approval of the security administrator.',
  },
  'retention.proposal-open': {
    status: 409,
    zh: '该日志流已有待处理的删除申请。',
    en: 'A removal of this stream is already under way.',
    doZh: '先批准或驳回已有的申请。',
    doEn: 'Approve or reject the proposal that is there.',
  },
  'retention.proposal-unknown': {
    status: 404,
    zh: '没有这份删除申请。',
    en: 'There is no such proposal.',
    doZh: '刷新申请列表。',
    doEn: 'Reload the list of proposals.',
  },
  'retention.proposal-decided': {
    status: 409,
    zh: '该申请已经处理。',
    en: 'This proposal is decided.',
    doZh: '刷新申请列表。',
    doEn: 'Reload the list of proposals.',
  },
  'retention.same-person': {
    status: 403,
    zh: '不能批准自己提出的申请。',
    en: 'Nobody approves what they proposed themselves.',
    doZh: '请另一名有批准权限的人员处理。',
    doEn: 'Ask another person who may approve.',
  },
  'retention.hold-unknown': {
    status: 404,
    zh: '没有这项法律保全。',
    en: 'There is no such legal hold.',
    doZh: '刷新保全列表。',
    doEn: 'Reload the list of holds.',
  },
  'retention.hold-state': {
    status: 409,
    zh: '法律保全的当前状态不允许此操作。',
    en: 'The legal hold is not in a state for this.',
    doZh: '刷新保全列表，按当前状态操作。',
    doEn: 'Reload the list of holds and act on its state.',
  },
  'retention.hold-range': {
    status: 422,
    zh: '结束时间早于开始时间。',
    en: 'The end lies before the beginning.',
    doZh: '修改时间范围。',
    doEn: 'Correct the range of time.',
  },
  'retention.cold-damaged': {
    status: 500,
    zh: '冷存文件缺失或与签名清单不符。',
    en: 'A file of the cold tier is missing or is not what its signed manifest says.',
    doZh: '在日志留存页面做一次恢复测试，按结果从备份恢复该文件；日志分段中的原始记录不受影响。',
    doEn: 'Run a restore test on the page of log retention and restore the file from a backup; the journal still holds the records.',
  },
  'retention.hot-without-cold': {
    status: 422,
    zh: '检索保留天数须大于冷存天数。',
    en: 'Rows can only leave the event store after their Parquet copy is made.',
    doZh: '先设置冷存天数，且检索保留天数大于它。',
    doEn: 'Set the days of the cold tier first, and more days for the searchable rows.',
  },
});

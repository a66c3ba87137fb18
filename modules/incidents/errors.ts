import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const incidentErrors = defineErrors({
  'incidents.unknown': {
    status: 404,
    zh: '没有这个事件',
    en: 'There is no such incident',
    doZh: '请刷新列表。',
    doEn: 'Read the list again.',
  },
  'incidents.unknown-finding': {
    status: 422,
    zh: '告警或隐患不存在',
    en: 'There is no such finding',
    doZh: '请从告警列表中重新选择。',
    doEn: 'Choose it in the list of findings again.',
  },
  'incidents.in-future': {
    status: 422,
    zh: '时间不能晚于当前时间',
    en: 'The time lies in the future',
    doZh: '请核对时间。',
    doEn: 'Check the time.',
  },
  'incidents.before-known': {
    status: 422,
    zh: '通话时间早于事件的发现时间',
    en: 'The call lies before the incident was known',
    doZh: '请核对通话时间。',
    doEn: 'Check the time of the call.',
  },
  'incidents.plan-started': {
    status: 409,
    zh: '预案已启动，启动时间不可更改',
    en: 'The plan was started; its time is fixed',
    doZh: '无需重复启动；后续情况请记入时间线。',
    doEn: 'It need not be started again; write what follows into the timeline.',
  },
  'incidents.wrong-state': {
    status: 409,
    zh: '当前状态不能这样变更',
    en: 'This change does not fit the state',
    doZh: '顺序为：处置中、已遏制、响应结束、已结案；结案前须办结全部时限并核实恢复清单。',
    doEn: 'The order is open, contained, ended, closed; before closing every clock has ended and recovery is verified.',
  },
  'incidents.not-ready': {
    status: 422,
    zh: '报告缺少必填内容',
    en: 'The report lacks what it must hold',
    doZh: '按 detail.missing 补充；初报只需①②，其余可后续补报。电话报告不受影响，应立即进行。',
    doEn: 'Fill in what detail.missing names; a first report needs only items 1 and 2. The telephone report never waits for it.',
  },
  'incidents.not-owed': {
    status: 409,
    zh: '该事件无需这份报告',
    en: 'The incident owes no such report',
    doZh: '请核对定级；首次报告之后才能续报，响应结束之后才能总结。',
    doEn: 'Check the grading; follow-ups come after the first report, summaries after the response ended.',
  },
  'incidents.unknown-report': {
    status: 404,
    zh: '没有这份报告',
    en: 'There is no such report',
    doZh: '请刷新页面。',
    doEn: 'Read the page again.',
  },
  'incidents.unknown-evidence': {
    status: 404,
    zh: '没有这份证据',
    en: 'There is no such evidence',
    doZh: '请刷新页面。',
    doEn: 'Read the page again.',
  },
  'incidents.empty-evidence': {
    status: 422,
    zh: '证据文件为空',
    en: 'The file of the evidence is empty',
    doZh: '请重新选择文件。',
    doEn: 'Choose the file again.',
  },
  'incidents.unverified-recovery': {
    status: 422,
    zh: '已完成的恢复项须写明如何核实',
    en: 'A finished item of recovery says how it was verified',
    doZh: '请填写核实方式，例如探测结果或复测记录。',
    doEn: 'Say how: a probe, a test, a second look.',
  },
});

/** Codes of {@link incidentErrors}. */
export type IncidentErrorCode = keyof typeof incidentErrors;

/** An error of this module. */
export const incidentError = (code: IncidentErrorCode, detail: ErrorDetail = {}): DomainError =>
  new DomainError(code, detail);

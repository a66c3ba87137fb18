import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const oversightErrors = defineErrors({
  'oversight.unknown': {
    status: 404,
    zh: '没有这件通知、事件、检查或企业',
    en: 'There is no such notice, incident, inspection or enterprise',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'oversight.not-now': {
    status: 409,
    zh: '现在不能这样处理',
    en: 'This cannot be done now',
    doZh: '请刷新后查看当前状态',
    doEn: 'Read it again and look at its state',
  },
  'oversight.not-an-enterprise': {
    status: 403,
    zh: '该账号未绑定企业',
    en: 'This account is not that of an enterprise',
    doZh: '请先报送第一个文件包，由监管部门确认账号与签名证书',
    doEn: 'Hand a first package in, so that the authority confirms account and certificate',
  },
  'oversight.old-version': {
    status: 409,
    zh: '通知内容已更新，请重新阅读后再确认',
    en: 'The notice was changed; read it again',
    doZh: '请刷新并阅读最新内容',
    doEn: 'Fetch the notice again',
  },
  'oversight.same-account': {
    status: 403,
    zh: '提出处罚建议的账号不能作出决定',
    en: 'Whoever proposed a penalty does not decide it',
    doZh: '由另一名有权限的人员决定',
    doEn: 'Let another person decide',
  },
  'oversight.no-order': {
    status: 409,
    zh: '只有逾期未改正或反馈未完成的责令改正才能提出处罚建议',
    en: 'Penalties are proposed for orders that were not obeyed in time',
    doZh: '先责令改正并等待期限届满',
    doEn: 'Order to correct first, and wait for its day',
  },
  'oversight.rung-missing': {
    status: 409,
    zh: '尚未给予警告，不能建议罚款',
    en: 'There was no warning before the fine',
    doZh: '先提出警告并由他人决定',
    doEn: 'Propose a warning first and let it be decided',
  },
  'oversight.basis-unknown': {
    status: 422,
    zh: '没有这项依据，或依据不适用于这类通知',
    en: 'There is no such legal basis for this kind of notice',
    doZh: '从依据列表中选择',
    doEn: 'Choose one of the list',
  },
  'oversight.file-unknown': {
    status: 422,
    zh: '找不到附件',
    en: 'The file is not there',
    doZh: '请重新上传附件',
    doEn: 'Upload it again',
  },
  'oversight.in-future': {
    status: 422,
    zh: '时间晚于现在',
    en: 'The time lies in the future',
    doZh: '请核对时间',
    doEn: 'Check the time',
  },
  'oversight.day-past': {
    status: 422,
    zh: '期限早于今天',
    en: 'The day is over already',
    doZh: '请选择今天或以后的日期',
    doEn: 'Choose today or a later day',
  },
  'oversight.items-open': {
    status: 409,
    zh: '仍有未填写结论的检查事项',
    en: 'Some items have no result yet',
    doZh: '逐项填写检查情况和结论后再出具记录',
    doEn: 'Fill in every item first',
  },
  'oversight.cursor-invalid': {
    status: 400,
    zh: '分页位置无效',
    en: 'The place in the list is not valid',
    doZh: '请从第一页重新读取',
    doEn: 'Begin at the first page',
  },
});
export type OversightErrorCode = keyof typeof oversightErrors;

/** Builds an error of this module; the caller throws it. */
export const oversightError = (code: OversightErrorCode, detail: ErrorDetail = {}): DomainError<OversightErrorCode> =>
  new DomainError(code, detail);

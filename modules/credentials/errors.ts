import { defineErrors, DomainError } from '@chedun/kernel';

/** Errors of this module. */
export const credentialsErrors = defineErrors({
  'credentials.no-authority': {
    status: 409,
    zh: '尚无应用证书机构',
    en: 'There is no authority for application and identity certificates yet',
    doZh: '请在“车载假名证书”页面的“密钥仪式”中提出“建立应用证书机构”，并由另一人批准',
    doEn: 'Propose the ceremony “authority of application certificates” on the page of pseudonyms, and have another person approve it',
  },
  'credentials.profile-unknown': {
    status: 404,
    zh: '没有这个证书模板',
    en: 'There is no such profile',
    doZh: '请从模板列表中选择',
    doEn: 'Choose one of the list of profiles',
  },
  'credentials.profile-built-in': {
    status: 409,
    zh: '内置模板不能修改',
    en: 'A profile of the product cannot be changed',
    doZh: '请换一个编号另存为自有模板',
    doEn: 'Save it under another id as a profile of your own',
  },
  'credentials.bad-request': {
    status: 422,
    zh: '证书请求无法识别或签名不成立',
    en: 'The request cannot be read, or its signature does not hold',
    doZh: '请用设备重新生成请求（chedun v2x pki device service-request）',
    doEn: 'Make the request again on the device (chedun v2x pki device service-request)',
  },
  'credentials.beyond-profile': {
    status: 422,
    zh: '请求超出模板允许的范围',
    en: 'The request goes beyond its profile',
    doZh: '请按 detail.reason 修改应用、权限、区域或有效期',
    doEn: 'Change applications, permissions, region or validity as detail.reason says',
  },
  'credentials.not-renewable': {
    status: 403,
    zh: '该证书现在不能更新',
    en: 'This certificate cannot be renewed now',
    doZh: '请在更新窗口内、用未撤销的现有证书签名申请',
    doEn: 'Ask within the window of renewal, under a certificate of ours that is not revoked',
  },
  'credentials.unknown': {
    status: 404,
    zh: '没有这张证书或这个申请',
    en: 'There is no such certificate or request',
    doZh: '请刷新页面后重试',
    doEn: 'Reload and try again',
  },
  'credentials.decided': {
    status: 409,
    zh: '该事项已经处理',
    en: 'This was decided already',
    doZh: '请刷新页面查看结果',
    doEn: 'Reload to see the result',
  },
  'credentials.same-person': {
    status: 403,
    zh: '提出人不能批准自己的申请',
    en: 'Who asked cannot approve',
    doZh: '请由另一位有审批权限的人员处理',
    doEn: 'Have another person with the permission decide',
  },
});

type Code = keyof typeof credentialsErrors;

/** An error of the catalogue. */
export const credentialsError = (code: Code, reason?: string, cause?: unknown): DomainError =>
  new DomainError(code, reason === undefined ? {} : { reason }, cause);

import { defineErrors, DomainError } from '@chedun/kernel';

/** Errors of this module. */
export const pseudonymsErrors = defineErrors({
  'pseudonyms.no-hierarchy': {
    status: 409,
    zh: '尚未建立车载假名证书体系',
    en: 'There is no hierarchy of pseudonym certificates yet',
    doZh: '请先在“车载假名证书”页面建立证书体系',
    doEn: 'Build the hierarchy on the page of pseudonym certificates first',
  },
  'pseudonyms.exists': {
    status: 409,
    zh: '该算法的证书体系已经存在',
    en: 'The hierarchy of this profile exists already',
    doZh: '每种算法只建立一套证书体系，请直接使用',
    doEn: 'There is one hierarchy for each profile; use it',
  },
  'pseudonyms.bad-message': {
    status: 422,
    zh: '报文无法识别或不符合流程',
    en: 'The message cannot be read, or does not belong here',
    doZh: '请按 YD/T 3957 的管理报文格式重新生成请求',
    doEn: 'Make the request again in the form of the management messages of YD/T 3957',
  },
  'pseudonyms.bad-signature': {
    status: 422,
    zh: '报文签名不成立',
    en: 'The signature of the message does not hold',
    doZh: '请检查设备私钥与证书是否配对',
    doEn: 'Check that the private key of the device belongs to its certificate',
  },
  'pseudonyms.not-allowed': {
    status: 403,
    zh: '该车辆未获准注册',
    en: 'This vehicle may not enrol',
    doZh: '请先由管理员导入该车辆的车架号，或解除停用',
    doEn: 'Have an operator import its VIN first, or lift its bar',
  },
  'pseudonyms.not-enrolled': {
    status: 403,
    zh: '注册证书不可信或已过期',
    en: 'The enrolment certificate is not trusted, or has expired',
    doZh: '请重新注册，取得有效的注册证书',
    doEn: 'Enrol again to get a valid enrolment certificate',
  },
  'pseudonyms.blocked': {
    status: 403,
    zh: '该设备已被列入黑名单',
    en: 'This device is blocked',
    doZh: '请联系证书管理员处理异常行为报告',
    doEn: 'Ask the certificate operators about the misbehaviour report',
  },
  'pseudonyms.no-file': {
    status: 404,
    zh: '没有这个周期的证书文件',
    en: 'There is no file of this period',
    doZh: '请稍后再试，或检查周期编号',
    doEn: 'Try again later, or check the number of the period',
  },
  'pseudonyms.unknown-certificate': {
    status: 404,
    zh: '不是本体系签发的假名证书',
    en: 'Not a pseudonym certificate of this hierarchy',
    doZh: '请提供本体系签发的假名证书，或带证书的签名消息',
    doEn: 'Give a pseudonym certificate of this hierarchy, or a signed message with it',
  },
  'pseudonyms.ceremony-refused': {
    status: 422,
    zh: '密钥仪式的计划不成立',
    en: 'The plan of this ceremony does not hold',
    doZh: '请按 detail.reason 修改计划后重新提出',
    doEn: 'Change the plan as detail.reason says, and propose it again',
  },
  'pseudonyms.not-published': {
    status: 404,
    zh: '尚未签发',
    en: 'Nothing of the kind was signed yet',
    doZh: '请先提出相应的密钥仪式',
    doEn: 'Propose the ceremony that signs it first',
  },
  'pseudonyms.bad-report': {
    status: 422,
    zh: '异常行为报告未通过核验',
    en: 'The misbehaviour report did not pass the checks',
    doZh: '请按 detail.reason 处理：报告须由可信的上报方签名、为异常行为机构加密，且其中每条消息均由被举报的假名证书签名',
    doEn: 'Act on detail.reason: a report is signed by a trusted reporter, encrypted for the misbehaviour authority, and every message in it is signed by the accused pseudonym',
  },
  'pseudonyms.decided': {
    status: 409,
    zh: '该事项已经处理',
    en: 'This was decided already',
    doZh: '请刷新页面查看结果',
    doEn: 'Reload to see the result',
  },
  'pseudonyms.same-person': {
    status: 403,
    zh: '提出人不能批准自己的申请',
    en: 'Who asked for something cannot approve it',
    doZh: '请由另一位有审批权限的人员处理',
    doEn: 'Have another person with the permission decide',
  },
});

type Code = keyof typeof pseudonymsErrors;

/** An error of the catalogue. */
export const pseudonymsError = (code: Code, detail: { readonly reason?: string } = {}, cause?: unknown): DomainError =>
  new DomainError(code, detail, cause);

import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const inspectionAccessErrors = defineErrors({
  'inspection-access.unknown': {
    status: 404,
    zh: '没有这次检查、检查人员或取证包',
    en: 'There is no such inspection, inspector or bundle',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'inspection-access.order-refused': {
    status: 422,
    zh: '文件包不是有效的检查通知',
    en: 'The package is no valid order of an inspection',
    doZh: '原因见提示；请向检查机关索取原始 .cdf 文件包，不要解压后重新打包',
    doEn: 'The reason is given; ask the authority for the original .cdf package',
  },
  'inspection-access.signature': {
    status: 422,
    zh: '检查通知的签名无效',
    en: 'The signature of the order does not hold',
    doZh: '不要接待；通过电话等其他渠道联系检查机关核实',
    doEn: 'Let nobody in; ask the authority by another channel',
  },
  'inspection-access.expired': {
    status: 422,
    zh: '检查时段已结束',
    en: 'The time box of the order is over',
    doZh: '如需继续检查，请检查机关签发新的检查通知',
    doEn: 'The authority has to issue a new order',
  },
  'inspection-access.not-ours': {
    status: 422,
    zh: '检查通知的被检查单位不是本单位',
    en: 'The order names another organisation',
    doZh: '核对“单位与责任人”中的统一社会信用代码，或联系检查机关',
    doEn: 'Compare the code of the organisation, or ask the authority',
  },
  'inspection-access.not-now': {
    status: 409,
    zh: '当前状态不能这样处理',
    en: 'This cannot be done in its present state',
    doZh: '请刷新后查看当前状态',
    doEn: 'Read it again and look at its state',
  },
  'inspection-access.certificate': {
    status: 422,
    zh: '输入的证书 SM3 与检查通知的签名证书不一致',
    en: 'The SM3 is not that of the certificate that signed the order',
    doZh: '请向检查机关逐位核对；仍不一致时不要放行任何人',
    doEn: 'Compare it with the authority once more; let nobody in when it still differs',
  },
  'inspection-access.by-hand': {
    status: 403,
    zh: '接受检查通知和放行检查人员须由登录人员本人办理',
    en: 'Accepting an order and letting people in is done by a person who signed in',
    doZh: '接口令牌不能办理；请登录后操作',
    doEn: 'API tokens cannot; sign in and do it there',
  },
  'inspection-access.scope-wider': {
    status: 422,
    zh: '开放范围超出检查通知',
    en: 'More is opened than the order names',
    doZh: '只能在检查通知列明的内容、义务、单元和时段内缩小，不能扩大',
    doEn: 'Kinds, obligations, units and time box can be narrowed, never widened',
  },
  'inspection-access.guest': {
    status: 422,
    zh: '该账号不是仅有“监督检查人员”角色的在用账号，或已为本次检查放行',
    en: 'The account is not that of an inspector only, or was let in to this inspection already',
    doZh: '请新建检查账号，或选择列表中的账号',
    doEn: 'Make a new account, or choose one of the list',
  },
  'inspection-access.not-in-scope': {
    status: 403,
    zh: '不在检查范围或检查时段内',
    en: 'Not in the scope or the time box of the inspection',
    doZh: '只能对检查通知列明、企业已开放的内容取证',
    doEn: 'Take evidence of what the order names and the enterprise opened',
  },
  'inspection-access.evidence-too-large': {
    status: 413,
    zh: '取证内容过大',
    en: 'The evidence is too large',
    doZh: '请减少条目，分几次取证（每次不超过 8 MiB）',
    doEn: 'Take it in parts of at most 8 MiB',
  },
  'inspection-access.cursor-invalid': {
    status: 400,
    zh: '分页位置无效',
    en: 'The place in the list is not valid',
    doZh: '请从第一页重新读取',
    doEn: 'Begin at the first page',
  },
});
export type InspectionAccessErrorCode = keyof typeof inspectionAccessErrors;

/** Builds an error of this module; the caller throws it. */
export const accessError = (
  code: InspectionAccessErrorCode,
  detail: ErrorDetail = {},
): DomainError<InspectionAccessErrorCode> => new DomainError(code, detail);

import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const v2xTrustErrors = defineErrors({
  'v2x-trust.bad-certificate': {
    status: 422,
    zh: '证书无法识别',
    en: 'The certificate cannot be read',
    doZh: '请提供 COER 编码的显式证书（V2X 格式，非 X.509）。',
    doEn: 'Give an explicit V2X certificate in COER (not X.509).',
  },
  'v2x-trust.bad-list': {
    status: 422,
    zh: '列表无法识别',
    en: 'The list cannot be read',
    doZh: '请核对文件完整，且所选类型（根列表、机构列表、撤销列表）与文件一致。',
    doEn: 'Check that the file is whole and of the kind that was chosen.',
  },
  'v2x-trust.issuer-unknown': {
    status: 422,
    zh: '列表的签发者未经固定或不受信任',
    en: 'Who signed the list is not pinned or not trusted',
    doZh: '根列表：先固定并由第二人确认列表签发机构的证书。机构列表：先接受包含其根证书的根列表。',
    doEn: 'List of roots: pin the certificate of its authority first. List of authorities: accept a list with its root first.',
  },
  'v2x-trust.list-forged': {
    status: 422,
    zh: '列表签名不符：内容被改动，或并非该机构签发',
    en: 'The signature of the list does not hold: it was changed, or somebody else made it',
    doZh: '请从签发机构重新获取，并核对其证书。',
    doEn: 'Fetch it again from its authority, and check the certificate of that authority.',
  },
  'v2x-trust.list-stale': {
    status: 422,
    zh: '列表已过期：下一期的发布日期已过',
    en: 'The list is stale: the date of its next one has passed',
    doZh: '请索取新一期列表。',
    doEn: 'Ask for the next list.',
  },
  'v2x-trust.list-future': {
    status: 422,
    zh: '列表的签发时间晚于当前时间',
    en: 'The list is issued in the future',
    doZh: '请核对本机时钟与 v2x.leapSeconds 设置。',
    doEn: 'Check the clock of this machine and the setting v2x.leapSeconds.',
  },
  'v2x-trust.rollback': {
    status: 409,
    zh: '拒绝回退：列表早于当前生效的列表',
    en: 'Rollback refused: the list is older than the one in force',
    doZh: '请使用序号与签发时间更新的列表。',
    doEn: 'Use a list with a later series and date of issue.',
  },
  'v2x-trust.known': {
    status: 409,
    zh: '该条目已在列表中',
    en: 'This is known already',
    doZh: '刷新页面查看其状态。',
    doEn: 'Reload and look at its state.',
  },
  'v2x-trust.unknown': {
    status: 404,
    zh: '没有该条目',
    en: 'There is no such entry',
    doZh: '刷新页面。',
    doEn: 'Reload the page.',
  },
  'v2x-trust.state': {
    status: 409,
    zh: '当前状态不允许此操作',
    en: 'Its state does not allow this',
    doZh: '刷新页面，按当前状态操作。',
    doEn: 'Reload and act on its state.',
  },
  'v2x-trust.same-person': {
    status: 403,
    zh: '不能批准自己提出的信任变更',
    en: 'Nobody accepts a change of trust that they proposed themselves',
    doZh: '请另一名有批准权限的人员处理。',
    doEn: 'Ask another person who may accept.',
  },
  'v2x-trust.crl-refused': {
    status: 422,
    zh: '撤销列表校验未通过',
    en: 'The revocation list did not pass the checks',
    doZh: '按详情中的原因处理：签发者链不受信任、签名不符、过期或与上一期不衔接。',
    doEn: 'Act on the reason: chain not trusted, wrong signature, stale, or it does not follow the one before.',
  },
  'v2x-trust.bad-message': {
    status: 422,
    zh: '消息既不是十六进制也不是 Base64',
    en: 'The message is neither hex nor base64',
    doZh: '请粘贴完整的十六进制或 Base64 文本。',
    doEn: 'Paste the whole message as hex or base64.',
  },
  'v2x-trust.busy': {
    status: 503,
    zh: '验证线程繁忙，消息未被接收',
    en: 'The verification is busy; the messages were not taken',
    doZh: '稍后重试，或增加 v2x.threads。',
    doEn: 'Try again later, or raise v2x.threads.',
  },
  'v2x-trust.fetch-failed': {
    status: 502,
    zh: '无法从该地址取得列表',
    en: 'The list could not be fetched from the address',
    doZh: '检查地址、网络与服务器证书。',
    doEn: 'Check the address, the network and the certificate of the server.',
  },
});

/** Codes of {@link v2xTrustErrors}. */
export type V2xTrustErrorCode = keyof typeof v2xTrustErrors;

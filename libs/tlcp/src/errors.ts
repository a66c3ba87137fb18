import { defineErrors, DomainError } from '@chedun/kernel';
import { ALERT, alertName } from './names.ts';

/** Every error of a connection. */
export const TLCP_ERRORS = defineErrors({
  'tlcp.decode': {
    status: 422,
    zh: 'TLCP 报文不符合格式',
    en: 'A message of TLCP is malformed',
    doZh: '请检查对端实现与线路是否完好',
    doEn: 'Check the implementation of the other side and the line between',
  },
  'tlcp.limit': {
    status: 422,
    zh: 'TLCP 报文超出长度或数量限制',
    en: 'A message of TLCP is too long, or there are too many',
    doZh: '请检查证书链长度与对端实现',
    doEn: 'Check the length of the certificate chain and the implementation of the other side',
  },
  'tlcp.version': {
    status: 422,
    zh: '对端使用的不是 TLCP（0x0101）',
    en: 'The other side does not speak TLCP (0x0101)',
    doZh: '请确认端口：TLS 与 TLCP 使用不同端口',
    doEn: 'Check the port: TLS and TLCP have ports of their own',
  },
  'tlcp.no-suite': {
    status: 422,
    zh: '双方没有共同的密码套件或压缩方式',
    en: 'Both sides have no cipher suite or compression in common',
    doZh: '请启用 ECC_SM4_GCM_SM3 或 ECC_SM4_CBC_SM3',
    doEn: 'Enable ECC_SM4_GCM_SM3 or ECC_SM4_CBC_SM3',
  },
  'tlcp.unexpected': {
    status: 422,
    zh: '报文的顺序不对',
    en: 'A message came out of its order',
    doZh: '请检查对端实现',
    doEn: 'Check the implementation of the other side',
  },
  'tlcp.certificate': {
    status: 422,
    zh: '对端证书不可信',
    en: 'The certificate of the other side is not trusted',
    doZh: '原因见 detail.reason；请核对信任的根证书、有效期、名称与用途',
    doEn: 'See detail.reason; check the trusted roots, the dates, the name and the usage',
  },
  'tlcp.no-certificate': {
    status: 422,
    zh: '客户端没有出示证书',
    en: 'The client showed no certificate',
    doZh: '请为客户端配置签名证书与私钥',
    doEn: 'Give the client a signing certificate and its key',
  },
  'tlcp.bad-signature': {
    status: 422,
    zh: '握手签名不正确',
    en: 'A signature of the handshake is wrong',
    doZh: '请检查私钥与证书是否成对',
    doEn: 'Check that the private key belongs to the certificate',
  },
  'tlcp.bad-finished': {
    status: 422,
    zh: '握手摘要不一致：报文在途中被改动，或密钥不同',
    en: 'The digests of the handshake differ: it was changed on its way, or the keys differ',
    doZh: '请检查加密证书与私钥是否成对，以及中间设备',
    doEn: 'Check that the private key belongs to the encryption certificate, and what stands between',
  },
  'tlcp.bad-record': {
    status: 422,
    zh: '记录无法解密或校验失败',
    en: 'A record cannot be opened',
    doZh: '请检查线路与中间设备；若持续出现，可能有人在改动数据',
    doEn: 'Check the line and what stands between; if it goes on, somebody may be changing data',
  },
  'tlcp.renegotiation': {
    status: 422,
    zh: '不接受重新协商',
    en: 'Renegotiation is refused',
    doZh: '请让对端重新建立连接',
    doEn: 'Let the other side open a new connection',
  },
  'tlcp.truncated': {
    status: 422,
    zh: '连接在告知关闭之前中断，数据可能被截断',
    en: 'The connection ended without close_notify, so data may be missing',
    doZh: '请检查网络；握手期间中断时请看对端日志',
    doEn: 'Check the network; when it broke in the handshake, look into the log of the other side',
  },
  'tlcp.alert': {
    status: 422,
    zh: '对端以告警结束了连接',
    en: 'The other side ended the connection with an alert',
    doZh: '告警名见 detail.alert',
    doEn: 'See detail.alert for its name',
  },
  'tlcp.key': {
    status: 500,
    zh: '本端的私钥操作失败',
    en: 'An operation with the private key of this side failed',
    doZh: '请检查密钥文件或密码设备',
    doEn: 'Check the key file or the crypto device',
  },
  'tlcp.value': {
    status: 400,
    zh: 'TLCP 设置有误',
    en: 'A setting of TLCP is wrong',
    doZh: '请修改 detail.field 指出的设置',
    doEn: 'Change the setting that detail.field names',
  },
});

/** Codes of {@link TLCP_ERRORS}. */
export type TlcpErrorCode = keyof typeof TLCP_ERRORS;

/** The alert that tells the other side of an error; errors that are not told have none. */
const TOLD: Readonly<Record<TlcpErrorCode, number | undefined>> = {
  'tlcp.decode': ALERT.decodeError,
  'tlcp.limit': ALERT.decodeError,
  'tlcp.version': ALERT.protocolVersion,
  'tlcp.no-suite': ALERT.handshakeFailure,
  'tlcp.unexpected': ALERT.unexpectedMessage,
  'tlcp.certificate': ALERT.badCertificate,
  'tlcp.no-certificate': ALERT.handshakeFailure,
  'tlcp.bad-signature': ALERT.decryptError,
  'tlcp.bad-finished': ALERT.decryptError,
  'tlcp.bad-record': ALERT.badRecordMac,
  'tlcp.renegotiation': ALERT.noRenegotiation,
  'tlcp.truncated': undefined,
  'tlcp.alert': undefined,
  'tlcp.key': ALERT.internalError,
  'tlcp.value': ALERT.internalError,
};

/** The only error of this library. */
export class TlcpError extends DomainError<TlcpErrorCode> {
  /** Number of the alert with which the other side is told; undefined when it is not. */
  readonly alert: number | undefined;

  constructor(code: TlcpErrorCode, reason: string, more: { readonly offset?: number; readonly alert?: number } = {}) {
    const { offset, alert } = more;
    super(code, { reason, ...(offset === undefined ? {} : { offset }) });
    this.name = 'TlcpError';
    this.alert = alert ?? TOLD[code];
  }
}

/** The error for an alert that came. */
export const alertError = (number: number): TlcpError => new TlcpError('tlcp.alert', alertName(number));

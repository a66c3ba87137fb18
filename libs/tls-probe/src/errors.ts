import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error that this library throws; `detail.offset` is the byte in what the server sent, or in the message named by `detail.field`. */
export const TLS_PROBE_ERRORS = defineErrors({
  'tls-probe.truncated': {
    status: 422,
    zh: '应答在字段中途结束',
    en: 'The answer ends inside a field',
    doZh: '请检查网络是否中断了连接，稍后重新探测。',
    doEn: 'Check whether the network cut the connection, and probe again.',
  },
  'tls-probe.malformed': {
    status: 422,
    zh: '应答不符合 TLS 或 TLCP 的格式',
    en: 'The answer is neither TLS nor TLCP',
    doZh: '请检查该端口上是否为 TLS 或 TLCP 服务。',
    doEn: 'Check that a TLS or TLCP service listens at this port.',
  },
  'tls-probe.limit': {
    status: 422,
    zh: '应答的长度或数量超出限制',
    en: 'The answer is longer or has more parts than allowed',
    doZh: '请检查对端是否为正常的 TLS 服务。',
    doEn: 'Check that the other side is an ordinary TLS service.',
  },
  'tls-probe.decrypt': {
    status: 422,
    zh: '无法解开 TLS 1.3 握手报文',
    en: 'The TLS 1.3 handshake could not be opened',
    doZh: '请检查中间设备是否改动了握手。',
    doEn: 'Check whether something between changes the handshake.',
  },
  'tls-probe.value': {
    status: 422,
    zh: '探测参数无效',
    en: 'A value of the probe is not possible',
    doZh: '请修改 detail.field 指出的参数。',
    doEn: 'Change the value named in detail.field.',
  },
});

/** Codes of {@link TLS_PROBE_ERRORS}. */
export type TlsProbeErrorCode = keyof typeof TLS_PROBE_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const tlsProbeError = (code: TlsProbeErrorCode, detail: ErrorDetail): DomainError<TlsProbeErrorCode> =>
  new DomainError(code, detail);

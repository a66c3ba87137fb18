import { DomainError, defineErrors, isDomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Everything that the bus itself may throw; errors of the journal pass through. */
export const busErrors = defineErrors({
  'bus.unavailable': {
    status: 503,
    zh: '消息总线不可用',
    en: 'The message bus cannot be reached or refused the operation',
    doZh: '检查 NATS 服务器地址、证书以及 JetStream 是否启用',
    doEn: 'Check the address and certificate of the NATS server and that JetStream is enabled',
  },
  'bus.too_large': {
    status: 413,
    zh: '数据帧超过总线允许的消息长度',
    en: 'A frame is longer than a message of the bus may be',
    doZh: '调大 NATS 服务器的 max_payload',
    doEn: 'Raise max_payload of the NATS server',
  },
  'bus.bad_message': {
    status: 500,
    zh: '总线上的消息不是完整的数据帧',
    en: 'A message of the bus does not hold whole frames',
    doZh: '检查是否有其他程序向该主题发布消息；原始数据仍在网关日志中',
    doEn: 'Check who else publishes to the subject; the frames are still in the journal of the gateway',
  },
});

/** Makes an error of this catalogue. */
export const busError = (code: keyof typeof busErrors, detail: ErrorDetail, cause?: unknown): DomainError =>
  new DomainError(code, detail, cause);

/** Rethrows an error of the house; everything else becomes `bus.unavailable`. */
export const unavailable = (cause: unknown): never => {
  if (isDomainError(cause)) throw cause;
  throw busError('bus.unavailable', { reason: cause instanceof Error ? cause.message : String(cause) }, cause);
};

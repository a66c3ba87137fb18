import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws. Faults inside a frame are no errors: they become its `status`. */
export const JTT808_ERRORS = defineErrors({
  'jtt808.not_a_frame': {
    status: 422,
    zh: '字节不是 JT/T 808、809 或 1078 报文',
    en: 'The bytes are no frame of JT/T 808, 809 or 1078',
    doZh: '请先用分帧器从数据流中切出完整报文。',
    doEn: 'Cut the stream with the framer first and hand over one whole frame.',
  },
  'jtt808.range': {
    status: 422,
    zh: '字段取值无法按该版本标准编码',
    en: 'A value does not fit its field in this edition',
    doZh: '请按标准的取值范围修改 detail.field 指出的字段。',
    doEn: 'Change the field named in detail.field to a value that the edition allows.',
  },
  'jtt808.no_layout': {
    status: 422,
    zh: '没有此消息体的格式定义',
    en: 'No layout is known for this message body',
    doZh: '请使用已定义的消息 ID 与格式名称，或以原始字节给出消息体。',
    doEn: 'Use a defined message id and variant, or give the body as raw bytes.',
  },
});

/** Codes of {@link JTT808_ERRORS}. */
export type Jtt808ErrorCode = keyof typeof JTT808_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const jttError = (code: Jtt808ErrorCode, detail: ErrorDetail): DomainError<Jtt808ErrorCode> =>
  new DomainError(code, detail);

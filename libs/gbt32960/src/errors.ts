import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws. Faults inside a frame are no errors: they become its `status`. */
export const GBT32960_ERRORS = defineErrors({
  'gbt32960.not_a_frame': {
    status: 422,
    zh: '字节不是 GB/T 32960.3 报文',
    en: 'The bytes are no GB/T 32960.3 frame',
    doZh: '请先用分帧器从数据流中切出以 ## 或 $$ 开头的完整报文。',
    doEn: 'Cut the stream with the framer first: a frame starts with ## or $$ and has at least 25 bytes.',
  },
  'gbt32960.range': {
    status: 422,
    zh: '字段取值无法按该版本标准编码',
    en: 'A value does not fit its field in this edition',
    doZh: '请按标准的取值范围修改 detail.field 指出的字段。',
    doEn: 'Change the field named in detail.field to a value that the edition allows.',
  },
  'gbt32960.no_layout': {
    status: 422,
    zh: '该版本没有此信息类型的格式定义',
    en: 'This edition defines no layout for the information type',
    doZh: '请使用该版本已定义的信息类型，或使用 80-FE 自定义数据块。',
    doEn: 'Use a type of this edition, or a user block 80-FE, which carries its own length.',
  },
  'gbt32960.answers_answer': {
    status: 409,
    zh: '应答报文不得再被应答',
    en: 'An answer must not be answered',
    doZh: '仅对应答标志为 FE 的命令报文生成应答。',
    doEn: 'Answer only frames whose answer flag is FE (command).',
  },
});

/** Codes of {@link GBT32960_ERRORS}. */
export type Gbt32960ErrorCode = keyof typeof GBT32960_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const gbtError = (code: Gbt32960ErrorCode, detail: ErrorDetail): DomainError<Gbt32960ErrorCode> =>
  new DomainError(code, detail);

import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws; `detail.field` is the path in the schema, `detail.offset` the byte in the input. */
export const ASN1_ERRORS = defineErrors({
  'asn1.truncated': {
    status: 422,
    zh: 'ASN.1 编码在字段中途结束',
    en: 'The encoding ends inside a field',
    doZh: '请检查报文是否完整，或是否使用了不同版本的 ASN.1 定义。',
    doEn: 'Check that the message is whole and follows this edition of the ASN.1 text.',
  },
  'asn1.invalid': {
    status: 422,
    zh: '编码中的取值超出 ASN.1 定义的范围',
    en: 'The encoding holds a value outside its type',
    doZh: '请检查 detail.field 指出的字段，或是否使用了不同版本的 ASN.1 定义。',
    doEn: 'Check the field named in detail.field, and that sender and reader use the same ASN.1 text.',
  },
  'asn1.limit': {
    status: 422,
    zh: '编码的嵌套深度、元素数量或长度超出限制',
    en: 'The encoding is deeper, longer or has more elements than allowed',
    doZh: '如确需更大的报文，请提高解码限制。',
    doEn: 'Raise the limits of the reader if such messages are really wanted.',
  },
  'asn1.value': {
    status: 422,
    zh: '取值无法按该 ASN.1 类型编码',
    en: 'A value does not fit its ASN.1 type',
    doZh: '请修改 detail.field 指出的字段。',
    doEn: 'Change the field named in detail.field.',
  },
  'asn1.schema': {
    status: 500,
    zh: 'ASN.1 类型定义有误',
    en: 'The type definition is wrong',
    doZh: '请修正类型表。',
    doEn: 'Mend the table of types.',
  },
});

/** Codes of {@link ASN1_ERRORS}. */
export type Asn1ErrorCode = keyof typeof ASN1_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const asn1Error = (code: Asn1ErrorCode, detail: ErrorDetail): DomainError<Asn1ErrorCode> =>
  new DomainError(code, detail);

/** Adds the path of the field to an error of this library; anything else is given back as it is. */
export const placed = (error: unknown, path: readonly (string | number)[]): unknown => {
  if (!(error instanceof DomainError) || error.detail.field !== undefined || path.length === 0) return error;
  return new DomainError(error.code, { ...error.detail, field: path.join('.') });
};

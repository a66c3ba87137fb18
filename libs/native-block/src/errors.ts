import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Errors of this lib: values that do not fit their column, and bytes that are not a Native block. */
export const nativeBlockErrors = defineErrors({
  'native-block.out-of-range': {
    status: 400,
    zh: '数值超出列类型的范围',
    en: 'The value does not fit the type of its column',
    doZh: '写入前检查数值；ClickHouse 会静默截断，因此这里拒绝。',
    doEn: 'Check the value before writing; ClickHouse would wrap it silently, so it is refused here.',
  },
  'native-block.uneven-columns': {
    status: 500,
    zh: '各列的行数不一致',
    en: 'The columns of the block do not hold the same number of rows',
    doZh: '每一行必须向每一列各写入一个值。',
    doEn: 'Push exactly one value into every column for every row.',
  },
  'native-block.too-large': {
    status: 413,
    zh: '数据块超过上限',
    en: 'The block is larger than its limit',
    doZh: '提前提交数据块，减少每块的行数。',
    doEn: 'Finish the block earlier, with fewer rows.',
  },
  'native-block.malformed': {
    status: 400,
    zh: '不是有效的 Native 数据块',
    en: 'The bytes are not a valid Native block',
    doZh: '检查数据是否被截断，以及格式是否为 FORMAT Native。',
    doEn: 'Check that the bytes are complete and were written as FORMAT Native.',
  },
  'native-block.unsupported-type': {
    status: 400,
    zh: '不支持的列类型',
    en: 'The column type is not supported by this reader',
    doZh: '在查询中用 CAST 转换为受支持的类型。',
    doEn: 'Cast the column to a supported type in the query.',
  },
});

/** Codes of {@link nativeBlockErrors}. */
export type NativeBlockErrorCode = keyof typeof nativeBlockErrors;

/** Builds an error of this lib. */
export const nativeBlockError = (code: NativeBlockErrorCode, detail: ErrorDetail): DomainError<NativeBlockErrorCode> =>
  new DomainError(code, detail);

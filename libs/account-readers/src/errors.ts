import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Why a file of accounts cannot be read at all; rows that are wrong are named instead. */
export const ACCOUNT_READER_ERRORS = defineErrors({
  'account-readers.too-large': {
    status: 413,
    zh: '文件过大或账号过多',
    en: 'The file is too large or holds too many accounts',
    doZh: '请按系统拆分，每个文件不超过 32 MiB、20000 个账号',
    doEn: 'Split it by system: at most 32 MiB and 20,000 accounts a file',
  },
  'account-readers.missing-column': {
    status: 422,
    zh: '表格缺少必需的列',
    en: 'The table misses a column that is needed',
    doZh: '第一行写列名，至少包含“系统”和“账号”',
    doEn: 'Name the columns in the first row; system and account are needed',
  },
  'account-readers.no-accounts': {
    status: 422,
    zh: '文件中没有可识别的账号',
    en: 'No account was found in the file',
    doZh: '请核对所选的格式与文件内容',
    doEn: 'Compare the chosen format with the content of the file',
  },
});
/** Codes of {@link ACCOUNT_READER_ERRORS}. */
export type AccountReaderErrorCode = keyof typeof ACCOUNT_READER_ERRORS;

/** Builds an error; the caller throws it. */
export const readerError = (
  code: AccountReaderErrorCode,
  detail: ErrorDetail = {},
): DomainError<AccountReaderErrorCode> => new DomainError(code, detail);

import type { RowProblem } from '../contract.ts';

const MESSAGES = {
  'bad-vin': {
    zh: '不是有效的车架号：应为 17 位数字和大写字母，不含 I、O、Q',
    en: 'Not a VIN: 17 digits and capital letters without I, O and Q',
  },
  'check-digit': {
    zh: '车架号第 9 位校验位不符，请核对',
    en: 'The check digit (position 9) does not fit; please check the VIN',
  },
  'bad-owner': {
    zh: '车主编号应为 8 至 64 位字母、数字、下划线或连字符且至少一个字母；不要填写姓名、手机号或证件号',
    en: 'The owner reference is 8 to 64 letters, digits, _ or - with at least one letter; never a name, telephone or identity number',
  },
  'bad-year': { zh: '年款应为 1980 至 2100 的年份', en: 'The model year is a year from 1980 to 2100' },
  'bad-name': { zh: '名称格式不正确', en: 'The name is not well formed' },
  'bad-address': { zh: '含有无效的 IP 地址', en: 'One of the IP addresses is not valid' },
  'bad-host': { zh: '含有无效的主机名', en: 'One of the host names is not valid' },
  'bad-url': { zh: '不是有效的网址', en: 'Not a valid URL' },
  'bad-choice': { zh: '不是允许的取值', en: 'Not one of the allowed values' },
  'too-long': { zh: '内容过长', en: 'The text is too long' },
  'bad-tags': { zh: '标签最多 16 个，每个最多 32 字', en: 'At most 16 tags of 32 characters' },
  'missing-key': { zh: '必填项为空', en: 'A required cell is empty' },
  'missing-ecu': { zh: '填写了 ECU 信息但没有 ECU 名称', en: 'There are ECU fields without the name of the ECU' },
  formula: { zh: '单元格含有公式，请粘贴为数值', en: 'The cell holds a formula; paste it as a value' },
  duplicate: { zh: '与前面的行重复', en: 'Repeats an earlier row' },
  conflict: { zh: '与同一资产前面的行不一致', en: 'Contradicts an earlier row of the same asset' },
  'unknown-column': { zh: '未知的列，已忽略', en: 'Unknown column, ignored' },
} as const;

/** Kinds of problems a row can have. */
export type ProblemCode = keyof typeof MESSAGES;

const WARNINGS: ReadonlySet<ProblemCode> = new Set(['check-digit', 'unknown-column']);

/** A problem with its place, text in both languages and the offending value, shortened. */
export const problemAt = (code: ProblemCode, row: number, column: string | null, value: string | null): RowProblem => ({
  row,
  column,
  severity: WARNINGS.has(code) ? 'warning' : 'error',
  message: MESSAGES[code],
  value: value === null ? null : value.slice(0, 64),
});

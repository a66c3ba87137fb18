import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const suppliersErrors = defineErrors({
  'suppliers.unknown': {
    status: 404,
    zh: '没有这家供应商',
    en: 'There is no such supplier',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'suppliers.part-unknown': {
    status: 404,
    zh: '没有这份合同、审核或整改要求',
    en: 'There is no such agreement, review or condition',
    doZh: '请刷新档案后重试',
    doEn: 'Read the dossier again',
  },
  'suppliers.duplicate': {
    status: 409,
    zh: '名称或别名已属于另一家供应商',
    en: 'The name or spelling belongs to another supplier',
    doZh: '请核对是否为同一家；同一家的不同写法登记为别名',
    doEn: 'See whether it is the same firm; other spellings of one firm are kept with it',
  },
  'suppliers.credit-code': {
    status: 422,
    zh: '统一社会信用代码的校验位不正确',
    en: 'The check character of the code is wrong',
    doZh: '请对照营业执照核对 18 位代码；境外企业留空',
    doEn: 'Compare the 18 characters with the business licence; leave it empty for foreign firms',
  },
  'suppliers.dependent-unknown': {
    status: 422,
    zh: '资产台账中没有这个服务或主机',
    en: 'The register of assets has no such service or host',
    doZh: '请核对名称，或先在资产台账中登记',
    doEn: 'Compare the name, or register it there first',
  },
  'suppliers.term': {
    status: 422,
    zh: '截止日期早于起始日期',
    en: 'The last day is before the first',
    doZh: '请修改日期',
    doEn: 'Change the dates',
  },
  'suppliers.day-later': {
    status: 422,
    zh: '日期不能晚于今天',
    en: 'The day is after today',
    doZh: '请填写已经发生的日期',
    doEn: 'Write a day that has come',
  },
  'suppliers.document-unknown': {
    status: 422,
    zh: '找不到上传的文件',
    en: 'The document is not there',
    doZh: '请重新上传文件',
    doEn: 'Upload it again',
  },
  'suppliers.other-version': {
    status: 409,
    zh: '问卷已更新',
    en: 'The questionnaire has another version',
    doZh: '请刷新页面，按新问卷填写',
    doEn: 'Read the page again and answer the new one',
  },
  'suppliers.unanswered': {
    status: 422,
    zh: '问卷没有逐题作答',
    en: 'Every question needs one answer',
    doZh: '请逐题选择“是”“部分”“否”或“不适用”',
    doEn: 'Answer each with yes, partly, no, or not applicable',
  },
  'suppliers.review-later': {
    status: 422,
    zh: '审核日期晚于今天',
    en: 'The day of the review is after today',
    doZh: '请填写实际审核日期',
    doEn: 'Write the day on which it was done',
  },
  'suppliers.result-too-good': {
    status: 422,
    zh: '审核结论优于问卷得分允许的结论',
    en: 'The result is better than the answers allow',
    doZh: '请选择同等或更严的结论，或核对答案',
    doEn: 'Take the same result or a stricter one, or look at the answers again',
  },
  'suppliers.conditions-missing': {
    status: 422,
    zh: '有条件通过须写明整改要求',
    en: 'A result with conditions needs one',
    doZh: '请至少填写一项整改要求和完成期限',
    doEn: 'Write at least one with its day',
  },
  'suppliers.conditions-needless': {
    status: 422,
    zh: '结论为通过时不能附整改要求',
    en: 'A passed review has no conditions',
    doZh: '请改为“有条件通过”，或删除整改要求',
    doEn: 'Take the result with conditions, or remove them',
  },
  'suppliers.too-many': {
    status: 409,
    zh: '供应商数量已达上限',
    en: 'There are too many suppliers',
    doZh: '最多登记 20000 家',
    doEn: 'At most 20,000 can be kept',
  },
  'suppliers.missing-column': {
    status: 422,
    zh: '表头缺少必需的列',
    en: 'A column is missing in the header',
    doZh: '第一行须包含“名称”“类别”“重要程度”三列',
    doEn: 'The first row has to name the columns name, kinds and importance',
  },
  'suppliers.bad-cursor': {
    status: 400,
    zh: '翻页位置无效',
    en: 'The cursor is not one of this list',
    doZh: '请从第一页重新读取',
    doEn: 'Read from the first page again',
  },
});
export type SuppliersErrorCode = keyof typeof suppliersErrors;

/** Builds an error of this module; the caller throws it. */
export const suppliersError = (code: SuppliersErrorCode, detail: ErrorDetail = {}): DomainError<SuppliersErrorCode> =>
  new DomainError(code, detail);

import { defineErrors } from '@chedun/kernel';

export const organisationErrors = defineErrors({
  'organisation.credit-code': {
    status: 422,
    zh: '统一社会信用代码的校验位不正确。',
    en: 'The check character of the code of the organisation is wrong.',
    doZh: '对照营业执照核对 18 位代码。',
    doEn: 'Compare the 18 characters with the business licence.',
  },
  'organisation.term': {
    status: 422,
    zh: '截止日期早于起始日期。',
    en: 'The last day is before the first.',
    doZh: '修改日期。',
    doEn: 'Change the dates.',
  },
  'organisation.appointment-unknown': {
    status: 404,
    zh: '没有这项任命。',
    en: 'There is no such appointment.',
    doZh: '在责任人列表中选择。',
    doEn: 'Choose one in the list of persons.',
  },
  'organisation.document-unknown': {
    status: 422,
    zh: '找不到任命文件。',
    en: 'The document of the appointment is not there.',
    doZh: '重新上传文件。',
    doEn: 'Upload it again.',
  },
  'organisation.licence-unknown': {
    status: 404,
    zh: '没有这张许可证。',
    en: 'There is no such licence.',
    doZh: '在许可证列表中选择。',
    doEn: 'Choose one in the list of licences.',
  },
});

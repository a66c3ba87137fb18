import { defineErrors } from '@chedun/kernel';

/** What can be wrong with a request to this module; faults of files are in the catalogue of the library. */
export const workdayErrors = defineErrors({
  'workdays.year-unknown': {
    status: 404,
    zh: '这一年的节假日安排尚未导入。',
    en: 'The holidays of this year were not imported.',
    doZh: '国务院办公厅公布后，导入该年的 CSV 或 iCalendar 文件。',
    doEn: 'Import the year as CSV or iCalendar once the State Council has announced it.',
  },
  'workdays.year-shipped': {
    status: 409,
    zh: '这一年的安排随产品提供，没有可删除的导入。',
    en: 'This year comes with the product; there is no import to remove.',
    doZh: '如需更正，导入同一年的文件覆盖它。',
    doEn: 'To correct it, import a file of the same year.',
  },
});

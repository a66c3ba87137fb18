import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Every error that the readers of calendars throw. */
export const CALENDAR_ERRORS = defineErrors({
  'calendar.too-large': {
    status: 413,
    zh: '日历文件超过长度上限',
    en: 'The file of the calendar is longer than allowed',
    doZh: '一年的节假日安排不超过 256 KB；请只保留需要导入的年份。',
    doEn: 'A year of holidays takes less than 256 KB; keep only the year that is to be imported.',
  },
  'calendar.row-invalid': {
    status: 422,
    zh: '日历文件中有一行无法识别',
    en: 'A row of the file of the calendar cannot be read',
    doZh: '按 detail.line 修改：日期写作 2026-10-01，类型写“休”或“班”，名称不超过 60 字。',
    doEn: 'Change the line given: a date such as 2026-10-01, the kind holiday or workday, a name of at most 60 characters.',
  },
  'calendar.ics-invalid': {
    status: 422,
    zh: 'iCalendar 文件无效',
    en: 'The iCalendar file is not valid',
    doZh: '确认文件由 BEGIN:VCALENDAR 开始、由 END:VCALENDAR 结束，节假日为全天事件。',
    doEn: 'The file has to begin with BEGIN:VCALENDAR and end with END:VCALENDAR; holidays are events of whole days.',
  },
  'calendar.year-invalid': {
    status: 422,
    zh: '这一年的节假日安排自相矛盾或不完整',
    en: 'The holidays of this year contradict each other or are not complete',
    doZh: '按 detail.reason 对照国务院办公厅的通知修改：放假日不重复，调休上班日须为周六或周日。',
    doEn: 'Compare with the notice of the State Council: no day twice, and days made up are Saturdays or Sundays.',
  },
});

/** Codes of {@link CALENDAR_ERRORS}. */
export type CalendarErrorCode = keyof typeof CALENDAR_ERRORS;

/** An error of this package. */
export const calendarError = (code: CalendarErrorCode, detail: ErrorDetail = {}): DomainError<CalendarErrorCode> =>
  new DomainError(code, detail);
